"""Entries on which judges were far apart, and how that was settled."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Text,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from award.competitions.models import Round
from award.core.db import Base, Exact, Instant, Word
from award.entries.models import Entry
from award.judging.states import Way
from award.people.models import User

OPEN = text("settled_at IS NULL")
Totals = dict[str, str]
"""Total of each finished sheet by the number of its judge; the decimals exactly as counted."""


class Discrepancy(Base):
    """Totals as they were when judges turned out far apart, and as they stood once settled."""

    __tablename__ = "discrepancy"
    __table_args__ = (
        ForeignKeyConstraint(
            ["round_id", "entry_id"], ["round_entry.round_id", "round_entry.entry_id"]
        ),
        CheckConstraint(
            "settled_at IS NULL OR (way IS NOT NULL AND after IS NOT NULL)",
            name="settled_some_way",
        ),
        CheckConstraint(
            "settled_at IS NULL OR way <> 'plenary' OR remark <> ''", name="plenary_has_outcome"
        ),
        Index(
            "ix_discrepancy_one_open",
            "round_id",
            "entry_id",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    found_at: Mapped[datetime] = mapped_column(Instant)
    points: Mapped[Decimal] = mapped_column(Exact)
    levels: Mapped[int]
    before: Mapped[Totals] = mapped_column(JSON)
    way: Mapped[Way | None] = mapped_column(Word(Way))
    judge_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    """The extra judge, when one was called."""
    remark: Mapped[str] = mapped_column(Text, default="")
    """What the plenary found."""
    after: Mapped[Totals | None] = mapped_column(JSON(none_as_null=True))
    settled_at: Mapped[datetime | None] = mapped_column(Instant)
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    @property
    def totals_before(self) -> dict[str, Decimal]:
        """Totals by the number of the judge, when they turned out far apart."""
        return {judge: Decimal(total) for judge, total in self.before.items()}

    @property
    def totals_after(self) -> dict[str, Decimal]:
        """The same once it was settled; empty before that."""
        return {judge: Decimal(total) for judge, total in (self.after or {}).items()}

    round: Mapped[Round] = relationship(foreign_keys=[round_id])
    entry: Mapped[Entry] = relationship(foreign_keys=[entry_id])
    judge: Mapped[User | None] = relationship(foreign_keys=[judge_id])
    settled_by: Mapped[User | None] = relationship(foreign_keys=[settled_by_id])
