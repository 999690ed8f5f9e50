"""When entries are presented: the hours of a presentation day become one time for each entry."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from award.core.clock import wita

LONGEST = 60
"""Days after the first within which everything must have its time."""


class NoRoomError(ValueError):
    """Not one entry fits into a day with these hours."""


@dataclass(frozen=True)
class Hours:
    """How a presentation day is cut up. Times are minutes after midnight, WITA."""

    first_day: date
    starts: int = 9 * 60
    ends: int = 16 * 60
    talk: int = 7
    questions: int = 13
    change: int = 5
    """Minutes between two entries: one team leaves, the next one comes."""
    breaks: tuple[tuple[int, int], ...] = ((12 * 60, 13 * 60),)

    @property
    def length(self) -> int:
        """Minutes that an entry is in the room."""
        return self.talk + self.questions


def sittings(
    hours: Hours, count: int, working: Callable[[date], bool] = lambda _day: True
) -> list[list[datetime]]:
    """The moment at which each of ``count`` entries begins, sitting by sitting.

    A sitting lasts until a break or the end of the day. Entries that do not fit go on to the next
    day that is a ``working`` one. Raises `NoRoomError` when nothing fits into a day.
    """
    found: list[list[datetime]] = []
    for day in _days(hours.first_day, working):
        for begins, ends in _stretches(hours):
            fits = (ends - begins + hours.change) // (hours.length + hours.change)
            times = [
                _at(day, begins + n * (hours.length + hours.change))
                for n in range(min(fits, count - sum(map(len, found))))
            ]
            found += [times] if times else []
        if sum(map(len, found)) == count:
            return found
        if not found:
            break
    raise NoRoomError


def _days(first: date, working: Callable[[date], bool]) -> Iterator[date]:
    yield first
    for after in range(1, LONGEST):
        day = first + timedelta(days=after)
        if working(day):
            yield day


def _stretches(hours: Hours) -> Iterator[tuple[int, int]]:
    """The stretches of a day without a break."""
    begins = hours.starts
    for starts, ends in sorted(each for each in hours.breaks if each[0] < hours.ends):
        if begins < starts:
            yield begins, starts
        begins = max(begins, ends)
    if begins < hours.ends:
        yield begins, hours.ends


def _at(day: date, minutes: int) -> datetime:
    return wita(day, minutes // 60, minutes % 60)
