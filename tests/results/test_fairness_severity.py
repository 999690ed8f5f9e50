"""Severity: known variances, planted judges, and where the data do not say."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from award.results.fairness.notes import Note
from award.results.fairness.reml import components
from award.results.fairness.severity import severity, z_scores
from tests.results.test_fairness_agreement import SHROUT_FLEISS, long

seeds = st.integers(0, 2**31)


def panel(chance, entries=60, judges=15, each=3, strict=2.0, noise=2.0, quality=3.0):
    """Entries given to judges by chance; half of the judges strict, half lenient."""
    planted = np.resize([strict, -strict], judges)
    entry = np.repeat(np.arange(entries), each)
    judge = np.concatenate([chance.permutation(judges)[:each] for _ in range(entries)])
    _, judge = np.unique(judge, return_inverse=True)
    truth = 70 + quality * chance.standard_normal(entries)
    marks = truth[entry] - planted[judge] + noise * chance.standard_normal(len(entry))
    return entry, judge, marks, truth, planted


def error(scores, truth):
    return np.sqrt(np.mean(((scores - scores.mean()) - (truth - truth.mean())) ** 2))


def anova(table):
    """Variances of a complete table from its mean squares."""
    n, k = table.shape
    rows, columns = table.mean(axis=1), table.mean(axis=0)
    rest = ((table - rows[:, None] - columns + table.mean()) ** 2).sum() / ((n - 1) * (k - 1))
    return (
        rows.var(ddof=1) - rest / k,
        columns.var(ddof=1) - rest / n,
        rest,
    )


def test_the_variances_of_shrout_and_fleiss_follow_from_their_printed_mean_squares():
    """BMS = 11.24, JMS = 32.49, EMS = 1.02."""
    found = components(*long(SHROUT_FLEISS))

    assert found.entry == pytest.approx((11.24 - 1.02) / 4, abs=0.005)
    assert found.judge == pytest.approx((32.49 - 1.02) / 6, abs=0.005)
    assert found.residual == pytest.approx(1.02, abs=0.005)


@settings(max_examples=25)
@given(seeds, st.integers(4, 20), st.integers(3, 20))
def test_in_a_complete_table_reml_is_the_analysis_of_variance(seed, entries, judges):
    chance = np.random.default_rng(seed)
    table = 3 * chance.standard_normal((entries, 1)) + 2 * chance.standard_normal((1, judges))
    table = table + chance.standard_normal((entries, judges))
    expected = anova(table)

    found = components(*long(table))

    if min(expected) > 0.01:
        assert (found.entry, found.judge, found.residual) == pytest.approx(expected, rel=1e-3)


def test_the_likelihood_is_the_one_written_with_whole_matrices():
    """No other variances make the restricted likelihood of an unbalanced panel larger."""
    entry, judge, marks, _, _ = panel(np.random.default_rng(5), entries=20, judges=6)
    found = components(entry, judge, marks)
    same_entry = np.equal.outer(entry, entry)
    same_judge = np.equal.outer(judge, judge)

    def deviance(by_entry, by_judge, rest):
        covariance = by_entry * same_entry + by_judge * same_judge + rest * np.eye(len(marks))
        inverse = np.linalg.inv(covariance)
        weight = inverse.sum()
        left = marks - (inverse @ marks).sum() / weight
        return np.linalg.slogdet(covariance)[1] + np.log(weight) + left @ inverse @ left

    best = (found.entry, found.judge, found.residual)
    around = [
        deviance(*(np.array(best) * np.where(np.arange(3) == part, change, 1)))
        for part in range(3)
        for change in (0.99, 1.01)
    ]
    assert deviance(*best) < min(around)


@settings(max_examples=30)
@given(seeds)
def test_planted_severities_are_recovered_better_than_by_the_mean(seed):
    """Fifteen judges, twelve sheets each, strict or lenient by two points."""
    entry, judge, marks, truth, planted = panel(np.random.default_rng(seed))

    found = severity(entry, judge, marks)

    assert error(found.adjusted, truth) < error(found.raw, truth)
    assert np.corrcoef(found.severity, planted)[0, 1] > 0.8


@settings(max_examples=10)
@given(seeds)
def test_a_severity_is_nearer_the_planted_one_than_the_mean_of_the_judges_sheets(seed):
    """Which also depends on whose entries the judge was given. Over ten panels, not in each."""
    chance = np.random.default_rng(seed)
    errors = []
    for _ in range(10):
        entry, judge, marks, _, planted = panel(chance)
        by_mean = marks.mean() - np.bincount(judge, marks) / np.bincount(judge)
        found = severity(entry, judge, marks).severity
        errors.append((error(found, planted), error(by_mean, planted)))

    ours, plain = np.mean(errors, axis=0)
    assert ours < 0.9 * plain


def test_where_the_adjustment_does_not_help():
    """Judges who do not differ, or two sheets each: on average it gains nothing, and harms little.

    Single panels come out on either side; the model then pulls the severities to zero.
    """
    gains = {"alike": [], "thin": []}
    for seed in range(60):
        chance = np.random.default_rng(seed)
        for name, shape in (
            ("alike", {"strict": 0.0}),
            ("thin", {"entries": 8, "judges": 8, "each": 2, "noise": 4.0}),
        ):
            entry, judge, marks, truth, _ = panel(chance, **shape)
            found = severity(entry, judge, marks)
            gains[name].append(error(found.raw, truth) - error(found.adjusted, truth))

    assert min(gains["alike"]) < 0
    assert abs(np.mean(gains["alike"])) < 0.05
    assert min(gains["thin"]) < 0
    assert np.mean(np.array(gains["thin"]) <= 0) > 0.25


def test_few_sheets_pull_a_severity_to_zero():
    chance = np.random.default_rng(2)
    entry, judge, marks, _, _ = panel(chance, entries=80, judges=8)
    once, marks_of_once = judge.max() + 1, marks[:1] - 6

    found = severity(np.append(entry, 0), np.append(judge, once), np.append(marks, marks_of_once))

    apart = np.mean(marks[1:3]) - marks_of_once[0]
    assert 0 < found.severity[once] < apart


def test_a_strict_judge_has_a_severity_above_zero_and_the_entries_gain():
    table = np.array([[70, 72, 61], [80, 81, 70], [75, 77, 64], [66, 68, 55]], float)
    entry, judge, marks = long(table)
    kept = ~((entry == 0) & (judge == 2) | (entry == 1) & (judge == 0))

    found = severity(entry[kept], judge[kept], marks[kept])

    assert np.argmax(found.severity) == 2
    assert found.severity[2] > 5
    assert found.adjusted[1] > found.raw[1]
    assert found.adjusted[0] < found.raw[0]


def test_ranks_change_where_the_panel_decided():
    chance = np.random.default_rng(7)
    entry, judge, marks, _, _ = panel(chance, entries=100, judges=6, noise=0.1)

    found = severity(entry, judge, marks)

    assert np.any(found.rank_change != 0)
    assert found.rank_change == pytest.approx(found.raw_rank - found.adjusted_rank)


def test_when_everybody_judges_everything_no_score_changes():
    found = severity(*long(SHROUT_FLEISS))

    assert found.adjusted == pytest.approx(found.raw, abs=1e-4)
    assert found.severity.sum() == pytest.approx(0, abs=1e-9)
    assert found.remarks == ()


def test_panels_without_a_common_judge_keep_their_means_and_it_is_said():
    entry, judge, marks = long(SHROUT_FLEISS)

    found = severity(
        np.concatenate([entry, entry + 6]),
        np.concatenate([judge, judge + 4]),
        np.concatenate([marks, marks - 3]),
    )

    assert found.panels == 2
    assert found.adjusted == pytest.approx(found.raw, abs=1e-4)
    assert [(one.note, one.number) for one in found.remarks] == [(Note.DISCONNECTED, 2)]


def test_thin_data_leave_the_raw_score_and_it_is_said():
    """Every sheet is needed to know its entry or its judge: nothing is left to compare."""
    found = severity(np.array([0, 1, 1]), np.array([0, 0, 1]), np.array([60.0, 70.0, 50.0]))

    assert found.adjusted == pytest.approx(found.raw)
    assert found.fitted is None
    assert np.isnan(found.severity).all()
    assert [one.note for one in found.remarks] == [Note.THIN]


def test_judges_who_do_not_differ_are_not_adjusted_for():
    table = np.array([[1, 2, 3], [3, 1, 2], [2, 3, 1], [11, 12, 13], [13, 11, 12]], float)
    entry, judge, marks = long(table)

    found = severity(entry[1:], judge[1:], marks[1:])

    assert found.fitted.judge == 0
    assert found.adjusted == pytest.approx(found.raw, abs=1e-4)
    assert Note.NO_JUDGE_DIFFERENCE in {one.note for one in found.remarks}


def test_equal_marks_everywhere_are_no_failure():
    found = severity(*long(np.full((4, 3), 80.0)))

    assert found.adjusted == pytest.approx(np.full(4, 80.0))
    assert [one.note for one in found.remarks] == [Note.ALL_ALIKE]


def test_marks_without_any_noise_are_taken_apart_exactly():
    entry, judge, marks, truth, planted = panel(np.random.default_rng(3), noise=0.0)

    found = severity(entry, judge, marks)

    assert error(found.adjusted, truth) < 0.01
    assert error(found.severity, planted) < 0.01


@settings(max_examples=25)
@given(seeds)
def test_the_order_and_the_names_do_not_matter(seed):
    chance = np.random.default_rng(seed)
    entry, judge, marks, _, _ = panel(chance, entries=12, judges=5)
    order = chance.permutation(len(marks))
    entries, judges = chance.permutation(12), chance.permutation(5)

    usual = severity(entry, judge, marks)
    other = severity(entries[entry][order], judges[judge][order], marks[order])

    assert other.adjusted[entries] == pytest.approx(usual.adjusted, abs=2e-3)
    assert other.severity[judges] == pytest.approx(usual.severity, abs=2e-3)


def test_more_judges_than_entries_is_the_same_model():
    entry, judge, marks, _, _ = panel(np.random.default_rng(11), entries=30, judges=8, each=4)

    usual, turned = components(entry, judge, marks), components(judge, entry, marks)

    assert (turned.judge, turned.entry) == pytest.approx((usual.entry, usual.judge), rel=1e-3)
    assert turned.entry_effects == pytest.approx(usual.judge_effects, abs=1e-2)


def test_z_scores_take_away_mean_and_spread_of_each_judge():
    judge = np.array([0, 0, 0, 1, 1, 1, 2, 3, 3])
    totals = np.array([60.0, 70, 80, 1, 2, 3, 50, 40, 40])

    found = z_scores(judge, totals)

    assert found[:6] == pytest.approx([-1, 0, 1, -1, 0, 1])
    assert np.isnan(found[6:]).all()
