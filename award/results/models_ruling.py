"""Entries that two organisers took out of the competition."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from award.approvals.models import Approval
from award.competitions.models import Round
from award.core.db import Base, Instant
from award.entries.models import Entry

STANDING = text("lifted_at IS NULL")


class Disqualification(Base):
    """An entry out of ranking and certificates, until two organisers take it back in."""

    __tablename__ = "disqualification"
    __table_args__ = (
        CheckConstraint(
            "(lifted_at IS NULL) = (lifted_approval_id IS NULL)", name="lifted_by_two_people"
        ),
        Index(
            "ix_disqualification_one_standing",
            "entry_id",
            unique=True,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    round_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"))
    """The last round that the entry had reached."""
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Instant)
    approval_id: Mapped[int] = mapped_column(ForeignKey("approval.id"), unique=True)
    lifted_at: Mapped[datetime | None] = mapped_column(Instant)
    lifted_approval_id: Mapped[int | None] = mapped_column(ForeignKey("approval.id"), unique=True)

    entry: Mapped[Entry] = relationship()
    round: Mapped[Round | None] = relationship()
    approval: Mapped[Approval] = relationship(foreign_keys=[approval_id])
    lifted_approval: Mapped[Approval | None] = relationship(foreign_keys=[lifted_approval_id])
