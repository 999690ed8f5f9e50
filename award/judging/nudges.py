"""Advice to the judge alone, before a sheet is finished (pure). It never stops anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from statistics import fmean, stdev

ALIKE_SHEETS = 4
"""Marks of this sheet and so many before it are looked at together."""
ALIKE_MARKS = 12
"""With fewer marks than this, the same one again and again may well be chance."""
ALIKE_SHARE = 0.9
"""From this share on, "nearly all" marks are the same."""
HASTY_SHEETS = 12
HASTY_TIME = timedelta(minutes=4)
"""Twelve entries in four minutes: nobody reads so fast."""
USUAL_SHEETS = 8
"""So many finished sheets make a habit."""
FAR_SPREADS = 2.5
"""Own standard deviations from the own mean: about one sheet in eighty by chance."""
LEAST_SPREAD = 2.0
"""Points on 100: a judge who hardly varies is not told of every small step."""


class Nudge(StrEnum):
    """What a judge may want to look at again."""

    ALIKE = "alike"
    HASTY = "hasty"
    FAR = "far"


@dataclass(frozen=True)
class Finished:
    """One finished sheet: when, its total on 100, and its levels."""

    at: datetime
    total: Decimal
    levels: Sequence[int]


def nudges(sheet: Finished, before: Sequence[Finished]) -> list[Nudge]:
    """What to say about a sheet that is about to be finished.

    ``before`` are the judge's other finished sheets of the round, newest first.
    """
    told = {
        Nudge.ALIKE: _alike(sheet, before),
        Nudge.HASTY: _hasty(sheet, before),
        Nudge.FAR: _far(sheet, before),
    }
    return [nudge for nudge, holds in told.items() if holds]


def _alike(sheet: Finished, before: Sequence[Finished]) -> bool:
    marks = Counter(level for each in (sheet, *before[:ALIKE_SHEETS]) for level in each.levels)
    count = marks.total()
    return count >= ALIKE_MARKS and max(marks.values()) / count >= ALIKE_SHARE


def _hasty(sheet: Finished, before: Sequence[Finished]) -> bool:
    if len(before) < HASTY_SHEETS - 1:
        return False
    return sheet.at - before[HASTY_SHEETS - 2].at <= HASTY_TIME


def _far(sheet: Finished, before: Sequence[Finished]) -> bool:
    if len(before) < USUAL_SHEETS:
        return False
    totals = [float(each.total) for each in before]
    spread = max(stdev(totals), LEAST_SPREAD)
    return abs(float(sheet.total) - fmean(totals)) > FAR_SPREADS * spread
