"""Counting sheets again after two people changed the weights they rest on."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from award.approvals.models import Approval
from award.competitions import actions as competitions
from award.competitions.models import Round
from award.competitions.states import RoundState
from award.core import ledger
from award.core.db import db
from award.judging.actions.discrepancies import look
from award.judging.models import Assignment, ScoreSheet
from award.judging.queries.counting import weighed
from award.judging.queries.panel import hold_assignments
from award.judging.scoring import sheet_total


def reweigh_round(*, round_: Round, approval: Approval) -> None:
    """Give the round's criteria the weights that two people agreed on, and count every sheet anew.

    Marks stay as they are; totals before and after stand in the ledger.
    """
    # Whoever is saving a sheet finishes first and is counted anew with the others.
    hold_assignments(round_.id)
    competitions.reweigh_rubric(round_=round_, approval=approval)
    keys = {each.id: each.key for each in round_.criteria}
    rubric, changed = weighed(round_), {}
    for sheet in _sheets(round_):
        levels = {keys[mark.criterion_id]: mark.level for mark in sheet.marks}
        total = sheet_total(levels, rubric)
        if total != sheet.total:
            changed[sheet.id] = (str(sheet.total), str(total))
            sheet.total = total
    db.session.flush()
    ledger.record(
        "round.recounted",
        round_,
        actor=approval.confirmed_by,
        edition_id=round_.edition_id,
        approval_id=approval.id,
        totals=changed,
    )
    if round_.state == RoundState.CLOSED:
        look(round_=round_)


def _sheets(round_: Round) -> list[ScoreSheet]:
    query = (
        select(ScoreSheet)
        .join(ScoreSheet.assignment)
        .where(
            Assignment.round_id == round_.id,
            Assignment.standing,
            ScoreSheet.marked == ScoreSheet.expected,
        )
        .options(selectinload(ScoreSheet.marks), joinedload(ScoreSheet.assignment))
        .order_by(ScoreSheet.id)
        .with_for_update(of=ScoreSheet)
    )
    return list(db.session.scalars(query))
