"""A sheet as the ledger keeps it: everything needed to count it again."""

from __future__ import annotations

from typing import Any

from award.competitions.models import Round
from award.core import ledger
from award.judging.models import Assignment, ScoreSheet
from award.people.models import User


def marks_content(sheet: ScoreSheet, round_: Round) -> dict[str, Any]:
    """State, version, total, comment, and level and reason by the key of the criterion."""
    keys = {criterion.id: criterion.key for criterion in round_.criteria}
    return {
        "state": sheet.state,
        "version": sheet.version,
        "total": sheet.total,
        "comment": sheet.comment,
        "marks": {
            keys[mark.criterion_id]: {"level": mark.level, "reason": mark.reason}
            for mark in sheet.marks
        },
    }


def note(action: str, assignment: Assignment, actor: User, **content: Any) -> None:
    """Append an act on an assignment to the ledger."""
    ledger.record(
        action,
        assignment,
        actor=actor,
        edition_id=assignment.round.edition_id,
        round_id=assignment.round_id,
        entry_id=assignment.entry_id,
        judge_id=assignment.judge_id,
        **content,
    )


def record(
    action: str, sheet: ScoreSheet, assignment: Assignment, actor: User, **more: Any
) -> None:
    """Append an act on a sheet to the ledger, with the whole sheet as it now stands."""
    ledger.record(
        action,
        sheet,
        actor=actor,
        edition_id=assignment.round.edition_id,
        round_id=assignment.round_id,
        entry_id=assignment.entry_id,
        judge_id=assignment.judge_id,
        **marks_content(sheet, assignment.round),
        **more,
    )
