"""What a judge reads: the desk, one sheet, and others' sheets after finishing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Integer, Select, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, lazyload, load_only, selectinload, undefer
from sqlalchemy.orm.attributes import set_committed_value

from award.competitions.models import Criterion, Edition, Round
from award.competitions.states import RoundState
from award.core.db import db
from award.entries.models import Document, Entry, NeutralCopy
from award.innovations.models import Innovation
from award.judging.models import Assignment, Mark, ScoreSheet
from award.judging.queries.excluded import is_excluded
from award.judging.states import SheetState
from award.people.models import User


@dataclass(frozen=True)
class SheetDocument:
    """A document of an entry as the judge of an assignment meets it."""

    assignment: Assignment
    document: Document
    copy: NeutralCopy | None = None
    """In a blind round: the file that is given out in its place."""


@dataclass(frozen=True)
class Steps:
    """Where a sheet stands among the judge's own in the round, and where to go from it."""

    total: int
    finished: int
    place: int
    previous: int | None
    next: int | None
    unfinished: int | None
    """The sheet to go on with: the next that is not finished, else the first."""

    @property
    def left(self) -> int:
        """Sheets that are not finished."""
        return self.total - self.finished


def sheet_for(actor: Any, assignment_id: int) -> Assignment | None:
    """Loader for the scoring page: the judge's own assignment with entry, rubric and marks."""
    found = db.session.execute(_reading(), {"number": assignment_id, "judge": actor.id}).first()
    return None if found is None else _with_rubric(told(*found))


def _with_rubric(assignment: Assignment) -> Assignment:
    """Criteria and marks come together: one statement instead of two that load a list each."""
    round_, sheet = assignment.round, assignment.sheet
    where = {"round": round_.id, "sheet": sheet.id if sheet else None}
    lines = db.session.execute(_rubric(), where).all()
    set_committed_value(round_, "criteria", [criterion for criterion, _mark in lines])
    if sheet:
        set_committed_value(sheet, "marks", [mark for _criterion, mark in lines if mark])
    return assignment


@cache
def _rubric() -> Select[Criterion, Mark]:
    own = and_(Mark.criterion_id == Criterion.id, Mark.sheet_id == bindparam("sheet"))
    lines = select(Criterion, Mark).outerjoin(Mark, own)
    return lines.where(Criterion.round_id == bindparam("round")).order_by(Criterion.position)


def told(assignment: Assignment, excluded: bool) -> Assignment:
    """The assignment, knowing whether its entry is out of the competition."""
    assignment.excluded = excluded  # type: ignore[misc]  # of this one, as it was read
    return assignment


@cache  # a statement that is made once is also compiled and compared once
def _reading() -> Select[Assignment, bool]:
    # The rest of an edition is wide and of no use on a score sheet.
    edition = load_only(
        Edition.name,
        Edition.year,
        Edition.state,
        Edition.calendar,
        Edition.form,
        Edition.documents,
        Edition.declarations,
        Edition.settings,
        Edition.code_of_conduct,
    )
    round_ = joinedload(Assignment.round, innerjoin=True)
    return (
        own_assignment()
        .add_columns(is_excluded())
        .options(
            round_.joinedload(Round.edition, innerjoin=True).options(edition),
            joinedload(Assignment.entry, innerjoin=True).options(
                lazyload(Entry.edition),
                joinedload(Entry.innovation).options(
                    load_only(Innovation.application), lazyload(Innovation.agency)
                ),
            ),
            joinedload(Assignment.sheet),
        )
    )


def own_assignment() -> Select[Assignment]:
    """The assignment of a number, if it is the judge's own."""
    own = select(Assignment).where(
        Assignment.id == bindparam("number"), Assignment.judge_id == bindparam("judge")
    )
    return own.options(undefer(Assignment.signed_text))


def document_for(actor: Any, assignment_id: int, document_id: int) -> SheetDocument | None:
    """Loader for a file of the entry that an assignment of the judge is about."""
    found = db.session.execute(
        select(Assignment, Document, NeutralCopy)
        .join(Document, Document.entry_id == Assignment.entry_id)
        .outerjoin(NeutralCopy, NeutralCopy.document_id == Document.id)
        .join(Assignment.round)
        .where(
            Assignment.id == assignment_id,
            Assignment.judge_id == actor.id,
            Assignment.standing,
            Document.id == document_id,
            Document.removed_at.is_(None),
            Document.sha256 != "",
        )
        .options(contains_eager(Assignment.round), undefer(Assignment.signed_text))
    ).first()
    return None if found is None else SheetDocument(*found)


def desk(judge: User) -> Sequence[Assignment]:
    """The judge's assignments in rounds that have been opened, as they are to be worked through."""
    rows = db.session.execute(
        select(Assignment, is_excluded())
        .join(Assignment.round)
        .join(Assignment.entry)
        .where(
            Assignment.judge_id == judge.id, Assignment.standing, Round.state != RoundState.DRAFT
        )
        .options(
            undefer(Assignment.signed_text),
            contains_eager(Assignment.round)
            .joinedload(Round.edition, innerjoin=True)
            .load_only(
                Edition.name,
                Edition.year,
                Edition.state,
                Edition.calendar,
                Edition.code_of_conduct,
            ),
            contains_eager(Assignment.entry).options(
                load_only(Entry.title),
                joinedload(Entry.category),
                lazyload(Entry.edition),
                lazyload(Entry.innovation),
            ),
            joinedload(Assignment.sheet),
        )
        .order_by(Round.edition_id.desc(), Round.position, Assignment.id)
    )
    return [told(*row) for row in rows]


def steps(assignment: Assignment) -> Steps:
    """The judge's own sheets in the round, in the order in which the desk lists them. One query.

    Entries that are out of the competition are passed over, but for the one that is looked at.
    """
    where = {
        "number": assignment.id,
        "round": assignment.round_id,
        "judge": assignment.judge_id,
    }
    return Steps(*db.session.execute(_steps(), where).one())


@cache
def _steps() -> Select[Any]:
    own, here = Assignment.id, bindparam("number", type_=Integer)
    out = is_excluded()
    done = or_(out, func.coalesce(ScoreSheet.state, SheetState.OPEN) == SheetState.FINISHED)
    after = func.min(case((and_(own > here, ~done), own)))
    return (
        select(
            func.count(),
            func.sum(case((done, 1), else_=0)),
            func.sum(case((own <= here, 1), else_=0)),
            func.max(case((own < here, own))),
            func.min(case((own > here, own))),
            func.coalesce(after, func.min(case((~done, own)))),
        )
        .select_from(Assignment)
        .outerjoin(Assignment.sheet)
        .where(
            Assignment.round_id == bindparam("round"),
            Assignment.judge_id == bindparam("judge"),
            Assignment.standing,
            or_(~out, own == here),
        )
    )


def finished_sheets(assignment: Assignment) -> Sequence[ScoreSheet]:
    """All finished sheets of the same entry in the same round, with judges and marks."""
    return db.session.scalars(
        select(ScoreSheet)
        .join(ScoreSheet.assignment)
        .where(
            Assignment.round_id == assignment.round_id,
            Assignment.entry_id == assignment.entry_id,
            Assignment.standing,
            ScoreSheet.state == SheetState.FINISHED,
        )
        .options(
            contains_eager(ScoreSheet.assignment).joinedload(Assignment.judge, innerjoin=True),
            selectinload(ScoreSheet.marks),
        )
        .order_by(Assignment.id)
    ).all()
