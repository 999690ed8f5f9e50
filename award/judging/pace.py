"""How long a judge still needs, from the times at which that judge finished sheets (pure)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

KNOWN = 60
"""So many of the latest sheets tell the pace; older ones say little about today."""
LEAST_GAPS = 3
"""Fewer stretches of work than this say nothing about the next one."""
BREAK = timedelta(minutes=90)
"""Between two sheets further apart than this the judge did something else."""


def usual(finished: Iterable[datetime]) -> timedelta | None:
    """The median time from one finished sheet to the next, reading included.

    Breaks are left out. ``None`` while too little is known.
    """
    gaps = [later - earlier for earlier, later in pairwise(sorted(finished))]
    worked = [gap for gap in gaps if gap <= BREAK]
    if len(worked) < LEAST_GAPS:
        return None
    return timedelta(seconds=median(gap.total_seconds() for gap in worked))


def minutes_left(finished: Iterable[datetime], sheets: int) -> int | None:
    """Whole minutes for so many sheets at the usual pace, at least one; ``None``: not known."""
    pace = usual(finished)
    return None if pace is None else max(1, round(pace * sheets / timedelta(minutes=1)))
