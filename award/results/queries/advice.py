"""Advice about rounds and winners, from the finished sheets; computed once for the same marks."""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable, Sequence
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import String, cast, func, select

from award.competitions.models import Edition, Round
from award.core.db import db
from award.judging import queries as judging
from award.judging.models import Assignment, Mark, ScoreSheet
from award.judging.scoring import Aggregate, Rounding
from award.judging.states import SheetState
from award.people.models import User
from award.results.advice import Advice, Firmness
from award.results.advice_document import read_advice, read_lines
from award.results.course import scoring_rounds
from award.results.models import Decision
from award.results.queries import kept
from award.results.queries.placing import CategoryStandings
from award.results.states import WINNING_PLACES, Outcome

if TYPE_CHECKING:
    from award.results.advising import RoundSheets, Sheet

T = TypeVar("T")

PODIUM = 3

MOST_KEPT = 32
_kept: OrderedDict[str, object] = OrderedDict()
_keeping = Lock()


def round_advice(round_: Round, lists: Sequence[CategoryStandings]) -> Advice:
    """What is advised about a round whose ranked lists are these.

    Raises ``NotComputedYet`` for a large round to which the worker has not come.
    """
    found = kept.current(round_.edition, round_)
    if found is None:
        return compute_round(round_, lists)
    return _once(f"{found.id} {found.fingerprint}", lambda: read_advice(json.loads(found.document)))


def winners_advice(edition: Edition, lists: Sequence[CategoryStandings]) -> tuple[Firmness, ...]:
    """How firmly winners stand in the final lists. Raises as ``round_advice`` does."""
    found = kept.current(edition, None)
    if found is None:
        return compute_winners(edition, lists)
    return _once(f"{found.id} {found.fingerprint}", lambda: read_lines(json.loads(found.document)))


def compute_round(round_: Round, lists: Sequence[CategoryStandings]) -> Advice:
    """The same, computed here and now or remembered."""
    # Not with the module: a web process that shows no advice must not carry NumPy and SciPy.
    from award.results.advising import advise

    given = _sheets(round_, lists)
    return _once(repr(given), lambda: advise(given))


def compute_winners(edition: Edition, lists: Sequence[CategoryStandings]) -> tuple[Firmness, ...]:
    """The same, computed here and now or remembered."""
    from award.results.advising import Part, advise_final  # as above

    rounds = scoring_rounds(edition)
    whole = float(sum(each.weight for each in rounds)) or 1.0
    parts = [Part(each.key, float(each.weight) / whole, _sheets(each, lists)) for each in rounds]
    official = {
        each.category.id: {
            one.entry_id: (float(one.score), one.rank)
            for one in each.standings
            if one.score is not None
        }
        for each in lists
    }
    won = _places_won(edition)
    places = {each.category.id: _parting(each, won.get(each.category.id)) for each in lists}
    return _once(repr((parts, official, places)), lambda: advise_final(parts, official, places))


def _parting(found: CategoryStandings, won: int | None) -> int:
    """Where winners part from the others; where everyone wins, the podium or the first place."""
    scored = sum(one.score is not None for one in found.standings)
    lines = (len(WINNING_PLACES) if won is None else won, PODIUM, 1)
    return next((line for line in lines if line < scored), 1)


def _places_won(edition: Edition) -> dict[int, int]:
    """How many winners each category has, where they have been chosen. One query."""
    query = (
        select(Decision.category_id, func.count())
        .where(
            Decision.edition_id == edition.id,
            Decision.round_id.is_(None),
            Decision.outcome == Outcome.WINNER,
        )
        .group_by(Decision.category_id)
    )
    return dict(db.session.execute(query).all())


def judges_of_round(round_: Round) -> dict[int, str]:
    """Names of everyone who is assigned in a round, by number."""
    assigned = select(Assignment.judge_id).where(
        Assignment.round_id == round_.id, Assignment.standing
    )
    query = select(User.id, User.name).where(User.id.in_(assigned)).order_by(User.name, User.id)
    return dict(db.session.execute(query).all())


def judges_of_edition(edition: Edition) -> dict[int, str]:
    """Names of everyone who has finished a sheet in an edition, by number."""
    return {each.id: each.name for each in judging.judges_of_edition(edition.id)}


def _sheets(round_: Round, lists: Sequence[CategoryStandings]) -> RoundSheets:
    from award.results.advising import RoundSheets  # as above
    from award.results.analysis import Policy

    return RoundSheets(
        marks=_marks(round_),
        criteria=judging.weighed(round_),
        policy=Policy(Aggregate(round_.aggregate), Rounding(round_.rounding)),
        categories={
            each.category.id: {one.entry_id: one.rank for one in each.standings}
            for each in lists
            if each.standings
        },
        places=round_.advance_per_category,
    )


def _marks(round_: Round) -> dict[Sheet, dict[str, int]]:
    """Marks of every finished sheet by criterion key. One query."""
    keys = {str(each.id): each.key for each in round_.criteria}
    # One row for each sheet: what travels and is read is a seventh.
    mark = cast(Mark.criterion_id, String) + ":" + cast(Mark.level, String)
    query = (
        select(Assignment.entry_id, Assignment.judge_id, func.aggregate_strings(mark, " "))
        .join(ScoreSheet, ScoreSheet.assignment_id == Assignment.id)
        .join(Mark, Mark.sheet_id == ScoreSheet.id)
        .where(
            Assignment.round_id == round_.id,
            Assignment.standing,
            ScoreSheet.state == SheetState.FINISHED,
        )
        .group_by(Assignment.id, Assignment.entry_id, Assignment.judge_id)
        .order_by(Assignment.id)
    )
    return {
        (entry_id, judge_id): {
            keys[criterion]: int(level)
            for criterion, level in (each.split(":") for each in sorted(marks.split()))
        }
        for entry_id, judge_id, marks in db.session.execute(query)
    }


def _once(content: str, compute: Callable[[], T]) -> T:
    """What was computed from the same content before, while it is among the last asked for."""
    key = hashlib.sha256(content.encode()).hexdigest()
    with _keeping:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]  # type: ignore[return-value]
    found = compute()
    with _keeping:
        _kept[key] = found
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return found
