"""What the organiser reads: rounds, who judges what, and how far everyone is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, Subquery, and_, case, func, select
from sqlalchemy.orm import joinedload, lazyload, load_only

from award.competitions.models import Edition, Round
from award.competitions.states import EditionState, RoundKind
from award.core.db import db
from award.entries.models import Entry
from award.entries.states import EntryState
from award.judging.models import Assignment, RoundEntry, ScoreSheet
from award.judging.states import SheetState
from award.people.models import User
from award.people.states import Role

PAGE = 50
"""Entries on one page of a round's list."""


@dataclass(frozen=True)
class JudgeProgress:
    """How far a judge is in a round. ``drafts`` are saved but not finished."""

    judge: User
    assigned: int
    drafts: int
    finished: int


@dataclass(frozen=True)
class RoundFigures:
    """A round in numbers: its entries, those with enough judges, and its sheets."""

    entries: int
    staffed: int
    sheets: int
    finished: int

    @property
    def unfinished(self) -> int:
        """Sheets that would not count if the round closed now."""
        return self.sheets - self.finished


@dataclass(frozen=True)
class Seat:
    """A judge in a round before and after assignment: ``load`` counts the sheets there."""

    judge: User
    load: int


@dataclass(frozen=True)
class EntryRow:
    """An entry of a round with its assignments."""

    entry: Entry
    assignments: Sequence[Assignment]


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


def _given(round_id: int) -> Subquery:
    return (
        select(Assignment.entry_id, func.count().label("given"))
        .where(Assignment.round_id == round_id)
        .group_by(Assignment.entry_id)
        .subquery()
    )


def figures(round_: Round) -> RoundFigures:
    """The round in numbers, in two queries."""
    given = _given(round_.id)
    enough = func.sum(case((given.c.given >= round_.judges_per_entry, 1), else_=0))
    entries, staffed = db.session.execute(
        select(func.count(), enough)
        .select_from(RoundEntry)
        .outerjoin(given, given.c.entry_id == RoundEntry.entry_id)
        .where(RoundEntry.round_id == round_.id)
    ).one()
    done = func.sum(case((ScoreSheet.state == SheetState.FINISHED, 1), else_=0))
    sheets, finished = db.session.execute(
        select(func.count(), done)
        .select_from(Assignment)
        .outerjoin(Assignment.sheet)
        .where(Assignment.round_id == round_.id)
    ).one()
    return RoundFigures(entries, staffed or 0, sheets, finished or 0)


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
        .where(Assignment.round_id == round_id)
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


def seats(round_id: int) -> list[Seat]:
    """Every active judge with their number of sheets in the round, the least loaded first."""
    loads = (
        select(Assignment.judge_id, func.count().label("load"))
        .where(Assignment.round_id == round_id)
        .group_by(Assignment.judge_id)
        .subquery()
    )
    load = func.coalesce(loads.c.load, 0)
    rows = db.session.execute(
        select(User, load)
        .outerjoin(loads, loads.c.judge_id == User.id)
        .where(User.active, User.grants.any(role=Role.JUDGE))
        .options(lazyload(User.grants))
        .order_by(load, User.name, User.id)
    )
    return [Seat(judge, count) for judge, count in rows]


def entry_rows(
    round_: Round, *, page: int = 1, short_only: bool = False
) -> tuple[list[EntryRow], int]:
    """One page of the round's entries with their judges, and how many entries match.

    ``short_only`` keeps the entries that have fewer judges than the round wants.
    """
    query = _entries(round_, short_only)
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    shown = db.session.scalars(
        query.options(lazyload(Entry.edition), lazyload(Entry.innovation))
        .order_by(Entry.title, Entry.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    return _with_assignments(round_.id, shown), total


def _entries(round_: Round, short_only: bool) -> Select[Entry]:
    given = _given(round_.id)
    query = (
        select(Entry)
        .join(RoundEntry, RoundEntry.entry_id == Entry.id)
        .outerjoin(given, given.c.entry_id == Entry.id)
        .where(RoundEntry.round_id == round_.id)
    )
    if short_only:
        return query.where(func.coalesce(given.c.given, 0) < round_.judges_per_entry)
    return query


def _with_assignments(round_id: int, entries: Sequence[Entry]) -> list[EntryRow]:
    found = db.session.scalars(
        select(Assignment)
        .where(
            Assignment.round_id == round_id, Assignment.entry_id.in_([each.id for each in entries])
        )
        .options(
            joinedload(Assignment.judge, innerjoin=True).lazyload(User.grants),
            joinedload(Assignment.sheet).load_only(ScoreSheet.state, ScoreSheet.version),
        )
        .order_by(Assignment.id)
    )
    by_entry: dict[int, list[Assignment]] = defaultdict(list)
    for assignment in found:
        by_entry[assignment.entry_id].append(assignment)
    return [EntryRow(each, by_entry[each.id]) for each in entries]


def entry_row(round_: Round, entry_id: int) -> EntryRow | None:
    """One entry of the round with its judges; ``None`` when it does not take part."""
    entry = db.session.scalar(_entries(round_, short_only=False).where(Entry.id == entry_id))
    return None if entry is None else _with_assignments(round_.id, [entry])[0]


def assignable(round_: Round, judge: User) -> list[tuple[Entry, int]]:
    """Entries the judge may still be given, with the judges each has, the worst served first.

    Entries of the judge's own agency are left out.
    """
    given = _given(round_.id)
    count = func.coalesce(given.c.given, 0)
    own = select(Assignment.entry_id).where(
        Assignment.round_id == round_.id, Assignment.judge_id == judge.id
    )
    rows = db.session.execute(
        select(Entry, count)
        .join(RoundEntry, RoundEntry.entry_id == Entry.id)
        .outerjoin(given, given.c.entry_id == Entry.id)
        .where(
            RoundEntry.round_id == round_.id,
            Entry.wall_id != judge.wall_id,
            Entry.id.not_in(own),
        )
        .options(lazyload(Entry.edition), lazyload(Entry.innovation))
        .order_by(count, Entry.title, Entry.id)
    )
    return [(entry, number) for entry, number in rows]


def assignments_of(round_: Round, judge: User) -> Sequence[Assignment]:
    """What the judge has in the round, by title."""
    return db.session.scalars(
        select(Assignment)
        .join(Assignment.entry)
        .where(Assignment.round_id == round_.id, Assignment.judge_id == judge.id)
        .options(
            joinedload(Assignment.entry, innerjoin=True).options(
                lazyload(Entry.edition), lazyload(Entry.innovation), load_only(Entry.title)
            ),
            joinedload(Assignment.sheet),
        )
        .order_by(Entry.title, Entry.id)
    ).all()


def assignment_by_id(_actor: Any, assignment_id: int) -> Assignment | None:
    """Loader for the organiser's pages of one assignment."""
    return db.session.scalar(
        select(Assignment)
        .where(Assignment.id == assignment_id)
        .options(
            joinedload(Assignment.round, innerjoin=True),
            joinedload(Assignment.entry, innerjoin=True),
            joinedload(Assignment.judge, innerjoin=True),
            joinedload(Assignment.sheet),
        )
    )


def is_admitted(round_id: int, entry_id: int) -> bool:
    """Whether the entry takes part in the round."""
    return db.session.get(RoundEntry, (round_id, entry_id)) is not None


def assignment_of(round_id: int, entry_id: int, judge_id: int) -> Assignment | None:
    """The assignment of this judge to this entry in this round."""
    return db.session.scalar(
        select(Assignment).where(
            Assignment.round_id == round_id,
            Assignment.entry_id == entry_id,
            Assignment.judge_id == judge_id,
        )
    )


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


def hold_assignments(round_id: int) -> None:
    """Wait for everyone who is saving a sheet of the round, and let nobody start."""
    db.session.execute(
        select(Assignment.id).where(Assignment.round_id == round_id).with_for_update()
    )
