"""What comparing and finishing rest on: the panel of an entry, and a judge's own earlier sheets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select

from award.core.db import db
from award.judging.models import Assignment, Mark, ScoreSheet
from award.judging.nudges import ALIKE_SHEETS, Finished
from award.judging.pace import KNOWN
from award.judging.queries.writing import writing_for
from award.judging.states import SheetState


@dataclass(frozen=True)
class Panel:
    """A judge's assignment beside the others of the same entry."""

    assignment: Assignment
    left: int
    """Sheets of the entry in this round that are not finished, the judge's own among them."""


def panel_for(actor: Any, assignment_id: int) -> Panel | None:
    """Loader for the act of comparing: the judge's own assignment and who is still scoring."""
    assignment = writing_for(actor, assignment_id)
    return None if assignment is None else panel_of(assignment)


def panel_of(assignment: Assignment) -> Panel:
    """The panel around an assignment. One query."""
    left = select(func.count()).select_from(Assignment).outerjoin(Assignment.sheet)
    return Panel(
        assignment,
        db.session.scalar(
            left.where(
                Assignment.round_id == assignment.round_id,
                Assignment.entry_id == assignment.entry_id,
                Assignment.standing,
                func.coalesce(ScoreSheet.state, SheetState.OPEN) != SheetState.FINISHED,
            )
        )
        or 0,
    )


def finishing_times(assignment: Assignment) -> Sequence[datetime]:
    """When the judge finished the own latest sheets of the round, newest first."""
    where = {"round": assignment.round_id, "judge": assignment.judge_id}
    return db.session.scalars(_finishing_times(), where).all()  # type: ignore[return-value]


@cache  # a statement that is made once is also compiled and compared once
def _finishing_times() -> Select[datetime | None]:
    return (
        select(ScoreSheet.finished_at)
        .join(ScoreSheet.assignment)
        .where(
            Assignment.round_id == bindparam("round"),
            Assignment.judge_id == bindparam("judge"),
            Assignment.standing,
            ScoreSheet.finished_at.is_not(None),
        )
        .order_by(ScoreSheet.finished_at.desc())
        .limit(KNOWN)
    )


def own_finished(assignment: Assignment) -> list[Finished]:
    """The judge's other finished sheets of the round, newest first. Two queries.

    Only the newest carry their levels: nudges look at no others.
    """
    sheets = db.session.execute(
        select(ScoreSheet.id, ScoreSheet.finished_at, ScoreSheet.total)
        .join(ScoreSheet.assignment)
        .where(
            Assignment.round_id == assignment.round_id,
            Assignment.judge_id == assignment.judge_id,
            Assignment.standing,
            Assignment.id != assignment.id,
            ScoreSheet.state == SheetState.FINISHED,
        )
        .order_by(ScoreSheet.finished_at.desc(), ScoreSheet.id.desc())
    ).all()
    levels: dict[int, list[int]] = defaultdict(list)
    newest = [row.id for row in sheets[:ALIKE_SHEETS]]
    for mark in db.session.scalars(select(Mark).where(Mark.sheet_id.in_(newest))):
        if mark.level is not None:  # which the database holds of every finished sheet
            levels[mark.sheet_id].append(mark.level)
    return [Finished(row.finished_at, row.total, levels[row.id]) for row in sheets]
