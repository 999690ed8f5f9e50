"""Proposals of acts that take two people."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    func,
    select,
    text,
)
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from award.approvals.states import ApprovalState
from award.core.db import Base, Instant, Word
from award.people.models import READER, User

OPEN = text("state = 'open'")


class Approval(Base):
    """One person's proposal to act on one object; the database refuses the same person twice.

    Once it is no longer open, triggers keep the row as it is.
    """

    __tablename__ = "approval"
    __table_args__ = (
        CheckConstraint(
            "confirmed_by_id IS NULL OR confirmed_by_id <> proposed_by_id", name="two_people"
        ),
        CheckConstraint(
            "(state = 'confirmed') = (confirmed_by_id IS NOT NULL)", name="confirmed_by_someone"
        ),
        CheckConstraint("(state = 'open') = (closed_at IS NULL)", name="closed_has_date"),
        CheckConstraint("reason <> ''", name="has_reason"),
        CheckConstraint("state <> 'confirmed' OR remark <> ''", name="confirmed_has_remark"),
        Index(
            "ix_approval_one_open",
            "kind",
            "subject_id",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    """Key of a :class:`award.approvals.kinds.Kind`."""
    subject_id: Mapped[int]
    edition_id: Mapped[int | None] = mapped_column(index=True)
    title: Mapped[str] = mapped_column(String(400))
    """What the object was called when this was proposed."""
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    basis: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the facts that the proposal rests on."""
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[ApprovalState] = mapped_column(
        Word(ApprovalState), default=ApprovalState.OPEN, index=True
    )
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    proposed_at: Mapped[datetime] = mapped_column(Instant)
    lapses_at: Mapped[datetime] = mapped_column(Instant)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    """Who confirmed, declined or withdrew it; nobody when it lapsed."""
    remark: Mapped[str] = mapped_column(Text, default="")
    """The words of whoever confirmed or declined."""

    proposed_by: Mapped[User] = relationship(foreign_keys=[proposed_by_id], lazy="joined")
    confirmed_by: Mapped[User | None] = relationship(foreign_keys=[confirmed_by_id])
    closed_by: Mapped[User | None] = relationship(foreign_keys=[closed_by_id])


User.asked = column_property(
    select(func.count())
    .where(Approval.state == ApprovalState.OPEN, Approval.proposed_by_id != User.id)
    .correlate_except(Approval)
    .scalar_subquery(),
    deferred=True,
    group=READER,
)
