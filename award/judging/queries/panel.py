"""Who judges what, as the organiser reads it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import joinedload, lazyload, load_only, selectinload

from award.competitions.models import Round
from award.core.db import db
from award.entries.models import Entry
from award.judging.models import Assignment, RoundEntry, ScoreSheet
from award.judging.models_wall import PanelSeat
from award.judging.queries.rounds import given, round_for
from award.judging.queries.seats import has_panel
from award.judging.queries.walls import why_kept_out
from award.people.models import User
from award.people.states import Role

PAGE = 50
"""Entries on one page of a round's list."""


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
class Place:
    """An entry in its round; ``barred`` is why the reader must have no hand in it."""

    round: Round
    row: EntryRow
    barred: object = None


@dataclass(frozen=True)
class Sitting:
    """An assignment; ``barred`` is why the reader must have no hand in its entry."""

    assignment: Assignment
    barred: object = None


@dataclass(frozen=True)
class Chair:
    """A judge in a round, whether or not anything is assigned yet."""

    round: Round
    judge: User


def seats(round_id: int) -> list[Seat]:
    """The panel, or every active judge where there is none, the least loaded first."""
    loads = (
        select(Assignment.judge_id, func.count().label("load"))
        .where(Assignment.round_id == round_id, Assignment.standing)
        .group_by(Assignment.judge_id)
        .subquery()
    )
    load = func.coalesce(loads.c.load, 0)
    query = select(User, load).outerjoin(loads, loads.c.judge_id == User.id)
    if has_panel(round_id):
        query = query.join(
            PanelSeat, and_(PanelSeat.judge_id == User.id, PanelSeat.round_id == round_id)
        )
    rows = db.session.execute(
        query.where(
            User.active,
            User.grants.any(role=Role.JUDGE),
            ~User.grants.any(role=Role.ORGANISER),
        )
        .options(lazyload(User.grants), selectinload(User.former))
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
    counts = given(round_.id)
    query = (
        select(Entry)
        .join(RoundEntry, RoundEntry.entry_id == Entry.id)
        .outerjoin(counts, counts.c.entry_id == Entry.id)
        .where(RoundEntry.round_id == round_.id)
    )
    if short_only:
        return query.where(func.coalesce(counts.c.given, 0) < round_.judges_per_entry)
    return query


def _with_assignments(round_id: int, entries: Sequence[Entry]) -> list[EntryRow]:
    found = db.session.scalars(
        select(Assignment)
        .where(
            Assignment.round_id == round_id,
            Assignment.standing,
            Assignment.entry_id.in_([each.id for each in entries]),
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


def place_for(actor: Any, round_id: int, entry_id: int) -> Place | None:
    """Loader for the page of one entry's judges."""
    round_ = round_for(actor, round_id)
    row = entry_row(round_, entry_id) if round_ is not None else None
    if round_ is None or row is None:
        return None
    return Place(round_, row, why_kept_out(actor, row.entry))


def chair_for(actor: Any, round_id: int, judge_id: int) -> Chair | None:
    """Loader for the page of one judge's entries in a round."""
    round_, judge = round_for(actor, round_id), db.session.get(User, judge_id)
    if round_ is None or judge is None or not judge.has(Role.JUDGE):
        return None
    return Chair(round_, judge)


def assignable(round_: Round, judge: User) -> list[tuple[Entry, int]]:
    """Entries the judge may still be given, with the judges each has, the worst served first.

    Entries of the judge's own agency are left out, and those the judge was taken from.
    """
    counts = given(round_.id)
    count = func.coalesce(counts.c.given, 0)
    own = select(Assignment.entry_id).where(
        Assignment.round_id == round_.id, Assignment.judge_id == judge.id
    )
    rows = db.session.execute(
        select(Entry, count)
        .join(RoundEntry, RoundEntry.entry_id == Entry.id)
        .outerjoin(counts, counts.c.entry_id == Entry.id)
        .where(
            RoundEntry.round_id == round_.id,
            Entry.wall_id != judge.wall_id,
            Entry.id.not_in(own),
        )
        .options(lazyload(Entry.edition), lazyload(Entry.innovation))
        .order_by(count, Entry.title, Entry.id)
    )
    return [(entry, number) for entry, number in rows]


def own_entries(round_: Round, judge: User) -> int:
    """How many entries of the round come from the judge's own agency."""
    query = select(func.count()).select_from(RoundEntry).join(RoundEntry.entry)
    own = query.where(RoundEntry.round_id == round_.id, Entry.wall_id == judge.wall_id)
    return db.session.scalar(own) or 0


def assignments_of(round_: Round, judge: User) -> Sequence[Assignment]:
    """What the judge has in the round, by title."""
    return db.session.scalars(
        select(Assignment)
        .join(Assignment.entry)
        .where(
            Assignment.round_id == round_.id,
            Assignment.judge_id == judge.id,
            Assignment.standing,
        )
        .options(
            joinedload(Assignment.entry, innerjoin=True).options(
                lazyload(Entry.edition), lazyload(Entry.innovation), load_only(Entry.title)
            ),
            joinedload(Assignment.sheet),
        )
        .order_by(Entry.title, Entry.id)
    ).all()


def sitting_for(actor: Any, assignment_id: int) -> Sitting | None:
    """Loader for the organiser's pages of one assignment."""
    found = db.session.scalar(
        select(Assignment)
        .where(Assignment.id == assignment_id, Assignment.standing)
        .options(
            joinedload(Assignment.round, innerjoin=True),
            joinedload(Assignment.entry, innerjoin=True),
            joinedload(Assignment.judge, innerjoin=True),
            joinedload(Assignment.sheet),
        )
    )
    return None if found is None else Sitting(found, why_kept_out(actor, found.entry))


def ended_of(round_id: int, entry_id: int) -> Sequence[Assignment]:
    """The entry's assignments that were ended, in order."""
    query = select(Assignment).where(
        Assignment.round_id == round_id,
        Assignment.entry_id == entry_id,
        Assignment.ended_at.is_not(None),
    )
    return db.session.scalars(query.order_by(Assignment.ended_at, Assignment.id)).all()


def wishes_of(round_id: int, entry_id: int) -> str:
    """Which fields and languages the entry's judges should know."""
    place = db.session.get(RoundEntry, (round_id, entry_id))
    return (place.wishes if place else None) or ""


def load_of(round_: Round, judge: User) -> int:
    """How many sheets the judge has in the round."""
    query = select(func.count()).where(
        Assignment.round_id == round_.id, Assignment.judge_id == judge.id, Assignment.standing
    )
    return db.session.scalar(query) or 0


def is_admitted(round_id: int, entry_id: int) -> bool:
    """Whether the entry takes part in the round."""
    return db.session.get(RoundEntry, (round_id, entry_id)) is not None


def assignment_of(round_id: int, entry_id: int, judge_id: int) -> Assignment | None:
    """The assignment of this judge to this entry in this round, ended or not."""
    return db.session.scalar(
        select(Assignment).where(
            Assignment.round_id == round_id,
            Assignment.entry_id == entry_id,
            Assignment.judge_id == judge_id,
        )
    )


def hold_assignments(round_id: int) -> None:
    """Wait for everyone who is saving a sheet of the round, and let nobody start."""
    db.session.execute(
        select(Assignment.id).where(Assignment.round_id == round_id).with_for_update()
    )
