"""What saving a judge's sheet reads: as little as it can, with the assignment's row locked."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Integer, Select, bindparam, select
from sqlalchemy.orm import joinedload, load_only
from sqlalchemy.orm.attributes import set_committed_value

from award.competitions.models import Criterion, Edition, Round
from award.competitions.states import RoundState
from award.core.db import db
from award.judging.models import Assignment, ScoreSheet
from award.judging.queries.excluded import is_excluded
from award.judging.queries.sheets import own_assignment, told


def writing_for(actor: Any, assignment_id: int) -> Assignment | None:
    """Loader for acts on the judge's own sheet, held at once: only what saving a sheet needs."""
    assignment = _written(_holding(), actor, assignment_id)
    if assignment is not None:
        assignment.held_in = db.session().get_transaction()  # type: ignore[misc]
    return assignment


def kept_for(actor: Any, assignment_id: int) -> Assignment | None:
    """Loader: the same for whoever only looks at what is kept."""
    return _written(_writing(), actor, assignment_id)


def _written(query: Select[Assignment], actor: Any, assignment_id: int) -> Assignment | None:
    found = db.session.scalars(query, {"number": assignment_id, "judge": actor.id})
    return found.unique().one_or_none()


@cache  # a statement that is made once is also compiled and compared once
def _holding() -> Select[Assignment]:
    return _writing().with_for_update(of=Assignment)


@cache
def _writing() -> Select[Assignment]:
    round_ = joinedload(Assignment.round, innerjoin=True)
    edition = load_only(
        Edition.state,
        Edition.settings,
        Edition.locked_at,
        Edition.code_of_conduct,
        Edition.version,
    )
    return own_assignment().options(
        round_.joinedload(Round.edition, innerjoin=True).options(edition),
        round_.joinedload(Round.criteria).load_only(
            Criterion.key, Criterion.weight, Criterion.source
        ),
    )


def held_sheet(assignment: Assignment) -> ScoreSheet | None:
    """The sheet as it stands once nobody else is writing it, closing its round or weighing it anew.

    The assignment's row is locked first, unless its loader has done so; sheet, state and weights
    as read after that no longer change until the transaction ends.
    """
    under_way = db.session().get_transaction()
    if under_way is None or assignment.held_in is not under_way:
        ended_at = db.session.scalar(_hold(), {"number": assignment.id})
        set_committed_value(assignment, "ended_at", ended_at)
    state, version, excluded, sheet = _as_it_stands(assignment)
    if version != assignment.round.edition.version:
        _read_rubric_again(assignment.round)
    set_committed_value(assignment.round, "state", state)
    set_committed_value(told(assignment, excluded), "sheet", sheet)
    return sheet


@cache
def _hold() -> Select[datetime | None]:
    own = Assignment.id == bindparam("number")
    return select(Assignment.ended_at).where(own).with_for_update(of=Assignment)


def _as_it_stands(assignment: Assignment) -> tuple[RoundState, int, bool, ScoreSheet | None]:
    where = {
        "number": assignment.id,
        "round": assignment.round_id,
        "entry": assignment.entry_id,
    }
    return db.session.execute(_standing(), where).unique().one()


@cache
def _standing() -> Select[RoundState, int, bool, ScoreSheet]:
    excluded = is_excluded(bindparam("entry", type_=Integer))
    return (
        select(Round.state, Edition.version, excluded, ScoreSheet)
        .join(Round.edition)
        .outerjoin(ScoreSheet, ScoreSheet.assignment_id == bindparam("number"))
        .where(Round.id == bindparam("round"))
        .options(joinedload(ScoreSheet.marks))
        .execution_options(populate_existing=True)
    )


def _read_rubric_again(round_: Round) -> None:
    """Weights count as they are now: the edition changed after the round was read."""
    db.session.refresh(round_.edition)
    query = select(Criterion).where(Criterion.round_id == round_.id)
    db.session.scalars(query.execution_options(populate_existing=True)).all()
