"""Advice before finishing: what it sees, and that it stays quiet about ordinary sheets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from award.judging.nudges import Finished, Nudge, nudges

NOW = datetime(2026, 5, 11, 4, 0, tzinfo=UTC)


def sheet(levels: str = "3425341", total: int = 70, ago: float = 0) -> Finished:
    return Finished(NOW - timedelta(minutes=ago), Decimal(total), [int(each) for each in levels])


def earlier(count: int, levels: str = "3425341", total: int = 70, every: float = 20) -> list:
    return [sheet(levels, total + n % 3, every * (n + 1)) for n in range(count)]


def test_an_ordinary_sheet_is_passed_over() -> None:
    assert nudges(sheet(), earlier(30)) == []
    assert nudges(sheet(), []) == []


@pytest.mark.parametrize(
    ("levels", "before", "told"),
    [
        ("4444444", 0, False),  # seven marks alone may be chance
        ("4444444", 1, True),
        ("4444443", 1, True),
        ("4444433", 1, False),
    ],
)
def test_nearly_all_the_same_mark_is_noticed_over_several_sheets(
    levels: str, before: int, told: bool
) -> None:
    found = nudges(sheet(levels), earlier(before, "4444444"))
    assert (found == [Nudge.ALIKE]) is told


def test_sameness_long_ago_is_forgotten() -> None:
    assert nudges(sheet(), [*earlier(4), *earlier(20, "4444444")]) == []


def test_twelve_sheets_in_four_minutes_are_noticed_and_eleven_are_not() -> None:
    fast = earlier(11, every=4 / 11)
    assert nudges(sheet(), fast) == [Nudge.HASTY]
    assert nudges(sheet(), fast[:10]) == []
    assert nudges(sheet(), earlier(11, every=0.5)) == []


def test_a_total_far_from_the_own_usual_spread_is_noticed() -> None:
    assert nudges(sheet(total=95), earlier(8)) == [Nudge.FAR]
    assert nudges(sheet(total=40), earlier(8)) == [Nudge.FAR]
    assert nudges(sheet(total=95), earlier(7)) == []


def test_small_steps_of_a_judge_who_hardly_varies_are_ordinary() -> None:
    steady = [sheet(total=70, ago=20 * n) for n in range(1, 10)]
    assert nudges(sheet(total=75), steady) == []
    assert nudges(sheet(total=76), steady) == [Nudge.FAR]


def test_a_judge_who_uses_the_whole_scale_is_left_alone() -> None:
    wide = [sheet(total=40 + 10 * (n % 6), ago=20 * n) for n in range(1, 10)]
    assert nudges(sheet(total=98), wide) == []
