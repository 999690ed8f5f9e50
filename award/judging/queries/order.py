"""The running order of a round: as it is made, and as it has been announced."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, lazyload

from award.competitions.models import Edition, Round
from award.core import clock
from award.core.db import db
from award.entries.models import Entry
from award.judging.models import Assignment
from award.judging.models_day import RunningOrder, Slot
from award.judging.queries.counting import entries_of_round
from award.judging.queries.excluded import is_excluded
from award.judging.queries.rounds import round_for
from award.judging.running_order import Talk, changes, walks
from award.people.models import User


@dataclass(frozen=True)
class Line:
    """An entry in the order: who is out, and who walks through the door before it."""

    slot: Slot
    out: Sequence[User]
    leaving: Sequence[User]
    coming: Sequence[User]

    @property
    def changed(self) -> bool:
        """Whether its agency was told another time, or none."""
        return self.slot.starts_at != self.slot.told_at


@dataclass(frozen=True)
class Plan:
    """A round with its order, if there is one, sitting by sitting."""

    round: Round
    order: RunningOrder | None
    sittings: Sequence[Sequence[Line]]
    missing: int
    """Entries of the round that have no time yet."""
    walks: int
    alphabetical: int
    """The walks that the order by title would cost."""
    changes: int

    @property
    def lines(self) -> list[Line]:
        """All entries that are presented, in their order."""
        return [line for line in self._places if not line.slot.excluded]

    @property
    def gone(self) -> int:
        """Entries that left the competition after the order was made: their times are free."""
        return sum(line.slot.excluded for line in self._places)

    @property
    def last(self) -> int:
        """The last place of the order."""
        return len(self._places)

    @property
    def _places(self) -> list[Line]:
        return [line for sitting in self.sittings for line in sitting]

    def ends_of(self, slot: Slot) -> datetime:
        """When an entry has been heard."""
        minutes = self.order.hours.length if self.order else 0
        return slot.starts_at + timedelta(minutes=minutes)

    def today(self) -> list[Line]:
        """The entries of this day."""
        day = clock.today()
        return [x for x in self.lines if x.slot.starts_at.astimezone(clock.WITA).date() == day]

    @property
    def unannounced(self) -> int:
        """Entries whose agency has not been told the present time."""
        return sum(line.changed for line in self.lines)


def order_of(round_id: int) -> RunningOrder | None:
    """The order of the round, if one was made."""
    return db.session.scalar(select(RunningOrder).where(RunningOrder.round_id == round_id))


def plan_for(actor: Any, round_id: int) -> Plan | None:
    """Loader for the organiser's page of a round's order."""
    round_ = round_for(actor, round_id)
    return None if round_ is None else plan(round_)


def plan(round_: Round) -> Plan:
    """The order of a round with everything that its page shows."""
    order, slots = order_of(round_.id), slots_of(round_.id)
    talks = {talk.entry: talk for talk in talks_of(round_.id)}
    sittings = list(_sittings(order, slots)) if order else []
    sizes = [sum(not each.excluded for each in sitting) for sitting in sittings]
    ordered = [talks[each.entry_id] for each in slots if not each.excluded]
    placed = {each.entry for each in ordered}
    by_title = [talk for entry, talk in talks.items() if entry in placed]
    people = _people(talk.out for talk in ordered)
    return Plan(
        round=round_,
        order=order,
        sittings=[_lines(each, talks, people) for each in sittings],
        missing=len(talks.keys() - placed),
        walks=walks(ordered, sizes),
        alphabetical=walks(by_title, sizes),
        changes=changes(ordered),
    )


def slots_of(round_id: int) -> Sequence[Slot]:
    """The slots of a round with their entries, in order; those of entries that are out say so."""
    query = (
        select(Slot, is_excluded(Slot.entry_id))
        .where(Slot.round_id == round_id)
        .order_by(Slot.position)
    )
    return [_told(*row) for row in db.session.execute(query.options(_entry()))]


def _told(slot: Slot, excluded: bool) -> Slot:
    slot.excluded = excluded  # type: ignore[misc]  # of this one, as it was read
    return slot


def _entry() -> Any:
    return joinedload(Slot.entry).options(
        lazyload(Entry.edition), lazyload(Entry.innovation), joinedload(Entry.category)
    )


def talks_of(round_id: int) -> list[Talk]:
    """Each entry of the round with the judges of the round who may not be there, by title."""
    given: dict[int, set[int]] = defaultdict(set)
    pairs = select(Assignment.entry_id, Assignment.judge_id).where(
        Assignment.round_id == round_id, Assignment.standing, ~is_excluded()
    )
    for entry_id, judge_id in db.session.execute(pairs):
        given[entry_id].add(judge_id)
    panel = frozenset(judge for judges in given.values() for judge in judges)
    return [
        Talk(each.id, panel - given[each.id], each.category_id or 0)
        for each in entries_of_round(round_id)
    ]


def _sittings(order: RunningOrder, slots: Sequence[Slot]) -> Sequence[Sequence[Slot]]:
    """Slots that follow each other without a break."""
    length = timedelta(minutes=order.talk + order.questions + order.change)
    firsts = (slot.starts_at - length * n for n, slot in enumerate(slots))
    pairs = groupby(zip(firsts, slots, strict=True), key=lambda pair: pair[0])
    return [[slot for _, slot in sitting] for _, sitting in pairs]


def _people(outs: Any) -> dict[int, User]:
    ids = {judge for out in outs for judge in out}
    query = select(User).where(User.id.in_(ids)).options(lazyload(User.grants))
    return {each.id: each for each in db.session.scalars(query)} if ids else {}


def _lines(slots: Sequence[Slot], talks: dict[int, Talk], people: dict[int, User]) -> list[Line]:
    def named(judges: frozenset[int]) -> list[User]:
        return sorted((people[each] for each in judges), key=lambda user: user.name)

    outs = {x.entry_id: talks[x.entry_id].out for x in slots if not x.excluded}
    before, lines = next(iter(outs.values()), frozenset()), []
    for slot in slots:
        # Nobody walks for an entry that is not presented.
        out = outs.get(slot.entry_id, before)
        lines.append(Line(slot, named(out), named(out - before), named(before - out)))
        before = out
    return lines


def announced(round_id: int) -> Sequence[Slot]:
    """What has been announced: slots by the time that agencies were told."""
    query = select(Slot).where(Slot.round_id == round_id, Slot.told_at.is_not(None))
    query = query.where(~is_excluded(Slot.entry_id))
    return db.session.scalars(query.options(_entry()).order_by(Slot.told_at, Slot.position)).all()


def announced_for(_actor: Any, round_id: int) -> RunningOrder | None:
    """Loader for the announced order; ``None`` before it is announced."""
    order = order_of(round_id)
    return order if order is not None and order.announced_at else None


def sits(judge: User, round_id: int) -> bool:
    """Whether the judge has anything to score in the round."""
    query = select(Assignment.id).where(
        Assignment.round_id == round_id, Assignment.judge_id == judge.id, Assignment.standing
    )
    return db.session.scalar(query.limit(1)) is not None


def announced_rounds(round_ids: Iterable[int]) -> set[int]:
    """Those of the rounds whose order has been announced."""
    query = select(RunningOrder.round_id).where(
        RunningOrder.round_id.in_(list(round_ids)), RunningOrder.announced_at.is_not(None)
    )
    return set(db.session.scalars(query))


def seat_for(actor: Any, round_id: int) -> RunningOrder | None:
    """Loader for a judge's own view of the announced order."""
    return announced_for(actor, round_id) if sits(actor, round_id) else None


def own_slots(actor: User, since: datetime | None = None) -> Sequence[Slot]:
    """Announced times of the entries of the actor's agency, the latest day first.

    A root agency reads its sub-units' too. ``since`` leaves out what began before, and then the
    next one comes first.
    """
    root = actor.agency_id == actor.wall_id
    own = Entry.wall_id == actor.wall_id if root else Entry.agency_id == actor.agency_id
    query = select(Slot).join(Entry, Entry.id == Slot.entry_id)
    query = query.where(own, Slot.told_at.is_not(None), ~is_excluded(Slot.entry_id))
    if since is None:
        query = query.order_by(Slot.told_at.desc())
    else:
        query = query.where(Slot.told_at >= since).order_by(Slot.told_at)
    edition = joinedload(Slot.order, innerjoin=True).joinedload(RunningOrder.round, innerjoin=True)
    wanted = edition.joinedload(Round.edition).load_only(Edition.name, Edition.year)
    return db.session.scalars(query.options(_entry(), wanted)).all()


def own_entries_of(round_id: int, judge: User) -> dict[int, int]:
    """The judge's own assignments in the round by entry."""
    query = select(Assignment.entry_id, Assignment.id).where(
        Assignment.round_id == round_id, Assignment.judge_id == judge.id, Assignment.standing
    )
    return dict(db.session.execute(query).all())
