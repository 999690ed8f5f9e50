"""A sheet as the ledger keeps it: everything needed to count it again."""

from __future__ import annotations

from typing import Any

from award.competitions.models import Round
from award.judging.models import ScoreSheet


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
