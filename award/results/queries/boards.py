"""Loaders and figures of the organiser's pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from award.competitions.models import Edition, Round
from award.competitions.states import RoundKind
from award.core.db import db
from award.judging.models import Assignment, RoundEntry, ScoreSheet
from award.judging.states import SheetState
from award.people.models import User


@dataclass(frozen=True, slots=True)
class Figures:
    """A round in numbers."""

    entries: int = 0
    sheets: int = 0
    """Finished ones."""


def round_for(_actor: Any, round_id: int) -> Round | None:
    """Loader: a scoring round with its whole edition."""
    query = select(Round).where(Round.id == round_id, Round.kind == RoundKind.SCORING)
    whole = selectinload(Round.edition)
    return db.session.scalar(
        query.options(
            whole.selectinload(Edition.categories),
            whole.selectinload(Edition.rounds).selectinload(Round.criteria),
        )
    )


def judged_round_for(actor: Any, round_id: int) -> Round | None:
    """Loader: a round in which the judge has finished a sheet."""
    own = (
        select(Assignment.id)
        .join(ScoreSheet, ScoreSheet.assignment_id == Assignment.id)
        .where(
            Assignment.round_id == round_id,
            Assignment.judge_id == actor.id,
            Assignment.standing,
            ScoreSheet.state == SheetState.FINISHED,
        )
    )
    return round_for(actor, round_id) if db.session.scalar(own.limit(1)) else None


@dataclass(frozen=True, slots=True)
class JudgeOfRound:
    """Somebody who has finished a sheet in a round."""

    round: Round
    judge: User


def judge_of_round_for(actor: Any, round_id: int, judge_id: int) -> JudgeOfRound | None:
    """Loader: a judge's report as the organiser opens it."""
    judge = db.session.get(User, judge_id)
    round_ = judged_round_for(judge, round_id) if judge else None
    return JudgeOfRound(round_, judge) if round_ and judge else None


def figures(edition: Edition) -> dict[int, Figures]:
    """Each round's numbers, by its id, in two queries."""
    rounds = [each.id for each in edition.rounds]
    inside = (
        select(RoundEntry.round_id, func.count())
        .where(RoundEntry.round_id.in_(rounds))
        .group_by(RoundEntry.round_id)
    )
    finished = (
        select(Assignment.round_id, func.count())
        .join(ScoreSheet, ScoreSheet.assignment_id == Assignment.id)
        .where(
            Assignment.round_id.in_(rounds),
            Assignment.standing,
            ScoreSheet.state == SheetState.FINISHED,
        )
        .group_by(Assignment.round_id)
    )
    entries = dict(db.session.execute(inside).all())
    sheets = dict(db.session.execute(finished).all())
    return {each: Figures(entries.get(each, 0), sheets.get(each, 0)) for each in rounds}
