"""Presentation day: the running order of a round, and score sheets typed from paper."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from award.competitions.models import Round
from award.core.db import Base, Instant
from award.entries.models import Entry
from award.judging.models import Assignment
from award.judging.timetable import Hours
from award.people.models import User


class RunningOrder(Base):
    """The hours of a round's presentations and the lot that its order was drawn with."""

    __tablename__ = "running_order"
    __table_args__ = (
        CheckConstraint("talk > 0 AND questions >= 0 AND change >= 0", name="minutes"),
        CheckConstraint("0 <= starts AND starts < ends AND ends <= 1440", name="hours"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), unique=True)
    first_day: Mapped[date]
    starts: Mapped[int]
    """Minutes after midnight, WITA, like ``ends`` and ``breaks``."""
    ends: Mapped[int]
    talk: Mapped[int]
    questions: Mapped[int]
    change: Mapped[int]
    breaks: Mapped[list[tuple[int, int]]] = mapped_column(JSON)
    lot: Mapped[str] = mapped_column(String(40))
    open_to_all: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime] = mapped_column(Instant)
    announced_at: Mapped[datetime | None] = mapped_column(Instant)

    round: Mapped[Round] = relationship()

    @property
    def hours(self) -> Hours:
        """How the day is cut up."""
        breaks = tuple((begins, ends) for begins, ends in self.breaks)
        return Hours(
            self.first_day,
            self.starts,
            self.ends,
            self.talk,
            self.questions,
            self.change,
            breaks,
        )


class Slot(Base):
    """When an entry is presented. ``told_at`` is the time that its agency was told."""

    __tablename__ = "slot"
    __table_args__ = (
        UniqueConstraint("round_id", "position"),
        ForeignKeyConstraint(
            ["round_id", "entry_id"],
            ["round_entry.round_id", "round_entry.entry_id"],
            ondelete="CASCADE",
        ),
    )

    round_id: Mapped[int] = mapped_column(
        ForeignKey("running_order.round_id", ondelete="CASCADE"), primary_key=True
    )
    entry_id: Mapped[int] = mapped_column(primary_key=True, index=True)
    position: Mapped[int]
    starts_at: Mapped[datetime] = mapped_column(Instant)
    told_at: Mapped[datetime | None] = mapped_column(Instant)

    order: Mapped[RunningOrder] = relationship()
    entry: Mapped[Entry] = relationship(
        primaryjoin="foreign(Slot.entry_id) == Entry.id", viewonly=True
    )

    excluded: ClassVar[bool] = False
    """Whether the entry is out of the competition; the order says so as it is read."""


class Keying(Base):
    """One typist's reading of a paper sheet; the second one never sees the first."""

    __tablename__ = "keying"
    __table_args__ = (
        UniqueConstraint("assignment_id", "place"),
        UniqueConstraint("assignment_id", "keyer_id"),
        CheckConstraint("place IN (1, 2)", name="place"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id", ondelete="CASCADE"))
    place: Mapped[int]
    keyer_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    marks: Mapped[dict[str, Any]] = mapped_column(JSON)
    """``[level, reason]`` by the key of the criterion."""
    comment: Mapped[str] = mapped_column(Text, default="")
    keyed_at: Mapped[datetime] = mapped_column(Instant)

    assignment: Mapped[Assignment] = relationship()
    keyer: Mapped[User] = relationship()
