"""Levels that no judge chooses: what a team's check of the facts has given an entry."""

from __future__ import annotations

from sqlalchemy import func, select

from award.competitions.models import Round
from award.core.db import db
from award.judging.models import Assignment, ComputedLevel, ScoreSheet
from award.judging.states import SheetState


def computed_marks(assignment: Assignment) -> dict[str, tuple[int | None, str]]:
    """Level and reason of each criterion that is not the judge's to mark, by its key.

    ``None`` while the level has not been given. One query, none where the rubric has no such
    criterion.
    """
    sources = {each.key: each.source for each in assignment.round.criteria if each.source}
    if not sources:
        return {}
    found = select(ComputedLevel).where(
        ComputedLevel.round_id == assignment.round_id,
        ComputedLevel.entry_id == assignment.entry_id,
    )
    given = {each.source: (each.level, each.reason) for each in db.session.scalars(found)}
    return {key: given.get(source, (None, "")) for key, source in sources.items()}


def computed_level(round_: Round, entry_id: int, source: str) -> ComputedLevel | None:
    """The level given to an entry, if one was."""
    return db.session.get(ComputedLevel, (round_.id, entry_id, source))


def finished_count(round_id: int, entry_id: int) -> int:
    """How many judges have finished the entry, once nobody is saving one of its sheets."""
    own = (Assignment.round_id == round_id, Assignment.entry_id == entry_id)
    db.session.execute(select(Assignment.id).where(*own).with_for_update())
    query = select(func.count()).select_from(ScoreSheet).join(ScoreSheet.assignment)
    finished = (Assignment.standing, ScoreSheet.state == SheetState.FINISHED)
    return db.session.scalar(query.where(*own, *finished)) or 0
