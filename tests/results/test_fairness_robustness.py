"""How firmly a result stands: without a judge, with other weights, on another day."""

import numpy as np
import pytest

from award.judging.scoring import Aggregate, Criterion, Rounding, entry_score
from award.results.fairness.field import OneRound
from award.results.fairness.judges import judge_reports
from award.results.fairness.noise import intervals
from award.results.fairness.robustness import robustness
from award.results.fairness.severity import severity
from award.results.fairness.sheets import Sheets, places_of


def sheets(totals, criteria=1, **more):
    """A complete panel from a table of totals, alike in every criterion."""
    table = np.array(totals, float)
    entry, judge = np.indices(table.shape).reshape(2, -1)
    marks = np.repeat(table.reshape(-1, 1) / criteria, criteria, axis=1)
    return Sheets(entry, judge, marks, np.ones(criteria), **more)


def cards(given, places, **more):
    found = severity(given.entry, given.judge, given.totals)
    return robustness(OneRound(given, found.fitted), places, **more)


CLEAR = [[90, 92, 91], [80, 83, 82], [70, 71, 72], [60, 62, 61]]
CLOSE = [[90, 80, 80], [82, 84, 82], [82, 81, 83], [60, 61, 62]]


@pytest.mark.parametrize("method", list(Aggregate))
@pytest.mark.parametrize("rounding", list(Rounding))
def test_scores_in_floats_are_the_official_ones(method, rounding):
    chance = np.random.default_rng(4)
    levels = chance.integers(1, 6, (7, 5, 3))
    criteria = [Criterion("a", 50, 5), Criterion("b", 30, 5), Criterion("c", 20, 5)]
    entry, judge = np.indices((7, 5)).reshape(2, -1)
    given = Sheets(
        entry,
        judge,
        levels.reshape(-1, 3).astype(float),
        np.array([float(one.factor) for one in criteria]),
        method,
        by_criterion=rounding == Rounding.EACH_STEP,
    )

    official = [
        entry_score(
            [dict(zip("abc", map(int, marks), strict=True)) for marks in entry_marks],
            criteria,
            method,
            rounding,
        ).score
        for entry_marks in levels
    ]

    # Rounding at each step may move three criteria by half a hundredth mark each.
    assert given.scores() == pytest.approx([float(one) for one in official], abs=0.12)


def test_entries_with_fewer_judges_are_aggregated_among_themselves():
    given = Sheets(
        np.array([0, 0, 0, 1, 1, 2]),
        np.array([0, 1, 2, 0, 1, 2]),
        np.array([[1.0], [2], [9], [4], [6], [5]]),
        np.array([1.0]),
        Aggregate.TRIMMED,
    )

    assert given.scores() == pytest.approx([2, 5, 5])
    assert given.scores(without=2) == pytest.approx([1.5, 5, np.nan], nan_ok=True)


def test_ranks_are_shared_on_two_decimals():
    ranks = places_of(np.array([80.001, 80.004, 90, np.nan, 70]))

    assert ranks == pytest.approx([2, 2, 1, np.nan, 4], nan_ok=True)


def test_equals_are_parted_as_the_tie_rules_did():
    scores = np.array([80.001, 80.004, 90, np.nan, 79.99])

    ranks = places_of(scores, order=np.array([3, 2, 1, np.nan, 4]))

    assert ranks == pytest.approx([3, 2, 1, np.nan, 4], nan_ok=True)
    assert places_of(scores, order=np.array([2, 2, 1, np.nan, 4]))[:2] == pytest.approx([2, 2])


def test_the_line_runs_where_a_tie_rule_drew_it():
    """Entries 1 and 2 have equal scores; the rules put 2 first."""
    given = sheets([[90, 90, 90], [80, 82, 81], [81, 81, 81], [70, 71, 72]])

    found = cards(given, 2, order=np.array([1.0, 3, 2, 4]))

    assert [(card.entry, card.rank) for card in found.cards] == [(0, 1), (2, 2), (1, 3)]
    assert found.line.margin == pytest.approx(0)
    assert found.cards[2].rank == 3


def test_a_clear_result_stays_whatever_happens():
    found = cards(sheets(CLEAR, criteria=2), 2)

    assert [card.entry for card in found.cards] == [0, 1, 2]
    assert found.line.margin == pytest.approx(10.67, abs=0.01)
    assert found.line.stays == pytest.approx(1)
    for card in found.cards:
        assert card.without == {}
        assert card.decisive == ()
        assert {shift.rank for shift in card.shifts} == {card.rank}
        assert card.ranks == (card.rank, card.rank)


def test_one_judge_who_made_the_winner_is_named():
    """Entry 0 wins by the 90 of judge 0 alone."""
    winner = cards(sheets(CLOSE), 1).cards[0]

    assert winner.entry == 0
    assert winner.without == {0: 3}
    assert winner.decisive == (0,)
    assert winner.margin == pytest.approx(0.67, abs=0.01)
    assert 0.2 < winner.stays < 0.9
    low, high = winner.interval
    assert low < winner.score < high


def test_the_first_below_the_line_has_a_card_too():
    found = cards(sheets(CLOSE), 1)

    below = found.cards[1]
    assert below.entry == 1
    assert below.margin == pytest.approx(-0.67, abs=0.01)
    assert 0 in below.decisive
    assert below.stays < found.cards[0].stays


def test_weights_are_shifted_by_five_points_of_a_hundred():
    """Half and half; five points towards the first criterion turn the order round."""
    marks = np.array([[10.0, 0], [0, 10.5], [10, 0], [0, 10.5]])
    given = Sheets(np.array([0, 1, 0, 1]), np.array([0, 0, 1, 1]), marks, np.array([5.0, 5.0]))

    found = robustness(OneRound(given, None), 1)

    moved = {(one.weight, one.points): one for one in found.cards[0].shifts}
    assert found.cards[0].entry == 1
    assert moved[0, 5.0].rank == 2
    assert moved[0, 5.0].score == pytest.approx(10.5 * 4.5)
    assert moved[0, -5.0].score == pytest.approx(10.5 * 5.5)
    assert found.cards[0].stays is None


def test_the_same_marks_give_the_same_card():
    assert cards(sheets(CLOSE), 2) == cards(sheets(CLOSE), 2)


def test_the_interval_is_as_wide_as_the_model_says():
    """Two standard errors of a mean of nine judges, their severities included."""
    chance = np.random.default_rng(9)
    table = 70 + 5 * chance.standard_normal((40, 1)) + chance.standard_normal((1, 9))
    given = sheets(table + 2 * chance.standard_normal((40, 9)))
    fitted = severity(given.entry, given.judge, given.totals).fitted

    ends = intervals(given, given.scores(), fitted)

    expected = 2 * 1.96 * np.sqrt((fitted.judge + fitted.residual) / 9)
    assert np.mean(ends[:, 1] - ends[:, 0]) == pytest.approx(expected, rel=0.05)


def test_official_scores_are_kept_where_given():
    given = sheets(CLEAR)

    found = cards(given, 1, scores=given.scores() + 1)

    assert found.cards[0].score == pytest.approx(92)


def test_everybody_above_the_line_has_no_margin():
    found = cards(sheets(CLEAR), 4)

    assert found.line.margin is None
    assert found.line.stays == pytest.approx(1)
    assert [card.margin for card in found.cards] == [None] * 4


def test_a_line_above_the_first_place_is_refused():
    with pytest.raises(ValueError, match="place"):
        robustness(OneRound(sheets(CLEAR), None), 0)


def test_a_sheet_with_a_missing_mark_is_refused():
    with pytest.raises(ValueError, match="all its marks"):
        sheets([[80, float("nan")]])


def test_a_judge_learns_about_the_own_marks():
    """Judge 1 ranks like the others, judge 2 against them, judge 0 gives all the same."""
    table = np.array([[4, 5, 2, 9], [4, 4, 3, 7], [4, 3, 4, 5], [4, 2, 5, 3]], float)
    given = sheets(table)

    flat, like, against, _ = judge_reports(given, np.array([0.5, -0.5, 0.0, np.nan]))

    assert (flat.n, flat.mean, flat.sd, flat.severity) == (4, 4, 0, 0.5)
    assert flat.consistency is None
    assert (flat.levels, flat.commonest) == (1, 1)
    assert like.consistency > 0.9
    assert against.consistency == pytest.approx(-1)
    assert (like.lowest, like.highest, like.levels, like.commonest) == (2, 5, 4, 0.25)


def test_a_judge_alone_has_nothing_to_be_compared_with():
    given = Sheets(np.array([0]), np.array([0]), np.array([[70.0]]), np.array([1.0]))

    (only,) = judge_reports(given, np.array([np.nan]))

    assert (only.sd, only.severity, only.consistency) == (None, None, None)
