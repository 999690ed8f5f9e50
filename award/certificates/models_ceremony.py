"""What organisers plan for the day on which certificates are handed over."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from award.core.db import Base, Instant


class Ceremony(Base):
    """Where and when an edition's certificates are handed over, by whom, and how labels lie.

    Texts are empty, and ``starts_at`` too, until they are known.
    """

    __tablename__ = "ceremony"
    __table_args__ = (
        CheckConstraint("spare BETWEEN 0 AND 100", name="spare_is_a_percentage"),
        CheckConstraint(
            "label_columns BETWEEN 2 AND 4 AND label_rows BETWEEN 4 AND 10",
            name="labels_fit_a_sheet",
        ),
    )

    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), primary_key=True)
    starts_at: Mapped[datetime | None] = mapped_column(Instant)
    venue: Mapped[str] = mapped_column(String(160), default="")
    giver: Mapped[str] = mapped_column(String(120), default="")
    """Who hands the certificates over, as the speaker says it: office or name."""
    collector: Mapped[str] = mapped_column(String(120), default="")
    """Who fetches the prints and answers for them."""
    spare: Mapped[int] = mapped_column(default=10)
    """Blank sheets beyond those that are printed, in per cent, rounded up by kind."""
    label_columns: Mapped[int] = mapped_column(default=3)
    label_rows: Mapped[int] = mapped_column(default=8)

    @property
    def id(self) -> int:
        """Its number in the ledger is that of its edition."""
        return self.edition_id


class Seat(Base):
    """Where somebody sits who is honoured; ``subject`` is that of the certificate."""

    __tablename__ = "seat"
    __table_args__ = (
        UniqueConstraint("edition_id", "label"),
        CheckConstraint("label <> ''", name="has_label"),
    )

    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), primary_key=True)
    subject: Mapped[str] = mapped_column(String(60), primary_key=True)
    label: Mapped[str] = mapped_column(String(12))
    """Row and number, ``A12``."""
