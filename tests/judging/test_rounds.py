"""Rounds open in order, take in entries, close, and reopen with every mark in place."""

from __future__ import annotations

import pytest

from award.competitions.models import Edition, Round
from award.competitions.states import EditionState, RoundState
from award.core.problems import Invalid, Refused
from award.entries.states import EntryState
from award.judging import actions, queries
from award.judging.queries import rounds
from tests import builders as make
from tests.cast import Cast


@pytest.fixture
def first(edition: Edition) -> Round:
    return make.round_of(edition, "proposal", RoundState.DRAFT)


@pytest.fixture
def second(edition: Edition) -> Round:
    return make.round_of(edition, "presentasi", RoundState.DRAFT)


def test_the_first_round_takes_in_every_entry_that_passed(
    first: Round, edition: Edition, cast: Cast
) -> None:
    passed = make.entry(edition, state=EntryState.PASSED)
    make.entry(edition, state=EntryState.SUBMITTED)
    make.entry(make.edition(2025), state=EntryState.PASSED)
    actions.open_round(round_=first, actor=cast.organiser)
    assert first.state == RoundState.OPEN
    assert queries.entries_of_round(first.id) == [passed]


def test_a_round_without_entries_does_not_open(first: Round, cast: Cast) -> None:
    with pytest.raises(Invalid, match="Belum ada usulan"):
        actions.open_round(round_=first, actor=cast.organiser)


def test_a_round_does_not_open_before_its_edition(
    first: Round, edition: Edition, cast: Cast
) -> None:
    edition.state = EditionState.DRAFT
    with pytest.raises(Refused, match="tidak sedang berjalan"):
        actions.open_round(round_=first, actor=cast.organiser)


def test_the_next_round_waits_for_the_decision(
    first: Round, second: Round, edition: Edition, cast: Cast
) -> None:
    entry = make.entry(edition, state=EntryState.PASSED)
    actions.open_round(round_=first, actor=cast.organiser)
    actions.admit(round_=second, entries=[entry], actor=cast.organiser)
    with pytest.raises(Refused, match="Babak sebelumnya belum diputuskan"):
        actions.open_round(round_=second, actor=cast.organiser)
    first.state = RoundState.DECIDED
    actions.open_round(round_=second, actor=cast.organiser)
    assert second.state == RoundState.OPEN


def test_the_next_round_has_only_whom_the_decision_admits(
    first: Round, second: Round, edition: Edition, cast: Cast
) -> None:
    stays, goes_on = (make.entry(edition, state=EntryState.PASSED) for _ in range(2))
    first.state = RoundState.DECIDED
    assert actions.admit(round_=second, entries=[goes_on], actor=cast.organiser) == 1
    actions.open_round(round_=second, actor=cast.organiser)
    assert queries.entries_of_round(second.id) == [goes_on]
    assert stays not in queries.entries_of_round(second.id)


def test_an_entry_that_passes_late_can_still_come_in(
    first: Round, edition: Edition, cast: Cast
) -> None:
    early = make.entry(edition, state=EntryState.PASSED)
    late = make.entry(edition, state=EntryState.SUBMITTED)
    actions.open_round(round_=first, actor=cast.organiser)
    assert rounds.waiting(first) == rounds.Waiting(passed=0, in_screening=1)
    late.state = EntryState.PASSED
    assert rounds.waiting(first) == rounds.Waiting(passed=1, in_screening=0)
    actions.admit(round_=first, entries=rounds.passed_outside(first), actor=cast.organiser)
    assert {each.id for each in queries.entries_of_round(first.id)} == {early.id, late.id}


def test_admitting_twice_changes_nothing(first: Round, edition: Edition, cast: Cast) -> None:
    entry = make.entry(edition, state=EntryState.PASSED)
    assert actions.admit(round_=first, entries=[entry], actor=cast.organiser) == 1
    assert actions.admit(round_=first, entries=[entry], actor=cast.organiser) == 0


def test_entries_that_did_not_pass_or_belong_elsewhere_stay_out(
    first: Round, edition: Edition, cast: Cast
) -> None:
    for stranger in (
        make.entry(edition, state=EntryState.SUBMITTED),
        make.entry(make.edition(2025), state=EntryState.PASSED),
    ):
        with pytest.raises(Invalid, match="lolos seleksi"):
            actions.admit(round_=first, entries=[stranger], actor=cast.organiser)


def test_undoing_a_decision_empties_the_round_that_waits(
    second: Round, edition: Edition, cast: Cast
) -> None:
    entry = make.entry(edition, state=EntryState.PASSED)
    make.assignment(second, entry, cast.external_judge)
    actions.retract(round_=second, actor=cast.organiser)
    assert queries.entries_of_round(second.id) == []
    assert rounds.figures(second).sheets == 0


def test_a_round_that_was_opened_cannot_be_emptied(
    second: Round, edition: Edition, cast: Cast
) -> None:
    entry = make.entry(edition, state=EntryState.PASSED)
    make.admitted(second, entry)
    second.state = RoundState.OPEN
    with pytest.raises(Invalid, match="sudah dibuka"):
        actions.retract(round_=second, actor=cast.organiser)
    assert queries.entries_of_round(second.id) == [entry]


def test_closing_and_reopening_keep_every_mark(first: Round, edition: Edition, cast: Cast) -> None:
    entry = make.entry(edition, state=EntryState.PASSED)
    first.state = RoundState.OPEN
    sheet = make.sheet(make.assignment(first, entry, cast.external_judge), 4)
    actions.close_round(round_=first, actor=cast.organiser)
    assert first.state == RoundState.CLOSED
    actions.reopen_round(round_=first, actor=cast.organiser)
    assert first.state == RoundState.OPEN
    assert [mark.level for mark in sheet.marks] == [4] * 7
    assert queries.round_totals(first.id) == {entry.id: [sheet.total]}


def test_a_decided_round_is_not_reopened(first: Round, cast: Cast) -> None:
    first.state = RoundState.DECIDED
    with pytest.raises(Refused, match="sudah diputuskan"):
        actions.reopen_round(round_=first, actor=cast.organiser)


def test_progress_says_how_far_each_judge_is(first: Round, edition: Edition, cast: Cast) -> None:
    entries = [make.entry(edition, state=EntryState.PASSED) for _ in range(3)]
    for entry in entries:
        make.assignment(first, entry, cast.external_judge)
    busy = [make.assignment(first, entry, cast.second_judge) for entry in entries]
    make.sheet(busy[0], 3)
    make.sheet(busy[1], 3, finished=False)
    shown = [(p.judge, p.assigned, p.drafts, p.finished) for p in queries.progress(first.id)]
    assert shown == [(cast.external_judge, 3, 0, 0), (cast.second_judge, 3, 1, 1)]
    assert rounds.figures(first) == rounds.RoundFigures(
        entries=3, staffed=0, sheets=6, finished=1, needed=8
    )


def test_only_finished_sheets_are_counted(first: Round, edition: Edition, cast: Cast) -> None:
    entry = make.entry(edition, state=EntryState.PASSED)
    done = make.sheet(make.assignment(first, entry, cast.external_judge), 5)
    make.sheet(make.assignment(first, entry, cast.second_judge), 1, finished=False)
    keys = [criterion.key for criterion in first.criteria]
    assert queries.round_totals(first.id) == {entry.id: [done.total]}
    assert queries.marks_of_round(first.id) == {entry.id: [dict.fromkeys(keys, 5)]}
    assert queries.judges_of_edition(edition.id) == [cast.external_judge]
