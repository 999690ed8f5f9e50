"""The announced order: for judges, for the agencies that present, and for anyone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from flask import Blueprint, Response, abort, render_template
from flask_babel import gettext as _
from flask_login import current_user

from award.core import clock
from award.core.access import public, requires
from award.core.language import local
from award.entries.visibility import Seen
from award.judging.calendar_file import Event, calendar
from award.judging.models_day import RunningOrder, Slot
from award.judging.queries import order as queries
from award.judging.queries.blind import seen_in_round

presentations = Blueprint("presentations", __name__)


@presentations.get("/juri/presentasi/<int:round_id>")
@requires("order:read", queries.seat_for)
def seat(order: RunningOrder) -> Any:
    """The order as a judge needs it: when to be there, and when to wait outside."""
    return render_template(
        "presentations/judge.html",
        order=order,
        round=order.round,
        **_listed(order),
        own=queries.own_entries_of(order.round_id, current_user),
    )


@presentations.get("/juri/presentasi/<int:round_id>.ics")
@requires("order:read", queries.seat_for)
def seat_calendar(order: RunningOrder) -> Any:
    """What the judge hears, for a phone's calendar."""
    own = queries.own_entries_of(order.round_id, current_user)
    slots = [each for each in queries.announced(order.round_id) if each.entry_id in own]
    return _file(slots, seen_in_round(order.round, [each.entry for each in slots]))


@presentations.get("/pd/presentasi")
@requires("order:own")
def own() -> Any:
    """When the agency's entries are presented."""
    return render_template(
        "presentations/own.html", slots=queries.own_slots(current_user), now=clock.now()
    )


@presentations.get("/pd/presentasi.ics")
@requires("order:own")
def own_calendar() -> Any:
    """The agency's times for a phone's calendar."""
    slots = queries.own_slots(current_user)
    return _file(slots, {each.entry_id: Seen(each.entry) for each in slots})


@presentations.get("/presentasi/<int:round_id>")
@public
def listing(round_id: int) -> Any:
    """The announced order, where the organiser lets everyone read it."""
    order = queries.announced_for(current_user, round_id)
    if order is None or not order.open_to_all or order.round.blind:
        abort(404)
    return render_template(
        "presentations/public.html", order=order, round=order.round, **_listed(order)
    )


def _listed(order: RunningOrder) -> dict[str, Any]:
    """The announced order day by day, with what judges may see: they read the public page too."""
    slots = queries.announced(order.round_id)
    seen = seen_in_round(order.round, [each.entry for each in slots])
    return {"days": _days(slots), "seen": seen}


def _days(slots: Sequence[Slot]) -> list[tuple[date, list[Slot]]]:
    return [(day, list(those)) for day, those in groupby(slots, key=_day)]


def _day(slot: Slot) -> date:
    assert slot.told_at is not None  # only announced slots come here
    return slot.told_at.astimezone(clock.WITA).date()


def _file(slots: Sequence[Slot], seen: Mapping[int, Seen]) -> Response:
    events = [_event(each, each.told_at, seen[each.entry_id]) for each in slots if each.told_at]
    text = calendar(events, clock.now())
    return Response(
        text,
        mimetype="text/calendar",
        headers={"Content-Disposition": 'attachment; filename="presentasi.ics"'},
    )


def _event(slot: Slot, starts: datetime, seen: Seen) -> Event:
    order = slot.order
    about = _(
        "Paparan %(talk)s menit, tanya jawab %(questions)s menit.",
        talk=order.talk,
        questions=order.questions,
    )
    return Event(
        uid=f"presentasi-{slot.round_id}-{slot.entry_id}@inovasi.badungkab.go.id",
        starts=starts,
        ends=starts + timedelta(minutes=order.talk + order.questions),
        title=f"{local(order.round.name)}: {seen.title}",
        about=about,
    )
