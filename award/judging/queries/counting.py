"""What later features count: the entries, totals and marks of a round."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import String, cast, func, select

from award.competitions.models import Criterion, Round
from award.core.db import db
from award.entries.models import Entry
from award.judging import scoring
from award.judging.models import Assignment, Mark, RoundEntry, ScoreSheet
from award.judging.queries.excluded import takes_part
from award.judging.states import SheetState
from award.people.models import User


def weighed(round_: Round) -> list[scoring.Criterion]:
    """The rubric of a round as the arithmetic takes it."""
    return [
        scoring.Criterion(each.key, each.weight, round_.scale_max, round_.scale_min)
        for each in round_.criteria
    ]


def entries_of_round(round_id: int) -> Sequence[Entry]:
    """Entries that take part in the round, by title."""
    query = select(Entry).join(RoundEntry, RoundEntry.entry_id == Entry.id)
    return db.session.scalars(
        query.where(RoundEntry.round_id == round_id, takes_part()).order_by(Entry.title, Entry.id)
    ).all()


def round_totals(round_id: int) -> dict[int, list[Decimal]]:
    """Totals of the finished sheets of each entry that has one. One query."""
    totals = func.aggregate_strings(cast(ScoreSheet.total, String), " ")
    query = select(Assignment.entry_id, totals).join(ScoreSheet.assignment)
    finished = query.where(
        Assignment.round_id == round_id,
        Assignment.standing,
        ScoreSheet.state == SheetState.FINISHED,
    )
    return {
        entry_id: [Decimal(one) for one in found.split()]
        for entry_id, found in db.session.execute(finished.group_by(Assignment.entry_id))
    }


def marks_of_round(round_id: int) -> dict[int, list[dict[str, int | None]]]:
    """For each entry the marks of its finished sheets: criterion key to level. One query."""
    query = (
        select(Assignment.entry_id, Assignment.id, Criterion.key, Mark.level)
        .join(ScoreSheet, ScoreSheet.assignment_id == Assignment.id)
        .join(Mark, Mark.sheet_id == ScoreSheet.id)
        .join(Criterion, Criterion.id == Mark.criterion_id)
        .where(
            Assignment.round_id == round_id,
            Assignment.standing,
            ScoreSheet.state == SheetState.FINISHED,
        )
        .order_by(Assignment.id, Criterion.position)
    )
    sheets: dict[int, dict[int, dict[str, int | None]]] = defaultdict(lambda: defaultdict(dict))
    for entry_id, assignment_id, key, level in db.session.execute(query):
        sheets[entry_id][assignment_id][key] = level
    return {entry_id: list(marks.values()) for entry_id, marks in sheets.items()}


def judges_of_edition(edition_id: int) -> Sequence[User]:
    """Everyone who has finished a sheet in the edition, by name."""
    finished = (
        select(Assignment.judge_id)
        .join(Assignment.round)
        .join(Assignment.sheet)
        .where(
            Round.edition_id == edition_id,
            Assignment.standing,
            ScoreSheet.state == SheetState.FINISHED,
        )
    )
    query = select(User).where(User.id.in_(finished)).order_by(User.name, User.id)
    return db.session.scalars(query).all()
