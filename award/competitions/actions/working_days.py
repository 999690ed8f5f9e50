"""Writes about holidays: days that do not count as working days."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from award.competitions import holidays, queries
from award.competitions.models import Holiday
from award.core import ledger
from award.core.access import ensure
from award.core.db import Text2, db
from award.people.models import User


def add_holidays(*, days: Collection[holidays.Holiday], actor: User | None) -> None:
    """Enter holidays that are not there yet, for example ``holidays.load()``."""
    known = queries.holidays()
    new = {each.date: each.name for each in days if each.date not in known}
    db.session.add_all(Holiday(day=day, name=name) for day, name in new.items())
    ledger.record("holidays.added", actor=actor, days={str(day): name for day, name in new.items()})


def set_holiday(*, day: date, name: Text2, actor: User) -> None:
    """Enter a holiday, or rename the one on that day."""
    ensure("edition:manage", None, actor)
    found = db.session.get(Holiday, day)
    before = found.name if found else None
    if before == name:
        return
    if found is None:
        db.session.add(Holiday(day=day, name=name))
    else:
        found.name = name
    ledger.record("holidays.set", actor=actor, day=day, before=before, after=name)


def remove_holiday(*, day: date, actor: User) -> None:
    """Make it a working day again. Safe to repeat."""
    ensure("edition:manage", None, actor)
    found = db.session.get(Holiday, day)
    if found is not None:
        db.session.delete(found)
        ledger.record("holidays.removed", actor=actor, day=day, before=found.name)
