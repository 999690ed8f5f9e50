"""Practice on sample entries. Nothing here touches entries, assignments, sheets or marks: what
counts results cannot meet it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from award.competitions.models import Round
from award.core.db import Base, Exact, Instant, Word
from award.judging.states import SheetState
from award.people.models import User


class Calibration(Base):
    """The judges of a round score the same samples; once closed, each sees how they stand."""

    __tablename__ = "calibration"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), unique=True)
    opened_at: Mapped[datetime] = mapped_column(Instant)
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    closed_at: Mapped[datetime | None] = mapped_column(Instant)

    round: Mapped[Round] = relationship()
    samples: Mapped[list[Sample]] = relationship(
        order_by="Sample.position", back_populates="calibration"
    )


class Sample(Base):
    """An invented proposal, copied here so that it stays as it was judged."""

    __tablename__ = "sample"
    __table_args__ = (UniqueConstraint("calibration_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    calibration_id: Mapped[int] = mapped_column(ForeignKey("calibration.id"))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    texts: Mapped[dict[str, str]] = mapped_column(JSON)
    """By the key of the section."""

    calibration: Mapped[Calibration] = relationship(back_populates="samples")


class SampleSheet(Base):
    """A judge's marks for one sample; ``marks`` holds level and reason by criterion."""

    __tablename__ = "sample_sheet"
    __table_args__ = (
        UniqueConstraint("sample_id", "judge_id"),
        CheckConstraint(
            "state <> 'finished' OR (total IS NOT NULL AND finished_at IS NOT NULL)",
            name="finished_is_complete",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sample_id: Mapped[int] = mapped_column(ForeignKey("sample.id"))
    judge_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    state: Mapped[SheetState] = mapped_column(Word(SheetState), default=SheetState.OPEN)
    marks: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    comment: Mapped[str] = mapped_column(Text, default="")
    total: Mapped[Decimal | None] = mapped_column(Exact)
    version: Mapped[int] = mapped_column(default=0)
    saved_at: Mapped[datetime] = mapped_column(Instant)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)

    sample: Mapped[Sample] = relationship()
    judge: Mapped[User] = relationship()
