"""Advice about rounds and winners, from the finished sheets; computed once for the same marks."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
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
from award.results.course import scoring_rounds
from award.results.queries.placing import CategoryStandings
from award.results.states import WINNING_PLACES

if TYPE_CHECKING:
    from award.results.advising import RoundSheets, Sheet

T = TypeVar("T")

MOST_KEPT = 32
_kept: OrderedDict[str, object] = OrderedDict()
_keeping = Lock()


def round_advice(round_: Round, lists: Sequence[CategoryStandings]) -> Advice:
    """What is advised about a round whose ranked lists are these."""
    # Not with the module: a web process that shows no advice must not carry NumPy and SciPy.
    from award.results.advising import advise

    given = _sheets(round_, lists)
    return _once(repr(given), lambda: advise(given))


def winners_advice(
    edition: Edition, lists: Sequence[CategoryStandings], places: Mapping[int, int]
) -> tuple[Firmness, ...]:
    """How firmly winners stand in the final lists; ``places`` is how many each category has."""
    from award.results.advising import Part, advise_final  # as above

    rounds = scoring_rounds(edition)
    whole = float(sum(each.weight for each in rounds)) or 1.0
    parts = [Part(each.key, float(each.weight) / whole, _sheets(each, lists)) for each in rounds]
    official = {
        each.category.id: {
            one.entry_id: float(one.score) for one in each.standings if one.score is not None
        }
        for each in lists
    }
    return _once(repr((parts, official, places)), lambda: advise_final(parts, official, places))


def winning_places(decided: Sequence[tuple[int, str]]) -> dict[int, int]:
    """How many places each category has, from (category, place) of the winners decided."""
    found: dict[int, int] = {}
    for category_id, place in decided:
        if place in WINNING_PLACES:
            found[category_id] = found.get(category_id, 0) + 1
    return found


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
            each.category.id: sorted(one.entry_id for one in each.standings)
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
