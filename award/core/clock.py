"""Time: now, Indonesian zones, working days. The only place that asks what time it is."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WITA = ZoneInfo("Asia/Makassar")
WIB = ZoneInfo("Asia/Jakarta")

_fixed: ContextVar[datetime | None] = ContextVar("fixed", default=None)


def now() -> datetime:
    """This moment, in UTC."""
    return _fixed.get() or datetime.now(UTC)


def today() -> date:
    """Today's date in Badung."""
    return now().astimezone(WITA).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Everything inside happens at ``moment``: for rehearsals, demonstration data and tests."""
    token = _fixed.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _fixed.reset(token)


def wita(day: date, hour: int = 0, minute: int = 0) -> datetime:
    """A moment named by its date and time in Badung."""
    return datetime.combine(day, time(hour, minute), WITA)


def end_of(day: date, closes_at: str = "23:59") -> datetime:
    """The last moment of ``day`` that still counts: the end of the named minute, WITA."""
    hour, minute = (int(part) for part in closes_at.split(":"))
    return wita(day, hour, minute) + timedelta(seconds=59)


def add_working_days(day: date, count: int, holidays: Collection[date]) -> date:
    """The date ``count`` working days later; week-ends and ``holidays`` do not count."""
    while count > 0:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in holidays:
            count -= 1
    return day


def months_between(start: date, end: date) -> int:
    """Whole months from ``start`` to ``end``; negative when ``end`` comes first."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - (end.day < start.day)
