"""The panel of a round: its seats, and everyone who could sit there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from award.competitions.models import Edition, Round
from award.competitions.states import RoundKind
from award.core.db import db
from award.judging.models_wall import PanelSeat, Pledge
from award.people.models import User
from award.people.states import Role


def seats_of(round_id: int) -> Sequence[PanelSeat]:
    """The seats of active judges, by name; empty where no panel has been put together."""
    person = joinedload(PanelSeat.judge, innerjoin=True).options(selectinload(User.former))
    query = select(PanelSeat).join(PanelSeat.judge).where(PanelSeat.round_id == round_id)
    return db.session.scalars(
        query.where(User.active, User.grants.any(role=Role.JUDGE))
        .options(person)
        .order_by(User.name, User.id)
    ).all()


def seat_of(round_id: int, judge_id: int) -> PanelSeat | None:
    """The judge's seat in the round."""
    return db.session.get(PanelSeat, (round_id, judge_id))


def has_panel(round_id: int) -> bool:
    """Whether a panel has been put together; without one every active judge may be assigned."""
    query = select(PanelSeat.judge_id).where(PanelSeat.round_id == round_id).limit(1)
    return db.session.scalar(query) is not None


def active_judges() -> Sequence[User]:
    """Everyone who could sit in a panel, by name: who organises does not judge."""
    return db.session.scalars(
        select(User)
        .where(
            User.active,
            User.grants.any(role=Role.JUDGE),
            ~User.grants.any(role=Role.ORGANISER),
        )
        .options(selectinload(User.former))
        .order_by(User.name, User.id)
    ).all()


def panels_before(round_: Round) -> Sequence[Round]:
    """Other scoring rounds of the edition that have a panel to be copied."""
    seated = select(PanelSeat.round_id)
    query = select(Round).where(
        Round.edition_id == round_.edition_id,
        Round.kind == RoundKind.SCORING,
        Round.id != round_.id,
        Round.id.in_(seated),
    )
    return db.session.scalars(query.order_by(Round.position)).all()


def signed_by(edition: Edition, text: str, judges: Collection[int]) -> set[int]:
    """Those of the judges who have signed the code of conduct in this wording."""
    query = select(Pledge.judge_id).where(
        Pledge.edition_id == edition.id,
        Pledge.text_sha256 == text,
        Pledge.judge_id.in_(judges),
    )
    return set(db.session.scalars(query))


def words_of(text: str | None) -> frozenset[str]:
    """Fields and languages written between commas, without regard to capitals."""
    parts = (part.strip().casefold() for part in (text or "").split(","))
    return frozenset(part for part in parts if part)


def judge_in_panel(judge: Any, round_id: int) -> bool:
    """Whether the judge may be assigned in the round: on its panel, or it has none."""
    return seat_of(round_id, judge.id) is not None or not has_panel(round_id)
