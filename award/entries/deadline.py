"""Until when an entry may be written."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from award.competitions.blueprint import REGISTRATION, CalendarItem
from award.core import clock

if TYPE_CHECKING:
    from award.competitions.models import Edition
    from award.entries.models import Entry


def registration(edition: Edition) -> CalendarItem:
    """The phase in which entries are written; every edition in use has one."""
    phase = edition.phase(REGISTRATION)
    if phase is None:
        raise LookupError("an edition in use has a registration phase")
    return phase


def registration_ends(edition: Edition) -> datetime:
    """The announced end of registration."""
    phase = registration(edition)
    return clock.end_of(phase.ends, phase.closes_at)


def due(entry: Entry) -> datetime:
    """The announced deadline: end of registration, or of the one correction window."""
    if entry.correction_due is not None:
        return entry.correction_due
    return registration_ends(entry.edition)


def is_over(entry: Entry) -> bool:
    """Whether the deadline and the few minutes of grace after it have passed."""
    return clock.now() > due(entry) + grace(entry.edition)


def grace(edition: Edition) -> timedelta:
    """What a slow network is forgiven; not announced, decided on the server."""
    return timedelta(minutes=edition.settings.grace_minutes)
