"""The order of presentations: few judges through the door, ties drawn by lot."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import permutations
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from award.core.clock import wita
from award.judging import running_order as ro
from award.judging.running_order import Talk, arrange, changes, walks
from award.judging.timetable import Hours, NoRoomError, sittings

MONDAY = date(2026, 9, 7)


def talk(entry: int, out: str = "", category: int = 0) -> Talk:
    return Talk(entry, frozenset(map(ord, out)), category)


def arranged(talks: Sequence[Talk], sizes: Sequence[int], lot: str = "1") -> list[Talk]:
    by_entry = {each.entry: each for each in talks}
    return [by_entry[entry] for entry in arrange(talks, sizes, lot)]


def cost(talks: Sequence[Talk], sizes: Sequence[int]) -> tuple[int, int]:
    return walks(talks, sizes), changes(talks)


@st.composite
def panels(draw: st.DrawFn, most: int) -> tuple[list[Talk], list[int]]:
    count = draw(st.integers(0, most))
    outs = st.frozensets(st.integers(1, 4), max_size=3)
    talks = [Talk(n, draw(outs), draw(st.integers(1, 3))) for n in range(count)]
    sizes = draw(st.lists(st.integers(1, 4), min_size=count, max_size=count))
    return talks, sizes


def test_entries_with_the_same_judge_out_stand_together() -> None:
    talks = [talk(1, "a"), talk(2), talk(3, "a"), talk(4), talk(5, "a"), talk(6)]
    assert walks(talks, [6]) == 5
    assert walks(arranged(talks, [6]), [6]) == 1


def test_a_break_is_where_judges_change_for_nothing() -> None:
    talks = [talk(1, "a"), talk(2), talk(3, "a"), talk(4)]
    assert walks(arranged(talks, [2, 2]), [2, 2]) == 0
    assert walks(arranged(talks, [3, 1]), [3, 1]) == 1


def test_categories_stay_together_where_no_judge_walks_for_it() -> None:
    talks = [talk(n, category=n % 3) for n in range(9)]
    assert changes(arranged(talks, [9])) == 2
    walled = [talk(1, "a", 1), talk(2, "", 2), talk(3, "a", 2), talk(4, "", 1)]
    assert cost(arranged(walled, [4]), [4]) == (1, 2)


def test_the_same_lot_gives_the_same_order_and_another_one_another() -> None:
    talks = [talk(n) for n in range(12)]
    assert arrange(talks, [12], "73") == arrange(talks[::-1], [12], "73")
    assert arrange(talks, [12], "73") != arrange(talks, [12], "74")


def test_the_lot_favours_nobody() -> None:
    talks = [talk(n, "a" if n % 2 else "") for n in range(4)]
    firsts = [arrange(talks, [4], str(lot))[0] for lot in range(400)]
    assert all(60 < firsts.count(entry) < 140 for entry in range(4))


def test_nothing_to_present_is_an_empty_order() -> None:
    assert arrange([], [], "1") == []


@given(panels(6))
@settings(max_examples=60)
def test_no_order_of_few_entries_is_better(case: tuple[list[Talk], list[int]]) -> None:
    talks, sizes = case
    best = min(cost(order, sizes) for order in permutations(talks))
    assert cost(arranged(talks, sizes), sizes) == best


@given(panels(14), st.booleans())
@settings(max_examples=60)
def test_never_worse_than_the_order_given(case: tuple[list[Talk], list[int]], exact: bool) -> None:
    talks, sizes = case
    steps, ro.STEPS = ro.STEPS, ro.STEPS if exact else 0
    try:
        order = arranged(talks, sizes)
    finally:
        ro.STEPS = steps
    assert sorted(each.entry for each in order) == list(range(len(talks)))
    assert cost(order, sizes) <= cost(talks, sizes)


def test_a_hundred_entries_with_a_wall_each_take_seconds_at_most() -> None:
    talks = [Talk(n, frozenset({n % 17, n * 7 % 23}), n % 6) for n in range(100)]
    begun = perf_counter()
    order = arranged(talks, [11] * 10)
    assert perf_counter() - begun < 20
    assert walks(order, [11] * 10) < walks(talks, [11] * 10) / 2


def test_a_day_is_cut_at_its_breaks_and_goes_on_the_next_working_day() -> None:
    hours = Hours(MONDAY, starts=9 * 60, ends=13 * 60 + 45, breaks=((600, 615), (720, 780)))
    found = sittings(hours, 9, working=lambda day: day.weekday() != 1)
    assert [len(each) for each in found] == [2, 4, 2, 1]
    assert found[0] == [wita(MONDAY, 9), wita(MONDAY, 9, 25)]
    assert found[1][0] == wita(MONDAY, 10, 15)
    assert found[2] == [wita(MONDAY, 13), wita(MONDAY, 13, 25)]
    assert found[3] == [wita(date(2026, 9, 9), 9)]


def test_the_last_entry_before_a_break_needs_no_change_over() -> None:
    hours = Hours(MONDAY, ends=9 * 60 + 45, talk=7, questions=13, change=5, breaks=())
    assert [len(each) for each in sittings(hours, 2)] == [2]


def test_a_break_after_the_last_hour_takes_nothing_away() -> None:
    assert [len(each) for each in sittings(Hours(MONDAY, ends=10 * 60), 3)] == [2, 1]


def test_hours_into_which_nothing_fits_are_refused() -> None:
    with pytest.raises(NoRoomError):
        sittings(Hours(MONDAY, ends=9 * 60 + 10), 3)
