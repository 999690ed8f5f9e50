"""Making, changing and announcing the order of presentations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, update

from award.competitions.models import Round
from award.competitions.queries import holidays
from award.core import clock, ledger
from award.core.access import ensure
from award.core.db import db
from award.core.problems import Invalid
from award.judging.actions import order_letters
from award.judging.models_day import RunningOrder, Slot
from award.judging.queries import order as queries
from award.judging.rules_day import MOST
from award.judging.running_order import arrange
from award.judging.timetable import Hours, NoRoomError, sittings
from award.people.models import User


def make_order(
    *, round_: Round, hours: Hours, lot: str, open_to_all: bool, actor: User
) -> RunningOrder:
    """Give every entry of the round a time; an earlier order is replaced.

    What agencies have been told stays until the new order is announced. Raises ``Invalid`` when
    the round has no entries or too many, or the hours have room for none.
    """
    ensure("order:plan", round_, actor)
    talks = queries.talks_of(round_.id)
    if not talks:
        raise Invalid(_l("Belum ada usulan untuk babak ini."))
    if len(talks) > MOST:
        raise Invalid(_l("Urutan hanya disusun untuk paling banyak %(most)s usulan.", most=MOST))
    times = _times(hours, len(talks))
    entries = arrange(talks, [len(each) for each in times], lot)
    order = _kept(round_, hours, lot, open_to_all)
    _place(round_.id, entries, [moment for each in times for moment in each])
    _record("order.made", order, actor, lot=lot, entries=entries, walks=queries.plan(round_).walks)
    return order


def _times(hours: Hours, count: int) -> list[list[datetime]]:
    free = holidays()
    try:
        return sittings(hours, count, lambda day: day.weekday() < 5 and day not in free)
    except NoRoomError:
        raise Invalid(
            _l("Tidak ada usulan yang muat."),
            {"ends": _l("Jam dan jeda ini tidak menyisakan waktu untuk satu usulan pun.")},
        ) from None


def _kept(round_: Round, hours: Hours, lot: str, open_to_all: bool) -> RunningOrder:
    order = queries.order_of(round_.id) or RunningOrder(round=round_)
    order.first_day, order.starts, order.ends = hours.first_day, hours.starts, hours.ends
    order.talk, order.questions, order.change = hours.talk, hours.questions, hours.change
    order.breaks = list(hours.breaks)
    order.lot, order.open_to_all, order.made_at = lot, open_to_all, clock.now()
    db.session.add(order)
    db.session.flush()
    return order


def _place(round_id: int, entries: Sequence[int], times: Sequence[datetime]) -> None:
    told = {each.entry_id: each.told_at for each in queries.slots_of(round_id)}
    db.session.execute(delete(Slot).where(Slot.round_id == round_id))
    db.session.add_all(
        Slot(
            round_id=round_id,
            entry_id=entry,
            position=position,
            starts_at=starts_at,
            told_at=told.get(entry),
        )
        for position, (entry, starts_at) in enumerate(zip(entries, times, strict=True), 1)
    )
    db.session.flush()


def move_entry(*, order: RunningOrder, entry_id: int, to: int, actor: User) -> None:
    """Put an entry at another place, the first being 1; those between move up or down.

    A place beyond the ends means the end. Raises ``Invalid`` for an entry without a time and for
    one that is out of the competition.
    """
    ensure("order:plan", order.round, actor)
    slots = queries.slots_of(order.round_id)
    times = [each.starts_at for each in slots]
    entries = [each.entry_id for each in slots]
    if all(each.excluded for each in slots if each.entry_id == entry_id):
        raise Invalid(_l("Usulan ini tidak ada dalam urutan."))
    to = min(max(to, 1), len(entries))
    was = entries.index(entry_id) + 1
    if was == to:
        return
    entries.insert(to - 1, entries.pop(was - 1))
    _place(order.round_id, entries, times)
    _record("order.moved", order, actor, entry_id=entry_id, was=was, now=to)


def announce_order(*, order: RunningOrder, actor: User) -> int:
    """Tell judges and agencies the times; how many are new. Agencies with a new time get mail."""
    ensure("order:announce", queries.plan(order.round), actor)
    slots = [each for each in queries.slots_of(order.round_id) if not each.excluded]
    new = [each for each in slots if each.told_at != each.starts_at]
    for slot in new:
        order_letters.told(slot, order)
    told = Slot.entry_id.in_([each.entry_id for each in slots])
    db.session.execute(
        update(Slot).where(Slot.round_id == order.round_id, told).values(told_at=Slot.starts_at)
    )
    order.announced_at = clock.now()
    db.session.flush()
    times = {str(each.entry_id): each.starts_at for each in slots}
    _record("order.announced", order, actor, times=times, new=[each.entry_id for each in new])
    return len(new)


def _record(action: str, order: RunningOrder, actor: User, **content: object) -> None:
    ledger.record(
        action,
        order,
        actor=actor,
        edition_id=order.round.edition_id,
        round_id=order.round_id,
        **content,
    )
