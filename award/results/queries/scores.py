"""What the finished sheets say: scores, criterion means and comments. Only they count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias

from sqlalchemy import Select, String, cast, func, select

from award.competitions.models import Criterion, Round
from award.core.db import db
from award.entries.models import Entry
from award.judging import queries as judging
from award.judging import scoring
from award.judging.models import Assignment, Mark, ScoreSheet
from award.judging.scoring import Aggregate, Rounding, RoundScore
from award.judging.states import SheetState

Place: TypeAlias = tuple[int, int]
"""A round's number and an entry's number."""


@dataclass(frozen=True, slots=True)
class Panel:
    """An entry's official result in a round; ``spread`` is highest minus lowest sheet total."""

    result: RoundScore
    spread: Decimal


def panels(rounds: Sequence[Round]) -> dict[Place, Panel]:
    """Results of every entry that has a finished sheet in one of the rounds.

    One query for each round; two where a round rounds at each step and so needs every mark.
    """
    return {
        (round_.id, entry_id): panel
        for round_ in rounds
        for entry_id, panel in _panels(round_).items()
    }


def _panels(round_: Round) -> dict[int, Panel]:
    method, totals = Aggregate(round_.aggregate), judging.round_totals(round_.id)
    if round_.rounding == Rounding.ONCE:
        results = {one: scoring.from_totals(found, method) for one, found in totals.items()}
    else:
        rubric, sheets = judging.weighed(round_), judging.marks_of_round(round_.id)
        results = {
            one: scoring.entry_score(sheets[one], rubric, method, Rounding.EACH_STEP)
            for one in totals
        }
    return {one: Panel(results[one], max(got) - min(got)) for one, got in totals.items()}


def means(
    criteria: Mapping[str, Round],
    category_id: int | None = None,
    entry_ids: Collection[int] | None = None,
) -> dict[int, dict[str, Decimal]]:
    """By entry and criterion key the panel's mark, two decimals; of all entries or of some.

    ``criteria`` maps a key to the round whose rubric holds it.
    """
    named = {
        each.id: (each.key, Aggregate(round_.aggregate))
        for round_ in dict.fromkeys(criteria.values())
        for each in round_.criteria
        if criteria.get(each.key) is round_
    }
    found: dict[int, dict[str, Decimal]] = defaultdict(dict)
    for entry_id, criterion_id, levels in db.session.execute(_marks(named, category_id, entry_ids)):
        key, method = named[criterion_id]
        found[entry_id][key] = _panel_mark(levels, method)
    return dict(found)


def own_means(entry: Entry, round_: Round) -> dict[str, Decimal]:
    """By criterion key the panel's mark of one entry in one round."""
    named = {each.key: round_ for each in round_.criteria}
    return means(named, entry_ids=[entry.id]).get(entry.id, {})


@lru_cache(maxsize=4096)
def _panel_mark(levels: str, method: Aggregate) -> Decimal:
    # Five levels and three judges make few combinations: a thousand entries share them.
    return scoring.half_up(scoring.aggregate([int(one) for one in levels.split()], method))


def _marks(
    criterion_ids: Iterable[int], category_id: int | None, entry_ids: Collection[int] | None
) -> Select[int, int, str]:
    # One row for all judges of an entry: what travels and is read is a third.
    levels = func.aggregate_strings(cast(Mark.level, String), " ")
    query = (
        select(Assignment.entry_id, Mark.criterion_id, levels)
        .join(ScoreSheet, ScoreSheet.assignment_id == Assignment.id)
        .join(Mark, Mark.sheet_id == ScoreSheet.id)
        .where(
            Assignment.standing,
            ScoreSheet.state == SheetState.FINISHED,
            Mark.criterion_id.in_(criterion_ids),
            Mark.level.is_not(None),
        )
        .group_by(Assignment.entry_id, Mark.criterion_id)
    )
    if category_id is not None:
        query = query.join(Assignment.entry).where(Entry.category_id == category_id)
    return query if entry_ids is None else query.where(Assignment.entry_id.in_(entry_ids))


@dataclass(frozen=True, slots=True)
class Feedback:
    """What the panel wrote about one entry in one round, in an order that names no judge."""

    round: Round
    comments: tuple[str, ...]
    reasons: Mapping[str, tuple[str, ...]]


def feedback(entry: Entry, rounds: Sequence[Round]) -> tuple[Feedback, ...]:
    """Comments, and reasons by criterion key; sorted as text, so that no judge can be followed."""
    written = (
        select(Assignment.round_id, ScoreSheet.comment)
        .join(ScoreSheet, ScoreSheet.assignment_id == Assignment.id)
        .where(
            Assignment.entry_id == entry.id,
            Assignment.standing,
            ScoreSheet.state == SheetState.FINISHED,
        )
    )
    given = (
        written.join(Mark, Mark.sheet_id == ScoreSheet.id)
        .join(Mark.criterion)
        .with_only_columns(Assignment.round_id, Criterion.key, Mark.reason)
    )
    comments: dict[int, list[str]] = defaultdict(list)
    for round_id, comment in db.session.execute(written):
        comments[round_id].append(comment)
    reasons: dict[tuple[int, str], list[str]] = defaultdict(list)
    for round_id, key, reason in db.session.execute(given):
        reasons[round_id, key].append(reason)
    return tuple(
        Feedback(
            each,
            _texts(comments[each.id]),
            {one.key: _texts(reasons[each.id, one.key]) for one in each.criteria},
        )
        for each in rounds
    )


def _texts(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(text.strip() for text in texts if text.strip()))
