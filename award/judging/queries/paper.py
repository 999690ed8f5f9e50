"""Score sheets on paper: what is to be printed, and how far typing them is."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case as when
from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload, lazyload, undefer

from award.competitions.models import Round
from award.core.db import db
from award.entries.models import Entry
from award.judging.double_entry import Reading, agreed, disputed
from award.judging.models import Assignment, ScoreSheet
from award.judging.models_day import Keying
from award.judging.queries.excluded import is_excluded
from award.judging.queries.panel import sitting_for
from award.judging.queries.rounds import round_for
from award.judging.queries.walls import barred_entries
from award.judging.rules_paper import may_key
from award.judging.rules_wall import KEPT_OUT
from award.judging.states import SheetState
from award.people.models import User


@dataclass(frozen=True)
class Case:
    """An assignment whose sheet is on paper, with what has been typed of it."""

    assignment: Assignment
    keyings: Sequence[Keying]
    barred: object = None
    """Why the person asking must have no hand in the entry."""
    excluded: bool = False
    """Whether the entry is out of the competition."""

    @property
    def on_screen(self) -> bool:
        """Whether the judge has given marks without paper."""
        sheet = self.assignment.sheet
        return sheet is not None and not sheet.on_paper and bool(sheet.marked or sheet.comment)

    @property
    def finished(self) -> bool:
        """Whether the paper has become the judge's sheet."""
        sheet = self.assignment.sheet
        return sheet is not None and sheet.on_paper and sheet.state == SheetState.FINISHED

    @property
    def readings(self) -> list[Reading]:
        """What each typist read, the first one first."""
        return [reading_of(each) for each in self.keyings]

    @property
    def disputed(self) -> frozenset[str]:
        """Fields that the two typists read differently."""
        return disputed(*self.readings) if len(self.keyings) == 2 else frozenset()

    @property
    def agreed(self) -> Reading:
        """What both typists read."""
        return agreed(*self.readings)

    def keying_of(self, person: Any) -> Keying | None:
        """What this person has typed."""
        return next((each for each in self.keyings if each.keyer_id == person.id), None)


@dataclass(frozen=True)
class Printing:
    """The sheets of one judge of a round; of every judge when ``judge_id`` is 0."""

    round: Round
    judge_id: int


@dataclass(frozen=True)
class Pile:
    """The sheets of one judge in a round, in numbers. ``stamp`` changes when they do."""

    judge: User
    stamp: str
    sheets: int
    on_screen: int
    once: int
    disputed: int
    finished: int


def reading_of(keying: Keying) -> Reading:
    """A kept keying as the comparison takes it."""
    marks = {key: (level, text) for key, (level, text) in keying.marks.items()}
    return Reading(marks, keying.comment)


def case_for(actor: Any, assignment_id: int) -> Case | None:
    """Loader for the pages of one paper sheet."""
    sitting = sitting_for(actor, assignment_id)
    return None if sitting is None else case_of(sitting.assignment, actor)


def case_of(assignment: Assignment, actor: Any) -> Case:
    """What has been typed of an assignment's paper, and whether the actor may have a hand in it."""
    return cases_of([assignment], actor)[0]


def piles(round_: Round) -> list[Pile]:
    """The judges of a round with their sheets, by name. One query."""
    keyed = (
        select(Keying.assignment_id, func.count().label("times"))
        .group_by(Keying.assignment_id)
        .subquery()
    )
    paper = ScoreSheet.on_paper & (ScoreSheet.state == SheetState.FINISHED)
    screen = ~ScoreSheet.on_paper & (ScoreSheet.marked > 0)
    open_ = func.coalesce(ScoreSheet.state, SheetState.OPEN) == SheetState.OPEN
    counts = (
        select(
            Assignment.judge_id,
            func.count().label("sheets"),
            _count(screen).label("on_screen"),
            _count((keyed.c.times == 1) & open_).label("once"),
            _count((keyed.c.times == 2) & open_).label("disputed"),
            _count(paper).label("finished"),
            func.sum(Assignment.id).label("total"),
            func.max(Assignment.id).label("last"),
        )
        .outerjoin(Assignment.sheet)
        .outerjoin(keyed, keyed.c.assignment_id == Assignment.id)
        .where(Assignment.round_id == round_.id, Assignment.standing, ~is_excluded())
        .group_by(Assignment.judge_id)
        .subquery()
    )
    rows = db.session.execute(
        select(User, *(column for column in counts.c if column.name != "judge_id"))
        .join(counts, counts.c.judge_id == User.id)
        .options(lazyload(User.grants))
        .order_by(User.name, User.id)
    )
    return [_pile(round_, judge, *numbers) for judge, *numbers in rows]


def _pile(round_: Round, judge: User, *numbers: int) -> Pile:
    *counts, total, last = numbers
    facts = (round_.id, judge.id, round_.edition.version, counts[0], total, last)
    stamp = hashlib.sha256(repr(tuple(int(each) for each in facts)).encode()).hexdigest()[:16]
    return Pile(judge, stamp, *(int(each) for each in counts))


def _count(condition: Any) -> Any:
    return func.sum(when((condition, 1), else_=0))


def printing_for(actor: Any, round_id: int, judge_id: int) -> Printing | None:
    """Loader for a printing: the sheets of one judge, or of all with 0."""
    round_ = round_for(actor, round_id)
    return None if round_ is None else Printing(round_, judge_id)


def to_print(round_id: int, judge_id: int = 0) -> Sequence[Assignment]:
    """Assignments whose sheets are printed, of one judge or all: by judge, then by title."""
    query = (
        select(Assignment)
        .join(Assignment.entry)
        .join(Assignment.judge)
        .where(Assignment.round_id == round_id, Assignment.standing, ~is_excluded())
        .options(
            undefer(Assignment.signed_text),
            joinedload(Assignment.round, innerjoin=True).joinedload(Round.edition, innerjoin=True),
            contains_eager(Assignment.entry).options(
                lazyload(Entry.edition), lazyload(Entry.innovation), joinedload(Entry.category)
            ),
            contains_eager(Assignment.judge).options(lazyload(User.grants)),
            joinedload(Assignment.sheet),
        )
        .order_by(User.name, User.id, Entry.title, Entry.id)
    )
    if judge_id:
        query = query.where(Assignment.judge_id == judge_id)
    return db.session.scalars(query).all()


def cases_of(assignments: Sequence[Assignment], actor: Any) -> list[Case]:
    """Each assignment with what has been typed of it."""
    found: dict[int, list[Keying]] = {each.id: [] for each in assignments}
    query = select(Keying).where(Keying.assignment_id.in_(found)).order_by(Keying.place)
    for keying in db.session.scalars(query.options(joinedload(Keying.keyer))):
        found[keying.assignment_id].append(keying)
    barred = barred_entries(actor, [each.entry for each in assignments])
    entries = [each.entry_id for each in assignments]
    gone = select(Entry.id).where(Entry.id.in_(entries), is_excluded(Entry.id))
    out = set(db.session.scalars(gone))
    return [
        Case(each, found[each.id], _kept_out(barred, each), each.entry_id in out)
        for each in assignments
    ]


def _kept_out(barred: Collection[int], assignment: Assignment) -> object:
    """Organisers learn that they are bound to the entry, not how."""
    return KEPT_OUT if assignment.entry_id in barred else None


def next_to_key(here: Assignment, actor: Any) -> int | None:
    """The sheet of the same judge after this one that the actor may type and has not yet."""
    cases = cases_of(to_print(here.round_id, here.judge_id), actor)
    places = [each.assignment.id for each in cases]
    after = places.index(here.id) + 1
    waiting = (
        each.assignment.id
        for each in cases[after:] + cases[:after]
        if may_key(actor, each) is None and each.keying_of(actor) is None
    )
    return next(waiting, None)


def is_keyed(assignment: Assignment) -> bool:
    """Whether somebody has typed the assignment's paper sheet."""
    query = select(Keying.id).where(Keying.assignment_id == assignment.id)
    return db.session.scalar(query.limit(1)) is not None
