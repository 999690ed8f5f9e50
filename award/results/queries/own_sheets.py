"""A judge's own finished sheets beside those of the other judges of the same entries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from statistics import fmean, stdev

from sqlalchemy import select

from award.competitions.models import Round
from award.core.db import db
from award.judging.models import Assignment, ScoreSheet
from award.judging.states import SheetState
from award.people.models import User


@dataclass(frozen=True, slots=True)
class OwnSheet:
    """One sheet: its total, the mean of the others of the entry, and its z-score.

    ``z`` is (total - mean of the judge) / standard deviation of the judge (n - 1); ``None`` where
    nobody else judged, or where the judge has no spread.
    """

    entry_id: int
    total: float
    others: float | None
    z: float | None


def own_sheets(round_: Round, judge: User) -> tuple[OwnSheet, ...]:
    """Every finished sheet of a judge in a round. One query."""
    finished = (
        select(Assignment.entry_id, Assignment.judge_id, ScoreSheet.total)
        .join(ScoreSheet, ScoreSheet.assignment_id == Assignment.id)
        .where(
            Assignment.round_id == round_.id,
            Assignment.standing,
            ScoreSheet.state == SheetState.FINISHED,
        )
    )
    own = finished.with_only_columns(Assignment.entry_id).where(Assignment.judge_id == judge.id)
    mine: dict[int, float] = {}
    others: dict[int, list[float]] = defaultdict(list)
    rows = finished.where(Assignment.entry_id.in_(own)).order_by(Assignment.id)
    for entry_id, judge_id, total in db.session.execute(rows):
        points = float(total or 0)  # the database holds that a finished sheet has a total
        if judge_id == judge.id:
            mine[entry_id] = points
        else:
            others[entry_id].append(points)
    return tuple(_sheet(one, list(mine.values()), mine[one], others[one]) for one in mine)


def _sheet(entry_id: int, totals: list[float], total: float, others: list[float]) -> OwnSheet:
    spread = stdev(totals) if len(totals) > 1 else 0.0
    return OwnSheet(
        entry_id=entry_id,
        total=total,
        others=fmean(others) if others else None,
        z=(total - fmean(totals)) / spread if spread else None,
    )
