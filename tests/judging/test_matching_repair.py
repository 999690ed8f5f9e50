"""A judge leaves, a conflict appears, a panel must close today."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from award.judging.matching import (
    Assignment,
    Change,
    Entry,
    Infeasible,
    Judge,
    Pair,
    Request,
    replacements,
    smallest_closing_set,
    solve,
)
from tests.judging.test_matching import breaches, edition, every_assignment, requests, solved


def changed(request: Request, pairs: tuple[Pair, ...], change: Change) -> tuple[Pair, ...]:
    """The pairs afterwards, of those the request still allows."""
    judges = {judge.key for judge in request.judges}
    stand = {(e, j) for e, j in pairs if j in judges and (e, j) not in request.forbidden}
    return tuple(sorted((stand - set(change.removed)) | set(change.added)))


def test_two_conflicts_in_the_middle_of_a_round_change_two_pairs() -> None:
    asked = edition(60, 15, 10)
    pairs = solved(asked).pairs
    barred = {pairs[0], pairs[90]}
    change = replacements(asked, pairs, barred=barred)
    assert isinstance(change, Change)
    now = replace(asked, forbidden=barred)
    after = changed(now, pairs, change)
    assert breaches(now, after) == []
    assert change.removed == ()
    assert {entry for entry, _ in change.added} == {entry for entry, _ in barred}
    assert max(change.loads.values()) - min(change.loads.values()) <= 1


def test_the_work_of_a_judge_who_does_not_come_is_shared_out_evenly() -> None:
    asked = edition(60, 15, 10)
    pairs = solved(asked).pairs
    change = replacements(asked, pairs, gone={"j0003"})
    assert isinstance(change, Change)
    left = replace(asked, judges=[judge for judge in asked.judges if judge.key != "j0003"])
    assert breaches(left, changed(left, pairs, change)) == []
    assert len(change.added) == 12
    assert set(change.loads.values()) == {12, 13}


def test_each_place_has_other_judges_to_choose_from() -> None:
    asked = edition(60, 15, 10)
    pairs = solved(asked).pairs
    change = replacements(asked, pairs, barred={pairs[0]})
    assert isinstance(change, Change)
    ((entry, judge),) = change.added
    others = change.alternatives[entry]
    assert others
    for other in others:
        now = replace(asked, forbidden={pairs[0]})
        after = {*changed(now, pairs, change), (entry, other)} - {(entry, judge)}
        assert breaches(now, tuple(after)) == []


@given(requests(), st.data())
@settings(max_examples=300, deadline=None)
def test_a_change_is_never_larger_than_it_must_be(request_: Request, data: st.DataObject) -> None:
    answer = solve(request_)
    if not isinstance(answer, Assignment):
        return
    barred = data.draw(st.sampled_from(answer.pairs))
    change = replacements(request_, answer.pairs, barred=[barred])
    now = replace(request_, forbidden={*request_.forbidden, barred})
    ways = every_assignment(now)
    if isinstance(change, Infeasible):
        assert ways == []
        return
    after = changed(now, answer.pairs, change)
    assert breaches(now, after) == []
    kept = max(len(set(way) & set(answer.pairs)) for way in ways)
    assert len(set(after) & set(answer.pairs)) == kept


def crowded() -> tuple[Request, tuple[Pair, ...]]:
    """Only who already judges ``b`` can take the place at ``a``."""
    judges = [Judge(key, None, 1, external=True) for key in ("x", "y", "z")]
    asked = Request([Entry("a"), Entry("b")], judges, 1, forbidden={("a", "z"), ("b", "x")})
    return asked, (("a", "x"), ("b", "y"))


def test_another_sheet_moves_only_when_nobody_else_has_room() -> None:
    asked, pairs = crowded()
    change = replacements(asked, pairs, gone={"x"})
    assert isinstance(change, Change)
    assert change.added == (("a", "y"), ("b", "z"))
    assert change.removed == (("b", "y"),)


def test_a_finished_sheet_never_moves() -> None:
    asked, pairs = crowded()
    answer = replacements(asked, pairs, gone={"x"}, finished=[("b", "y")])
    assert isinstance(answer, Infeasible)
    assert answer.shortages[0].entries == ("a",)
    assert answer.shortages[0].judges == ("y",)


def test_a_panel_closes_with_the_fewest_sheets_of_those_present() -> None:
    asked = edition(12, 6, 6)
    pairs = solved(asked).pairs
    finished = [pair for pair in pairs if pair[0] < "e00008"]
    present = {judge.key for judge in asked.judges}
    closing = smallest_closing_set(asked, pairs, finished=finished, present=present, minimum=2)
    assert closing.new == ()
    assert closing.lacking == {}
    assert len(closing.sheets) == 2 * 4
    assert set(closing.sheets) <= set(pairs) - set(finished)
    assert max(closing.loads.values()) <= 2


def test_who_is_absent_is_replaced_and_what_cannot_close_is_named() -> None:
    judges = [Judge("in1", "p", 9), Judge("in2", "q", 9), Judge("out", None, 9, external=True)]
    asked = Request([Entry("a", "p"), Entry("b", "r")], judges, per_entry=2)
    pairs = [("a", "in2"), ("a", "out"), ("b", "in1"), ("b", "out")]
    closing = smallest_closing_set(
        asked, pairs, finished=[("b", "out")], present={"in2", "out"}, minimum=2
    )
    assert closing.sheets == (("a", "in2"), ("a", "out"))
    assert closing.new == (("b", "in2"),)
    without = smallest_closing_set(
        asked, pairs, finished=[("b", "out")], present={"in2"}, minimum=2
    )
    assert without.sheets == (("a", "in2"),)
    assert without.lacking == {"a": 1}


@pytest.mark.parametrize("minimum", [1, 2])
def test_an_external_sheet_is_among_those_that_close_an_entry(minimum: int) -> None:
    judges = [Judge("in1", None, 9), Judge("in2", None, 9), Judge("out", None, 9, external=True)]
    asked = Request([Entry("a")], judges, per_entry=3)
    pairs = [("a", judge.key) for judge in judges]
    for done in combinations(pairs[:2], minimum - 1):
        closing = smallest_closing_set(
            asked, pairs, finished=done, present={"in1", "in2", "out"}, minimum=minimum
        )
        assert closing.sheets == (("a", "out"),)
