"""Who judges what, and the marks given."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    false,
    select,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship
from sqlalchemy.sql.elements import ColumnElement

from award.competitions.models import Criterion, Round
from award.core.db import Base, Exact, Instant, Word
from award.entries.models import Entry
from award.judging.models_wall import Pledge
from award.judging.states import Ending, SheetState
from award.people.models import User


class RoundEntry(Base):
    """An entry takes part in a round. Only such entries can be assigned to judges."""

    __tablename__ = "round_entry"
    __table_args__ = (UniqueConstraint("round_id", "alias"),)

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), primary_key=True, index=True)
    admitted_at: Mapped[datetime] = mapped_column(Instant)
    alias: Mapped[str | None] = mapped_column(String(12))
    """How judges call its entrant where the round is blind; drawn by lot when it opens."""
    wishes: Mapped[str | None] = mapped_column(String(300))
    """Fields and languages its judges should know, separated by commas."""

    entry: Mapped[Entry] = relationship()


class Assignment(Base):
    """A judge scores an entry in a round.

    The conflict wall stands in the database: both sides carry the root of their agency, bound to
    the user and the entry by foreign keys, and they must differ. Moving a judge or an entry to
    another agency cascades here and is refused in the same way; triggers refuse what the
    register of conflicts forbids. An ended assignment is kept with its sheet but counts nowhere:
    every query asks for ``standing`` ones, and the judge cannot be given the entry again.
    """

    __tablename__ = "assignment"
    __table_args__ = (
        UniqueConstraint("round_id", "entry_id", "judge_id"),
        ForeignKeyConstraint(
            ["round_id", "entry_id"], ["round_entry.round_id", "round_entry.entry_id"]
        ),
        ForeignKeyConstraint(
            ["judge_id", "judge_wall_id"], ["user.id", "user.wall_id"], onupdate="CASCADE"
        ),
        ForeignKeyConstraint(
            ["entry_id", "entry_wall_id"], ["entry.id", "entry.wall_id"], onupdate="CASCADE"
        ),
        CheckConstraint(
            "judge_wall_id <> entry_wall_id OR ended_at IS NOT NULL", name="agency_wall"
        ),
        CheckConstraint(
            "(ended_at IS NULL) = (ended_reason IS NULL) AND (ended_at IS NULL) = (ending IS NULL)",
            name="ended_for_reason",
        ),
        Index(None, "judge_id", "round_id"),
        Index(None, "entry_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    entry_id: Mapped[int]
    entry_wall_id: Mapped[int]
    judge_id: Mapped[int]
    judge_wall_id: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(Instant)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    ending: Mapped[Ending | None] = mapped_column(Word(Ending))
    ended_reason: Mapped[str | None] = mapped_column(String(500))
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    round: Mapped[Round] = relationship(foreign_keys="Assignment.round_id")
    entry: Mapped[Entry] = relationship(
        foreign_keys="[Assignment.entry_id, Assignment.entry_wall_id]"
    )
    judge: Mapped[User] = relationship(
        foreign_keys="[Assignment.judge_id, Assignment.judge_wall_id]"
    )
    sheet: Mapped[ScoreSheet | None] = relationship(
        back_populates="assignment", cascade="all, delete-orphan"
    )

    excluded: ClassVar[bool] = False
    """Whether the entry is out of the competition; desk and sheet say so as they are read."""
    held_in: ClassVar[object] = None
    """The transaction in which its row was locked; nobody else writes its sheet until that ends."""
    signed_text: ClassVar[Mapped[str | None]]
    """Fingerprint of the code of conduct that the judge last signed in the edition."""

    @hybrid_property
    def standing(self) -> bool:
        """Whether it has not been ended."""
        return self.ended_at is None

    @standing.inplace.expression
    @classmethod
    def _standing(cls) -> ColumnElement[bool]:
        return cls.ended_at.is_(None)


class ComputedLevel(Base):
    """The level that an entry has in a round for every criterion of one source.

    It stands on all sheets of the entry alike; without a row such a criterion has no level yet.
    """

    __tablename__ = "computed_level"
    __table_args__ = (
        ForeignKeyConstraint(
            ["round_id", "entry_id"], ["round_entry.round_id", "round_entry.entry_id"]
        ),
    )

    round_id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(20), primary_key=True)
    level: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    given_at: Mapped[datetime] = mapped_column(Instant)


class ScoreSheet(Base):
    """A judge's marks for one assignment. A finished sheet lacks no mark and carries its total."""

    __tablename__ = "score_sheet"
    __table_args__ = (
        CheckConstraint(
            "state <> 'finished' OR (total IS NOT NULL AND finished_at IS NOT NULL"
            " AND marked = expected)",
            name="finished_is_complete",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), unique=True)
    state: Mapped[SheetState] = mapped_column(Word(SheetState), default=SheetState.OPEN)
    comment: Mapped[str] = mapped_column(Text, default="")
    marked: Mapped[int] = mapped_column(default=0)
    expected: Mapped[int]
    total: Mapped[Decimal | None] = mapped_column(Exact)
    """Weighted total on 100, exact; empty while a mark is missing."""
    version: Mapped[int] = mapped_column(default=0)
    """Counts the saves; what is sent must rest on the present one."""
    saved_at: Mapped[datetime] = mapped_column(Instant)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
    compared_at: Mapped[datetime | None] = mapped_column(Instant)
    """When the judge first saw others' marks; from then on marks change only with a reason."""
    on_paper: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Typed twice from the judge's paper."""

    assignment: Mapped[Assignment] = relationship(back_populates="sheet")
    marks: Mapped[list[Mark]] = relationship(cascade="all, delete-orphan", order_by="Mark.id")
    changes: Mapped[list[MarkChange]] = relationship(
        cascade="all, delete-orphan", order_by="MarkChange.id"
    )


class Mark(Base):
    """One level for one criterion with its reason; "not scored" has no level."""

    __tablename__ = "mark"
    __table_args__ = (UniqueConstraint("sheet_id", "criterion_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("score_sheet.id"))
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"), index=True)
    level: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text, default="")

    criterion: Mapped[Criterion] = relationship()


class MarkChange(Base):
    """A mark changed after the judge had seen others' marks: old, new, and why."""

    __tablename__ = "mark_change"
    __table_args__ = (
        CheckConstraint("old <> new", name="differs"),
        CheckConstraint("reason <> ''", name="has_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("score_sheet.id"), index=True)
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"), index=True)
    old: Mapped[int]
    new: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Instant)


Assignment.signed_text = column_property(
    select(Pledge.text_sha256)
    .join(Round, Round.edition_id == Pledge.edition_id)
    .where(Round.id == Assignment.round_id, Pledge.judge_id == Assignment.judge_id)
    .order_by(Pledge.id.desc())
    .limit(1)
    .correlate(Assignment)
    .scalar_subquery(),
    deferred=True,
)
