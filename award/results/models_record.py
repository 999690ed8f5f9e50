"""What is kept of a decided result: snapshots and their papers, objections, overrides, dissent."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from award.competitions.models import Edition
from award.core.db import Base, Exact, Instant, Word
from award.entries.models import Entry
from award.people.models import User
from award.results.states import ObjectionState, Outcome, PaperKind, SnapshotKind


class Snapshot(Base):
    """The whole result of an edition at one moment, as canonical JSON; triggers keep it so.

    ``ledger_seq`` and ``ledger_head`` name the last act that it rests on.
    """

    __tablename__ = "result_snapshot"
    __table_args__ = (UniqueConstraint("edition_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    number: Mapped[int]
    """Counts the snapshots of its edition."""
    kind: Mapped[SnapshotKind] = mapped_column(Word(SnapshotKind))
    content: Mapped[str] = mapped_column(Text, deferred=True)
    sha256: Mapped[str] = mapped_column(String(64))
    ledger_seq: Mapped[int]
    ledger_head: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(Instant)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))

    edition: Mapped[Edition] = relationship()
    made_by: Mapped[User] = relationship()
    papers: Mapped[list[Paper]] = relationship(order_by="Paper.kind")


class Paper(Base):
    """A file printed from a snapshot. The same snapshot always gives the same file."""

    __tablename__ = "result_paper"

    snapshot_id: Mapped[int] = mapped_column(ForeignKey("result_snapshot.id"), primary_key=True)
    kind: Mapped[PaperKind] = mapped_column(Word(PaperKind), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(Instant)

    snapshot: Mapped[Snapshot] = relationship(viewonly=True)


class Objection(Base):
    """An agency objects to what it was told of its own entry."""

    __tablename__ = "objection"
    __table_args__ = (
        CheckConstraint(
            "(state = 'open') = (answered_at IS NULL)"
            " AND (state = 'open') = (answered_by_id IS NULL)",
            name="answered_has_date",
        ),
        CheckConstraint("state = 'open' OR answer <> ''", name="answered_has_reason"),
        Index(None, "entry_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    snapshot_id: Mapped[int] = mapped_column(ForeignKey("result_snapshot.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    text: Mapped[str] = mapped_column(Text)
    filed_at: Mapped[datetime] = mapped_column(Instant)
    filed_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    state: Mapped[ObjectionState] = mapped_column(Word(ObjectionState), default=ObjectionState.OPEN)
    answer: Mapped[str] = mapped_column(Text, default="")
    effect: Mapped[str] = mapped_column(Text, default="")
    """What an upheld objection changes, in words."""
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    edition: Mapped[Edition] = relationship()
    entry: Mapped[Entry] = relationship()
    filed_by: Mapped[User] = relationship(foreign_keys=[filed_by_id])
    answered_by: Mapped[User | None] = relationship(foreign_keys=[answered_by_id])


class Override(Base):
    """Two people gave an entry another outcome than the numbers did; triggers keep the row.

    What was computed stays beside it. The last override of an entry counts.
    """

    __tablename__ = "result_override"
    __table_args__ = (
        CheckConstraint("first_id <> second_id", name="two_people"),
        CheckConstraint("reason <> ''", name="has_reason"),
        CheckConstraint("outcome <> 'winner' OR place <> ''", name="winner_has_place"),
        Index(None, "edition_id", "entry_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    outcome: Mapped[Outcome] = mapped_column(Word(Outcome))
    place: Mapped[str] = mapped_column(String(20))
    computed_outcome: Mapped[Outcome] = mapped_column(Word(Outcome))
    computed_place: Mapped[str] = mapped_column(String(20))
    computed_rank: Mapped[int | None]
    computed_score: Mapped[Decimal | None] = mapped_column(Exact)
    reason: Mapped[str] = mapped_column(Text)
    first_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    second_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(Instant)

    entry: Mapped[Entry] = relationship()
    first: Mapped[User] = relationship(foreign_keys=[first_id])
    second: Mapped[User] = relationship(foreign_keys=[second_id])


class Dissent(Base):
    """A judge does not agree with the panel, and the minutes say so; triggers keep the row."""

    __tablename__ = "dissent"

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    judge_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Instant)

    judge: Mapped[User] = relationship()
