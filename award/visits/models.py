"""Visits, the claims checked there, the photos taken, and what goes before the plenary."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from award.competitions.models import Round
from award.core.db import Base, Exact, Instant, Word
from award.entries.models import Entry
from award.judging.models import Assignment
from award.people.models import User
from award.visits.scoring import Verdict
from award.visits.states import (
    ChecklistState,
    ReferralState,
    Settlement,
    TimeSource,
    VisitState,
)

LONGEST_PLACE = 300
LONGEST_REASON = 500
LONGEST_CLAIM = 500


class Visit(Base):
    """The visit to an entry in a round, with the team's one checklist.

    Its team are the judges assigned to the entry, whoever they are at the moment.
    """

    __tablename__ = "visit"
    __table_args__ = (
        UniqueConstraint("round_id", "entry_id"),
        ForeignKeyConstraint(
            ["round_id", "entry_id"], ["round_entry.round_id", "round_entry.entry_id"]
        ),
        CheckConstraint("state <> 'cancelled' OR reason <> ''", name="cancelled_has_reason"),
        CheckConstraint(
            "checklist <> 'finished' OR (level IS NOT NULL AND percent IS NOT NULL"
            " AND finished_at IS NOT NULL)",
            name="finished_has_level",
        ),
        Index(None, "entry_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    starts_at: Mapped[datetime] = mapped_column(Instant)
    place: Mapped[str] = mapped_column(String(LONGEST_PLACE))
    state: Mapped[VisitState] = mapped_column(Word(VisitState), default=VisitState.PLANNED)
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON), default="")
    """Why it was last moved or cancelled."""
    checklist: Mapped[ChecklistState] = mapped_column(
        Word(ChecklistState), default=ChecklistState.OPEN
    )
    percent: Mapped[Decimal | None] = mapped_column(Exact)
    """Share of the claims proven, two decimals, once the checklist is finished."""
    level: Mapped[int | None]
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
    finished_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    planned_at: Mapped[datetime] = mapped_column(Instant)
    planned_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))

    round: Mapped[Round] = relationship()
    entry: Mapped[Entry] = relationship()
    finished_by: Mapped[User | None] = relationship(foreign_keys="Visit.finished_by_id")
    claims: Mapped[list[Claim]] = relationship(order_by="Claim.position", back_populates="visit")
    team: Mapped[list[Assignment]] = relationship(
        primaryjoin="and_(Visit.round_id == foreign(Assignment.round_id),"
        " Visit.entry_id == foreign(Assignment.entry_id), Assignment.ended_at.is_(None))",
        order_by=Assignment.id,
        viewonly=True,
    )


class Claim(Base):
    """Something that the proposal says and that can be seen on the spot."""

    __tablename__ = "claim"
    __table_args__ = (
        CheckConstraint(
            "verdict IS NULL OR verdict <> 'unverifiable' OR note <> ''",
            name="unverifiable_has_reason",
        ),
        CheckConstraint(
            "verdict IS NULL OR (answered_at IS NOT NULL AND answered_by_id IS NOT NULL)",
            name="verdict_has_author",
        ),
        Index(None, "visit_id", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"))
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(LONGEST_CLAIM))
    section: Mapped[str] = mapped_column(String(60), default="")
    """Key of the form's section it comes from; empty for the proposal as a whole."""
    impact: Mapped[bool] = mapped_column(default=False)
    """Whether it is about results: one that is disproved goes before the plenary."""
    verdict: Mapped[Verdict | None] = mapped_column(Word(Verdict))
    note: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=0)
    """Counts the answers; a new one must rest on the present one."""
    answer_key: Mapped[str] = mapped_column(String(64), default="")
    """The sender's own name for the last answer, so that sending it twice is harmless."""
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    visit: Mapped[Visit] = relationship(back_populates="claims")
    answered_by: Mapped[User | None] = relationship()
    photos: Mapped[list[Photo]] = relationship(
        primaryjoin="and_(Claim.id == foreign(Photo.claim_id), Photo.removed_at.is_(None))",
        order_by="Photo.id",
        viewonly=True,
    )


class Photo(Base):
    """Evidence for a verdict: a copy without hidden data. The file as sent is not kept."""

    __tablename__ = "photo"
    __table_args__ = (
        UniqueConstraint("claim_id", "key"),
        CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name="position_is_whole"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    key: Mapped[str] = mapped_column(String(64))
    """The sender's own name for it, so that sending it twice keeps it once."""
    sha256: Mapped[str] = mapped_column(String(64))
    small_sha256: Mapped[str] = mapped_column(String(64))
    original_sha256: Mapped[str] = mapped_column(String(64))
    """Of the file as it was sent: whoever still has it can show that it is the same."""
    width: Mapped[int]
    height: Mapped[int]
    taken_at: Mapped[datetime] = mapped_column(Instant)
    taken_from: Mapped[TimeSource] = mapped_column(Word(TimeSource))
    latitude: Mapped[Decimal | None] = mapped_column(Exact)
    """Degrees, five decimals (about a metre); only where the sender asked to keep it."""
    longitude: Mapped[Decimal | None] = mapped_column(Exact)
    added_at: Mapped[datetime] = mapped_column(Instant)
    added_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    removed_at: Mapped[datetime | None] = mapped_column(Instant)

    claim: Mapped[Claim] = relationship()
    added_by: Mapped[User] = relationship()


class Referral(Base):
    """A disproved impact claim before the plenary; while one is open its round is not decided."""

    __tablename__ = "referral"
    __table_args__ = (
        ForeignKeyConstraint(
            ["round_id", "entry_id"], ["round_entry.round_id", "round_entry.entry_id"]
        ),
        CheckConstraint(
            "state <> 'settled' OR (outcome IS NOT NULL AND reason <> ''"
            " AND settled_at IS NOT NULL AND settled_by_id IS NOT NULL)",
            name="settled_has_reason",
        ),
        Index(None, "round_id", "entry_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), unique=True)
    round_id: Mapped[int]
    entry_id: Mapped[int]
    state: Mapped[ReferralState] = mapped_column(Word(ReferralState), default=ReferralState.OPEN)
    raised_at: Mapped[datetime] = mapped_column(Instant)
    outcome: Mapped[Settlement | None] = mapped_column(Word(Settlement))
    reason: Mapped[str] = mapped_column(Text, default="")
    settled_at: Mapped[datetime | None] = mapped_column(Instant)
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    claim: Mapped[Claim] = relationship()
    settled_by: Mapped[User | None] = relationship()
