"""Editions and what they are made of; the calendar of holidays."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Dialect,
    ForeignKey,
    String,
    Text,
    UniqueConstraint,
    cast,
    func,
    select,
)
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

from award.competitions import blueprint as bp
from award.competitions.blueprint_document import read_part, write
from award.competitions.states import EditionState, RoundKind, RoundState
from award.core.db import Base, Exact, Instant, Text2, Word


class Part(TypeDecorator[Any]):
    """A part of the blueprint, kept as JSON text and met as its frozen dataclass (or a tuple)."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: Any) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else json.dumps(write(value), ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else _kept_part(self.kind, value)


@lru_cache(maxsize=1024)
def _kept_part(kind: Any, text: str) -> Any:
    # An edition is read with every page and changed a few times a year.
    return read_part(kind, json.loads(text))


class Edition(Base):
    """One year's competition. Its rubric and weights lock when the first sheet is scored."""

    __tablename__ = "edition"
    __table_args__ = (
        CheckConstraint(
            "state <> 'published' OR published_at IS NOT NULL", name="published_has_date"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    preset: Mapped[str] = mapped_column(String(40))
    year: Mapped[int] = mapped_column(index=True)
    name: Mapped[Text2] = mapped_column(JSON)
    theme: Mapped[Text2] = mapped_column(JSON)
    description: Mapped[Text2] = mapped_column(JSON)
    state: Mapped[EditionState] = mapped_column(Word(EditionState), default=EditionState.DRAFT)
    groups: Mapped[tuple[bp.Choice, ...]] = mapped_column(Part(tuple[bp.Choice, ...]))
    classes: Mapped[tuple[bp.ParticipantClass, ...]] = mapped_column(
        Part(tuple[bp.ParticipantClass, ...])
    )
    declarations: Mapped[tuple[bp.Choice, ...]] = mapped_column(Part(tuple[bp.Choice, ...]))
    form: Mapped[tuple[bp.Section, ...]] = mapped_column(Part(tuple[bp.Section, ...]))
    documents: Mapped[tuple[bp.DocumentKind, ...]] = mapped_column(
        Part(tuple[bp.DocumentKind, ...])
    )
    calendar: Mapped[tuple[bp.CalendarItem, ...]] = mapped_column(Part(tuple[bp.CalendarItem, ...]))
    reasons: Mapped[tuple[bp.Reason, ...]] = mapped_column(Part(tuple[bp.Reason, ...]))
    eligibility: Mapped[tuple[bp.EligibilityRule, ...]] = mapped_column(
        Part(tuple[bp.EligibilityRule, ...])
    )
    tie_rules: Mapped[tuple[bp.TieRule, ...]] = mapped_column(Part(tuple[bp.TieRule, ...]))
    settings: Mapped[bp.Settings] = mapped_column(Part(bp.Settings))
    integrity: Mapped[Text2] = mapped_column(JSON)
    code_of_conduct: Mapped[Text2] = mapped_column(JSON)
    version: Mapped[int] = mapped_column(default=1)
    locked_at: Mapped[datetime | None] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant)
    frozen_at: Mapped[datetime | None] = mapped_column(Instant)
    objections_until: Mapped[datetime | None] = mapped_column(Instant)
    """When agencies may no longer object; empty until they have been told the frozen result."""
    published_at: Mapped[datetime | None] = mapped_column(Instant)
    decree_number: Mapped[str] = mapped_column(String(100), default="")
    decree_date: Mapped[date | None]

    published_before: ClassVar[Mapped[str | None]]
    """Years of the published editions before it, with commas between them."""

    categories: Mapped[list[Category]] = relationship(
        order_by="Category.position", cascade="all, delete-orphan"
    )
    rounds: Mapped[list[Round]] = relationship(
        order_by="Round.position", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}

    def phase(self, key: str) -> bp.CalendarItem | None:
        """The calendar item of this key."""
        return next((item for item in self.calendar if item.key == key), None)


_earlier = Edition.__table__.alias()
Edition.published_before = column_property(
    select(func.aggregate_strings(cast(_earlier.c.year, String), ","))
    .where(_earlier.c.year < Edition.year, _earlier.c.state == EditionState.PUBLISHED)
    .correlate_except(_earlier)
    .scalar_subquery(),
    deferred=True,
)


class Category(Base):
    """A field in which entries compete with each other."""

    __tablename__ = "category"
    __table_args__ = (UniqueConstraint("edition_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    key: Mapped[str] = mapped_column(String(60))
    name: Mapped[Text2] = mapped_column(JSON)
    description: Mapped[Text2] = mapped_column(JSON)
    position: Mapped[int]


class Round(Base):
    """A stage with its weight in the final score (percent) and its rubric."""

    __tablename__ = "round"
    __table_args__ = (UniqueConstraint("edition_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    key: Mapped[str] = mapped_column(String(60))
    name: Mapped[Text2] = mapped_column(JSON)
    who: Mapped[Text2] = mapped_column(JSON)
    kind: Mapped[RoundKind] = mapped_column(Word(RoundKind))
    state: Mapped[RoundState] = mapped_column(Word(RoundState), default=RoundState.DRAFT)
    reopened_at: Mapped[datetime | None] = mapped_column(Instant)
    """When it was last opened again: sheets finished before that stay as they were."""
    weight: Mapped[Decimal] = mapped_column(Exact)
    judges_per_entry: Mapped[int]
    advance_per_category: Mapped[int | None]
    aggregate: Mapped[str] = mapped_column(String(20))
    rounding: Mapped[str] = mapped_column(String(20))
    scale_min: Mapped[int]
    scale_max: Mapped[int]
    position: Mapped[int]
    blind: Mapped[bool] = mapped_column(default=False)
    talk_minutes: Mapped[int | None]
    """Minutes of a presentation; empty where nothing is presented."""
    question_minutes: Mapped[int | None]
    discrepancy_points: Mapped[Decimal] = mapped_column(Exact, default=Decimal(20))
    discrepancy_levels: Mapped[int] = mapped_column(default=2)
    """Whether judges are kept from knowing who is behind an entry."""

    edition: Mapped[Edition] = relationship(overlaps="rounds")
    criteria: Mapped[list[Criterion]] = relationship(
        order_by="Criterion.position", cascade="all, delete-orphan"
    )


class Criterion(Base):
    """One line of a rubric: its weight in percent and a descriptor for every level."""

    __tablename__ = "criterion"
    __table_args__ = (UniqueConstraint("round_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    key: Mapped[str] = mapped_column(String(60))
    name: Mapped[Text2] = mapped_column(JSON)
    description: Mapped[Text2] = mapped_column(JSON)
    weight: Mapped[Decimal] = mapped_column(Exact)
    section: Mapped[str | None] = mapped_column(String(60))
    source: Mapped[str] = mapped_column(String(20), default="")
    """Where the level comes from when no judge chooses it: ``claims``."""
    levels: Mapped[tuple[bp.Level, ...]] = mapped_column(Part(tuple[bp.Level, ...]))
    position: Mapped[int]


class EditionVersion(Base):
    """The whole blueprint as it stood: kept when it locks and at every later change."""

    __tablename__ = "edition_version"
    __table_args__ = (UniqueConstraint("edition_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    number: Mapped[int]
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    sha256: Mapped[str] = mapped_column(String(64))
    kept_at: Mapped[datetime] = mapped_column(Instant)
    reason: Mapped[str] = mapped_column(String(300))


class Holiday(Base):
    """A day that does not count as a working day."""

    __tablename__ = "holiday"

    day: Mapped[date] = mapped_column(primary_key=True)
    name: Mapped[Text2] = mapped_column(JSON)
