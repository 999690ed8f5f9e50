"""What a judge reads: the desk, one sheet, and others' sheets after finishing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, select
from sqlalchemy.orm import contains_eager, joinedload, lazyload, load_only, selectinload
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.sql.base import ExecutableOption

from award.competitions.models import Edition, Round
from award.competitions.states import RoundState
from award.core.db import db
from award.entries.models import Document, Entry
from award.judging.models import Assignment, ScoreSheet
from award.judging.states import SheetState
from award.people.models import User


@dataclass(frozen=True)
class SheetDocument:
    """A document of an entry as the judge of an assignment meets it."""

    assignment: Assignment
    document: Document


@dataclass(frozen=True)
class Step:
    """One of a judge's sheets in a round: where it is and whether it is finished."""

    assignment_id: int
    finished: bool


def _edition_parts() -> list[ExecutableOption]:
    # The rest of an edition is wide and of no use on a score sheet.
    return [
        joinedload(Assignment.round, innerjoin=True)
        .joinedload(Round.edition, innerjoin=True)
        .load_only(
            Edition.name,
            Edition.state,
            Edition.year,
            Edition.form,
            Edition.documents,
            Edition.declarations,
            Edition.calendar,
            Edition.settings,
            Edition.locked_at,
        ),
    ]


def sheet_for(actor: Any, assignment_id: int) -> Assignment | None:
    """Loader for the scoring page: the judge's own assignment with entry, rubric and marks."""
    return db.session.scalar(
        select(Assignment)
        .where(Assignment.id == assignment_id, Assignment.judge_id == actor.id)
        .options(
            *_edition_parts(),
            joinedload(Assignment.round, innerjoin=True).selectinload(Round.criteria),
            joinedload(Assignment.entry, innerjoin=True).lazyload(Entry.edition),
            joinedload(Assignment.sheet).selectinload(ScoreSheet.marks),
        )
    )


def assignment_for(actor: Any, assignment_id: int) -> Assignment | None:
    """Loader for acts on the judge's own sheet, without the entry's content."""
    return db.session.scalar(
        select(Assignment)
        .where(Assignment.id == assignment_id, Assignment.judge_id == actor.id)
        .options(*_edition_parts(), joinedload(Assignment.sheet))
    )


def document_for(actor: Any, document_id: int) -> SheetDocument | None:
    """Loader for a file of an entry that the judge is to score, in any round."""
    found = db.session.execute(
        select(Assignment, Document)
        .join(Document, Document.entry_id == Assignment.entry_id)
        .join(Assignment.round)
        .where(
            Assignment.judge_id == actor.id,
            Document.id == document_id,
            Document.removed_at.is_(None),
            Document.sha256 != "",
        )
        .options(contains_eager(Assignment.round))
        .order_by(case((Round.state == RoundState.DRAFT, 1), else_=0), Assignment.id)
        .limit(1)
    ).first()
    return None if found is None else SheetDocument(*found)


def held_sheet(assignment: Assignment) -> ScoreSheet | None:
    """The sheet as it stands once nobody else is writing it or closing its round.

    The assignment's row is locked first; what is read after that no longer changes until the
    transaction ends.
    """
    db.session.execute(
        select(Assignment.id).where(Assignment.id == assignment.id).with_for_update()
    )
    db.session.refresh(assignment.round, ["state"])
    sheet = db.session.scalar(
        select(ScoreSheet)
        .where(ScoreSheet.assignment_id == assignment.id)
        .options(selectinload(ScoreSheet.marks))
        .execution_options(populate_existing=True)
    )
    set_committed_value(assignment, "sheet", sheet)
    return sheet


def desk(judge: User) -> Sequence[Assignment]:
    """The judge's assignments in rounds that have been opened, as they are to be worked through."""
    return db.session.scalars(
        select(Assignment)
        .join(Assignment.round)
        .join(Assignment.entry)
        .where(Assignment.judge_id == judge.id, Round.state != RoundState.DRAFT)
        .options(
            contains_eager(Assignment.round)
            .joinedload(Round.edition, innerjoin=True)
            .load_only(Edition.name, Edition.state, Edition.calendar),
            contains_eager(Assignment.entry).options(
                load_only(Entry.title),
                joinedload(Entry.category),
                lazyload(Entry.edition),
                lazyload(Entry.innovation),
            ),
            joinedload(Assignment.sheet),
        )
        .order_by(Round.edition_id.desc(), Round.position, Assignment.id)
    ).all()


def steps(assignment: Assignment) -> list[Step]:
    """All sheets of the same judge in the same round, in the order in which the desk lists them."""
    query = (
        select(Assignment.id, ScoreSheet.state)
        .outerjoin(ScoreSheet, ScoreSheet.assignment_id == Assignment.id)
        .where(
            Assignment.round_id == assignment.round_id,
            Assignment.judge_id == assignment.judge_id,
        )
        .order_by(Assignment.id)
    )
    rows = db.session.execute(query)
    return [Step(number, state == SheetState.FINISHED) for number, state in rows]


def finished_sheets(assignment: Assignment) -> Sequence[ScoreSheet]:
    """All finished sheets of the same entry in the same round, with judges and marks."""
    return db.session.scalars(
        select(ScoreSheet)
        .join(ScoreSheet.assignment)
        .where(
            Assignment.round_id == assignment.round_id,
            Assignment.entry_id == assignment.entry_id,
            ScoreSheet.state == SheetState.FINISHED,
        )
        .options(
            contains_eager(ScoreSheet.assignment).joinedload(Assignment.judge, innerjoin=True),
            selectinload(ScoreSheet.marks),
        )
        .order_by(Assignment.id)
    ).all()
