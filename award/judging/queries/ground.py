"""What the matching is asked about a round: entries, panel, walls and what stands already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, lazyload, selectinload

from award.competitions.models import Category, Round
from award.core.db import db
from award.entries.models import Entry
from award.judging import matching
from award.judging.matching import Pair, Request
from award.judging.models import Assignment, RoundEntry
from award.judging.models_wall import Conflict, PanelSeat
from award.judging.queries.excluded import is_excluded, takes_part
from award.judging.queries.seats import active_judges, seats_of, words_of
from award.judging.queries.walls import declared, organisers_walls
from award.judging.rules import is_external, state_of
from award.judging.rules_wall import is_about, wall_between
from award.judging.states import SeatRole, SheetState
from award.people.models import User

ORGANISER = "organiser"
"""Stands for every agency that an organiser comes from."""


@dataclass(frozen=True)
class Ground:
    """Everything a proposal rests on, loaded once; keys are numbers as text."""

    entries: Mapping[str, Entry]
    judges: Mapping[str, User]
    seats: Mapping[str, PanelSeat]
    standing: Mapping[Pair, Assignment]
    request: Request

    @property
    def finished(self) -> frozenset[Pair]:
        """Pairs whose sheet counts."""
        done = SheetState.FINISHED
        return frozenset(pair for pair, it in self.standing.items() if state_of(it) == done)

    @property
    def begun(self) -> frozenset[Pair]:
        """Pairs whose sheet has been saved: nobody moves them."""
        return frozenset(pair for pair, it in self.standing.items() if it.sheet is not None)


@dataclass(frozen=True)
class _Row:
    """An entry and the skills that it wishes of its judges."""

    entry: Entry
    skills: frozenset[str]


def ground_of(round_: Round) -> Ground:
    """The round as the matching takes it, in a constant number of queries.

    Nothing is asked of judges about entries that are out of the competition.
    """
    rows = _entries(round_.id)
    entries = {str(row.entry.id): row.entry for row in rows}
    standing, ended = _assignments(round_.id)
    seats = {str(seat.judge_id): seat for seat in seats_of(round_.id)}
    judges = {str(judge.id): judge for judge in _judges(seats.values(), standing.values())}
    firm, doubtful = _barred(entries.values(), judges.values())
    walls = organisers_walls()
    # What stands was allowed when it was made; a doubt about it is the organiser's to settle.
    kept = standing.keys()
    request = Request(
        entries=_wanted(rows, seats.values(), walls),
        judges=_offers(judges, seats, kept, walls, len(entries)),
        per_entry=round_.judges_per_entry,
        forbidden=doubtful - kept,
        organiser=ORGANISER,
        external_minimum=min(1, round_.judges_per_entry),
        firm=(firm | ended) - kept,
    )
    return Ground(entries, judges, seats, standing, request)


def _entries(round_id: int) -> list[_Row]:
    bare = (lazyload(Entry.edition), lazyload(Entry.innovation), lazyload(Entry.category))
    found = db.session.execute(
        select(Entry, Category.key, RoundEntry.wishes)
        .join(RoundEntry, RoundEntry.entry_id == Entry.id)
        .outerjoin(Category, Category.id == Entry.category_id)
        .where(RoundEntry.round_id == round_id, takes_part())
        .options(*bare)
        .order_by(Entry.title, Entry.id)
    )
    return [
        _Row(entry, words_of(wishes) | ({_field(key)} if key else frozenset()))
        for entry, key, wishes in found
    ]


def _field(category: str) -> str:
    # No word can be taken for a category: words hold no colon before a space.
    return f"category:{category}"


def _assignments(round_id: int) -> tuple[dict[Pair, Assignment], frozenset[Pair]]:
    """What stands, and the pairs that have been ended."""
    found = db.session.scalars(
        select(Assignment)
        .where(Assignment.round_id == round_id, ~is_excluded())
        .options(
            joinedload(Assignment.sheet),
            joinedload(Assignment.judge, innerjoin=True).options(
                selectinload(User.former), lazyload(User.grants)
            ),
        )
        .order_by(Assignment.id)
    ).all()
    pairs = {(str(each.entry_id), str(each.judge_id)): each for each in found}
    standing = {pair: each for pair, each in pairs.items() if each.standing}
    return standing, frozenset(pairs.keys() - standing.keys())


def _judges(seats: Iterable[PanelSeat], standing: Iterable[Assignment]) -> list[User]:
    """The panel, or every active judge, and whoever sits already; by name."""
    panel = [seat.judge for seat in seats] or active_judges()
    people = {judge.id: judge for judge in [*panel, *(each.judge for each in standing)]}
    return sorted(people.values(), key=lambda judge: (judge.name, judge.id))


def _barred(
    entries: Collection[Entry], judges: Collection[User]
) -> tuple[frozenset[Pair], frozenset[Pair]]:
    """Pairs that a hard conflict forbids, and those that a declared doubt speaks against."""
    register = declared([judge.id for judge in judges])
    firm, doubtful = set(), set()
    for judge in judges:
        own = register.get(judge.id, ())
        if not own and not judge.former:
            continue
        for entry in entries:
            pair = (str(entry.id), str(judge.id))
            if judge.wall_id != entry.wall_id and wall_between(judge, entry, own) is not None:
                firm.add(pair)
            elif _doubted(own, entry):
                doubtful.add(pair)
    return frozenset(firm), frozenset(doubtful)


def _doubted(conflicts: Sequence[Conflict], entry: Entry) -> bool:
    return any(is_about(each, entry) for each in conflicts if not each.hard)


def _wanted(
    rows: Sequence[_Row], seats: Iterable[PanelSeat], walls: Collection[int]
) -> list[matching.Entry]:
    """Entries with those of their wishes that anyone on the panel could serve."""
    offered = frozenset().union(*(_skills(seat) for seat in seats))
    return [
        matching.Entry(str(row.entry.id), _agency(row.entry.wall_id, walls), row.skills & offered)
        for row in rows
    ]


def _skills(seat: PanelSeat) -> frozenset[str]:
    return words_of(seat.expertise) | {_field(key) for key in seat.categories}


def _offers(
    judges: Mapping[str, User],
    seats: Mapping[str, PanelSeat],
    standing: Collection[Pair],
    walls: Collection[int],
    entries: int,
) -> list[matching.Judge]:
    """Judges with what they can take. Reserve judges step in only once a panel sits."""
    loads = Counter(judge for _, judge in standing)
    offers = []
    for key, judge in judges.items():
        seat = seats.get(key)
        reserve = seat is not None and seat.role == SeatRole.RESERVE
        if reserve and not standing:
            continue
        # Whoever sits without a seat in the panel keeps what they have and gets no more.
        most = entries if seat is not None or not seats else 0
        cap = seat.cap if seat is not None and seat.cap is not None else most
        offers.append(
            matching.Judge(
                key,
                _agency(judge.wall_id, walls),
                cap=max(cap, loads[key]),
                target=loads[key] if reserve else seat.target if seat else None,
                skills=_skills(seat) if seat else frozenset(),
                external=is_external(judge),
            )
        )
    return offers


def _agency(wall_id: int, organisers: Collection[int]) -> str:
    return ORGANISER if wall_id in organisers else str(wall_id)
