"""The panel of a round, the register of conflicts of interest, and the signed code of conduct."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    exists,
)
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from award.core.db import Base, Instant, Word
from award.entries.models import Entry
from award.judging.states import HARD, ConflictKind, SeatRole
from award.people.models import READER, Agency, User


class PanelSeat(Base):
    """A judge sits in the panel of a round. A round without seats takes every active judge."""

    __tablename__ = "panel_seat"
    __table_args__ = (
        CheckConstraint("cap IS NULL OR cap >= 0", name="cap_counts"),
        CheckConstraint("target IS NULL OR target >= 0", name="target_counts"),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    judge_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True, index=True)
    role: Mapped[SeatRole] = mapped_column(Word(SeatRole), default=SeatRole.MEMBER)
    cap: Mapped[int | None]
    """The most entries; empty: no limit."""
    target: Mapped[int | None]
    """The wished number; empty: a fair share."""
    categories: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Keys of the edition's categories that the judge knows."""
    expertise: Mapped[str] = mapped_column(String(300), default="")
    """Fields and languages, separated by commas."""

    judge: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class Conflict(Base):
    """A person is bound to one entry, or to an agency with all its entries.

    The own agency and those left less than two years ago are not written here: the account
    knows them. Triggers refuse an assignment against a hard conflict, and a hard conflict
    against an assignment that has not been ended.
    """

    __tablename__ = "conflict"
    __table_args__ = (
        ForeignKeyConstraint(
            ["agency_id", "wall_id"], ["agency.id", "agency.root_id"], onupdate="CASCADE"
        ),
        CheckConstraint(
            "(entry_id IS NULL) <> (agency_id IS NULL) AND (agency_id IS NULL) = (wall_id IS NULL)",
            name="entry_or_agency",
        ),
        CheckConstraint("(lifted_at IS NULL) = (lifted_reason IS NULL)", name="lifted_for_reason"),
        Index(None, "person_id", "entry_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    kind: Mapped[ConflictKind] = mapped_column(Word(ConflictKind))
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id"), index=True)
    agency_id: Mapped[int | None]
    wall_id: Mapped[int | None]
    note: Mapped[str] = mapped_column(Text, default="")
    declared_at: Mapped[datetime] = mapped_column(Instant)
    declared_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    lifted_at: Mapped[datetime | None] = mapped_column(Instant)
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    lifted_reason: Mapped[str | None] = mapped_column(String(500))

    person: Mapped[User] = relationship(foreign_keys=[person_id])
    declared_by: Mapped[User] = relationship(foreign_keys=[declared_by_id])
    entry: Mapped[Entry | None] = relationship()
    agency: Mapped[Agency | None] = relationship(foreign_keys="[Conflict.agency_id]", viewonly=True)

    @property
    def hard(self) -> bool:
        """Whether it cannot be overlooked."""
        return self.kind in HARD

    @property
    def stands(self) -> bool:
        """Whether it has not been lifted."""
        return self.lifted_at is None


class Pledge(Base):
    """A judge signed an edition's code of conduct as it was worded then."""

    __tablename__ = "pledge"
    __table_args__ = (UniqueConstraint("judge_id", "edition_id", "text_sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    judge_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    text_sha256: Mapped[str] = mapped_column(String(64))
    edition_version: Mapped[int]
    signed_at: Mapped[datetime] = mapped_column(Instant)


User.bound = column_property(
    exists()
    .where(Conflict.person_id == User.id, Conflict.lifted_at.is_(None))
    .correlate_except(Conflict),
    deferred=True,
    group=READER,
)
