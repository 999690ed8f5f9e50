"""Decisions: score and rank as they stood when they were decided."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from award.competitions.models import Category, Round
from award.core.db import Base, Exact, Instant, Word
from award.entries.models import Entry
from award.results.models_ruling import Disqualification
from award.results.states import Outcome

__all__ = ["Decision", "Disqualification", "PlenaryVote"]


class Decision(Base):
    """The result of an entry in one round, or in the whole edition where ``round_id`` is empty."""

    __tablename__ = "decision"
    __table_args__ = (
        Index(None, "edition_id", "round_id", "entry_id", unique=True),
        Index(None, "entry_id"),
        CheckConstraint("outcome <> 'winner' OR place <> ''", name="winner_has_place"),
        CheckConstraint(
            "(round_id IS NULL) = (outcome IN ('winner', 'finalist', 'participant'))",
            name="outcome_fits_scope",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    round_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"))
    score: Mapped[Decimal | None] = mapped_column(Exact)
    """On 100, two decimals; empty for an entry that was not scored to the end."""
    rank: Mapped[int | None]
    """Within its category; equal ranks are ties."""
    broken_by: Mapped[str] = mapped_column(String(80), default="")
    """Key of the tie rule that separated the entry from its equals."""
    outcome: Mapped[Outcome] = mapped_column(Word(Outcome))
    place: Mapped[str] = mapped_column(String(20), default="")
    """``juara_1`` … for winners."""
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why, where people decided and not the numbers: a plenary vote, a widened cut."""
    decided_at: Mapped[datetime] = mapped_column(Instant)
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))

    entry: Mapped[Entry] = relationship()
    category: Mapped[Category] = relationship(lazy="joined", innerjoin=True)
    round: Mapped[Round | None] = relationship()


class PlenaryVote(Base):
    """An order among tied entries that the plenary voted, with its reason; lower goes first.

    Positions compare within one ballot only; the last ballot on an entry counts.
    """

    __tablename__ = "plenary_vote"
    __table_args__ = (UniqueConstraint("edition_id", "ballot", "entry_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    round_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    ballot: Mapped[int]
    """Number of the vote within its edition."""
    position: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(Instant)


class KeptAdvice(Base):
    """Advice that takes too long for a page: about a round, or about winners without one.

    ``fingerprint`` says of which marks and rules; ``document`` is of ``advice_document``.
    """

    __tablename__ = "kept_advice"
    __table_args__ = (Index(None, "edition_id", "round_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    round_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"))
    fingerprint: Mapped[str] = mapped_column(String(64))
    document: Mapped[str] = mapped_column(Text, deferred=True)
    made_at: Mapped[datetime] = mapped_column(Instant)
