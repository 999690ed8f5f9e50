"""Rounds as the organiser reads them: in numbers, and how far every judge is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, case, func, select
from sqlalchemy.orm import joinedload, lazyload

from award.competitions.models import Edition, Round
from award.competitions.states import EditionState, RoundKind
from award.core.db import db
from award.entries.models import Entry
from award.entries.states import EntryState
from award.judging.models import Assignment, RoundEntry, ScoreSheet
from award.judging.queries.excluded import is_excluded, takes_part
from award.judging.states import SheetState
from award.people.models import User


@dataclass(frozen=True)
class JudgeProgress:
    """How far a judge is in a round. ``drafts`` are saved but not finished."""

    judge: User
    assigned: int
    drafts: int
    finished: int


@dataclass(frozen=True)
class RoundFigures:
    """A round in numbers: its entries in the competition, those with enough judges, and sheets."""

    entries: int
    staffed: int
    sheets: int
    finished: int
    needed: int
    """How many finished sheets the entries lack together."""

    @property
    def unfinished(self) -> int:
        """Sheets that would not count if the round closed now."""
        return self.sheets - self.finished


@dataclass(frozen=True)
class Waiting:
    """Entries outside a round: passed ones not yet admitted, and those still in screening."""

    passed: int
    in_screening: int


def scoring_rounds() -> Sequence[Round]:
    """Scoring rounds of every edition that is not a draft, the newest edition first."""
    query = select(Round).join(Round.edition).options(joinedload(Round.edition))
    return db.session.scalars(
        query.where(Round.kind == RoundKind.SCORING, Edition.state != EditionState.DRAFT).order_by(
            Edition.year.desc(), Edition.id.desc(), Round.position
        )
    ).all()


def round_for(_actor: Any, round_id: int) -> Round | None:
    """Loader for the organiser's pages of one scoring round, with its edition."""
    query = select(Round).where(Round.id == round_id, Round.kind == RoundKind.SCORING)
    return db.session.scalar(query.options(joinedload(Round.edition)))


def is_first(round_: Round) -> bool:
    """Whether no scoring round comes before this one: it takes the entries that passed."""
    scoring = [each for each in round_.edition.rounds if each.kind == RoundKind.SCORING]
    return min(scoring, key=lambda each: each.position).id == round_.id


def given(round_id: int) -> Subquery:
    """How many judges each entry of the round has, and how many finished; no row for none."""
    return (
        select(Assignment.entry_id, func.count().label("given"), _finished().label("finished"))
        .outerjoin(Assignment.sheet)
        .where(Assignment.round_id == round_id, Assignment.standing)
        .group_by(Assignment.entry_id)
        .subquery()
    )


def _finished() -> ColumnElement[int]:
    return func.sum(case((ScoreSheet.state == SheetState.FINISHED, 1), else_=0))


def figures(round_: Round) -> RoundFigures:
    """The round in numbers, in one query."""
    counts, wanted = given(round_.id), round_.judges_per_entry
    done = func.coalesce(counts.c.finished, 0)
    row = db.session.execute(
        select(
            func.count(),
            func.sum(case((counts.c.given >= wanted, 1), else_=0)),
            func.sum(counts.c.given),
            func.sum(counts.c.finished),
            func.sum(case((done < wanted, wanted - done), else_=0)),
        )
        .select_from(RoundEntry)
        .outerjoin(counts, counts.c.entry_id == RoundEntry.entry_id)
        .where(RoundEntry.round_id == round_.id, takes_part())
    ).one()
    return RoundFigures(*(number or 0 for number in row))


def progress(round_id: int) -> list[JudgeProgress]:
    """Each judge of the round and how far they are, the one with most left to do first."""
    drafted = and_(ScoreSheet.state == SheetState.OPEN, ScoreSheet.version > 0)
    counts = (
        select(
            Assignment.judge_id,
            func.count().label("assigned"),
            func.sum(case((drafted, 1), else_=0)).label("drafts"),
            func.sum(case((ScoreSheet.state == SheetState.FINISHED, 1), else_=0)).label("finished"),
        )
        .outerjoin(Assignment.sheet)
        .where(Assignment.round_id == round_id, Assignment.standing, ~is_excluded())
        .group_by(Assignment.judge_id)
        .subquery()
    )
    query = select(User, counts.c.assigned, counts.c.drafts, counts.c.finished)
    rows = db.session.execute(
        query.join(counts, counts.c.judge_id == User.id)
        .options(lazyload(User.grants))
        .order_by((counts.c.assigned - counts.c.finished).desc(), User.name, User.id)
    )
    return [JudgeProgress(*row) for row in rows]


def admitted_ids(round_id: int) -> set[int]:
    """Entries that take part in the round."""
    query = select(RoundEntry.entry_id).where(RoundEntry.round_id == round_id)
    return set(db.session.scalars(query))


def passed_outside(round_: Round) -> Sequence[Entry]:
    """Entries of the edition that passed screening and do not take part in the round."""
    inside = select(RoundEntry.entry_id).where(RoundEntry.round_id == round_.id)
    query = select(Entry).where(
        Entry.edition_id == round_.edition_id,
        Entry.state == EntryState.PASSED,
        Entry.id.not_in(inside),
    )
    return db.session.scalars(query.order_by(Entry.id)).all()


def waiting(round_: Round) -> Waiting:
    """What a first round would still take in, now or after screening."""
    inside = select(RoundEntry.entry_id).where(RoundEntry.round_id == round_.id)
    passed = and_(Entry.state == EntryState.PASSED, Entry.id.not_in(inside))
    screened = Entry.state.in_((EntryState.SUBMITTED, EntryState.CORRECTION))
    row = db.session.execute(
        select(func.sum(case((passed, 1), else_=0)), func.sum(case((screened, 1), else_=0))).where(
            Entry.edition_id == round_.edition_id
        )
    ).one()
    return Waiting(row[0] or 0, row[1] or 0)
