"""Which decisions an override would change, and what has been overridden."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from award.competitions.models import Edition
from award.core.db import db
from award.judging import queries as judging
from award.results.models import Decision
from award.results.models_record import Dissent, Override
from award.results.states import Outcome


@dataclass(frozen=True)
class Change:
    """What becomes of one decision."""

    decision: Decision
    outcome: Outcome
    place: str


def decision_for(_actor: Any, decision_id: int) -> Decision | None:
    """Loader: a final decision with its entry."""
    found = db.session.get(Decision, decision_id, options=[joinedload(Decision.entry)])
    return found if found is not None and found.round_id is None else None


def changes(decision: Decision, place: str, outcome: str) -> list[Change]:
    """The entry's change, and that of whoever holds the place it is to get."""
    holder = _holder(decision, place) if place else None
    found = [Change(decision, Outcome(outcome), place)]
    if holder is not None and holder.id != decision.id:
        found.append(Change(holder, Outcome(decision.outcome), decision.place))
    return found


def _holder(decision: Decision, place: str) -> Decision | None:
    query = select(Decision).where(
        Decision.edition_id == decision.edition_id,
        Decision.category_id == decision.category_id,
        Decision.round_id.is_(None),
        Decision.place == place,
    )
    return db.session.scalar(query)


def overrides(edition: Edition) -> Sequence[Override]:
    """What was overridden since the result was frozen."""
    if edition.frozen_at is None:
        return ()
    query = (
        select(Override)
        .where(Override.edition_id == edition.id, Override.at >= edition.frozen_at)
        .options(joinedload(Override.first), joinedload(Override.second))
    )
    return db.session.scalars(query.order_by(Override.id)).all()


def first_override(decision: Decision) -> Override | None:
    """The first override of an entry since the result was frozen: it knows what was computed."""
    found = overrides(decision.entry.edition)
    return next((each for each in found if each.entry_id == decision.entry_id), None)


def dissents(edition: Edition) -> Sequence[Dissent]:
    """Every dissent of an edition with its judge, in order."""
    query = select(Dissent).where(Dissent.edition_id == edition.id)
    return db.session.scalars(query.options(joinedload(Dissent.judge)).order_by(Dissent.id)).all()


def judged_by(actor: Any, edition_id: int) -> Edition | None:
    """Loader: an edition in which the judge has finished a sheet."""
    edition = db.session.get(Edition, edition_id)
    if edition is None or not actor.is_authenticated:
        return None
    judges = {each.id for each in judging.judges_of_edition(edition.id)}
    return edition if actor.id in judges else None
