"""Visits by day, as the organiser, a judge and an agency read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload, lazyload, load_only, selectinload

from award.competitions.models import Edition, Round
from award.competitions.states import RoundState
from award.core.clock import WITA
from award.core.db import db
from award.entries.models import Entry
from award.judging.models import Assignment, RoundEntry
from award.judging.queries import rounds
from award.judging.queries.excluded import takes_part
from award.people.models import User
from award.visits.models import Claim, Visit
from award.visits.queries.visits import keep_out
from award.visits.rules import CLAIMS
from award.visits.states import VisitState

PLAIN = (lazyload(Entry.edition), lazyload(Entry.innovation))
"""The rest of an entry's edition and innovation is wide and of no use in a list."""


@dataclass(frozen=True)
class Day:
    """The visits of one day in Badung, the earliest first."""

    day: date
    visits: Sequence[Visit]


@dataclass(frozen=True)
class Plan:
    """A round's visits by day, those called off, and the entries that nobody visits yet."""

    days: Sequence[Day]
    cancelled: Sequence[Visit]
    waiting: Sequence[Entry]

    @property
    def planned(self) -> int:
        """Visits that stand."""
        return sum(len(each.visits) for each in self.days)


@dataclass(frozen=True)
class Place:
    """An entry of a round, to be visited."""

    round: Round
    entry: Entry
    visit: Visit | None


def round_for(actor: Any, round_id: int) -> Round | None:
    """Loader: a scoring round with a criterion that is counted from claims."""
    round_ = rounds.round_for(actor, round_id)
    checks = round_ is not None and any(each.source == CLAIMS for each in round_.criteria)
    return round_ if checks else None


def place_for(actor: Any, round_id: int, entry_id: int) -> Place | None:
    """Loader for planning the visit to one entry of a round."""
    round_ = round_for(actor, round_id)
    entry = db.session.get(Entry, entry_id)
    if round_ is None or entry is None or not db.session.get(RoundEntry, (round_id, entry_id)):
        return None
    keep_out(actor, entry)
    return Place(round_, entry, visit_of(round_id, entry_id))


def visit_of(round_id: int, entry_id: int) -> Visit | None:
    """The visit to an entry in a round, cancelled or not."""
    return db.session.scalar(
        select(Visit).where(Visit.round_id == round_id, Visit.entry_id == entry_id)
    )


def by_day(visits: Sequence[Visit]) -> list[Day]:
    """Visits put together by their date in Badung; they come in order of time."""
    days = groupby(visits, key=lambda each: each.starts_at.astimezone(WITA).date())
    return [Day(day, list(own)) for day, own in days]


def plan(round_: Round) -> Plan:
    """The whole plan of a round, in a constant number of queries."""
    found = db.session.scalars(_visits().where(Visit.round_id == round_.id)).all()
    standing = [each for each in found if each.state == VisitState.PLANNED]
    visited = select(Visit.entry_id).where(Visit.round_id == round_.id)
    waiting = (
        select(Entry)
        .join(RoundEntry, RoundEntry.entry_id == Entry.id)
        .where(RoundEntry.round_id == round_.id, Entry.id.not_in(visited), takes_part())
        .options(*PLAIN)
        .order_by(Entry.title, Entry.id)
    )
    return Plan(
        days=by_day(standing),
        cancelled=[each for each in found if each.state == VisitState.CANCELLED],
        waiting=db.session.scalars(waiting).all(),
    )


def own_visits(judge: User) -> Sequence[Visit]:
    """Visits that the judge goes on, in time's order, the rounds still open first."""
    found = db.session.scalars(
        _visits().where(Visit.team.any(Assignment.judge_id == judge.id))
    ).all()
    return sorted(found, key=lambda each: each.round.state != RoundState.OPEN)


def agency_visits(person: User) -> Sequence[Visit]:
    """Visits to entries of the person's agency, or of those below it, in time's order."""
    own = Entry.agency_id == person.agency_id
    at_the_top = person.agency_id == person.wall_id
    reach = or_(own, Entry.wall_id == person.wall_id) if at_the_top else own
    return db.session.scalars(_visits().join(Visit.entry).where(reach)).all()


def _visits() -> Select[Visit]:
    edition = load_only(Edition.name, Edition.year, Edition.state, Edition.calendar)
    return (
        select(Visit)
        .options(
            joinedload(Visit.round, innerjoin=True).joinedload(Round.edition).options(edition),
            joinedload(Visit.entry, innerjoin=True).options(*PLAIN),
            selectinload(Visit.team).joinedload(Assignment.judge).lazyload(User.grants),
            selectinload(Visit.claims).load_only(Claim.verdict, Claim.impact),
        )
        .order_by(Visit.starts_at, Visit.id)
    )
