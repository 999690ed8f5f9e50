"""Agreement as printed in the papers the measures come from."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from award.results.fairness.agreement import agreement, alpha, icc, kendall_w
from award.results.fairness.notes import Note, Verdict

SHROUT_FLEISS = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], float
)
"""Shrout and Fleiss (1979), table 2: six targets, four judges."""

KRIPPENDORFF = """
1 2 3 3 2 1 4 1 2 . . .
1 2 3 3 2 2 4 1 2 5 . 3
. 3 3 3 2 3 4 2 2 5 1 .
1 2 3 3 2 4 4 1 2 5 1 .
"""
"""Krippendorff (2007; 2011, section C): four observers, twelve units, missing values."""

ZAR = np.array(
    [
        [10.4, 10.8, 11.1, 10.2, 10.3, 10.2, 10.7, 10.5, 10.8, 11.2, 10.6, 11.4],
        [7.4, 7.6, 7.9, 7.2, 7.4, 7.1, 7.4, 7.2, 7.8, 7.7, 7.8, 8.3],
        [17.0, 17.0, 20.0, 14.5, 15.5, 13.0, 19.5, 16.0, 21.0, 20.0, 18.0, 22.0],
    ]
).T
"""Zar (2010), Biostatistical Analysis, example 20.5: wing, tail and bill of twelve birds."""

ANXIETY = np.array(
    [
        [3, 3, 3, 4, 5, 5, 2, 3, 5, 2, 2, 6, 1, 5, 2, 2, 1, 2, 4, 3],
        [3, 6, 4, 6, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4],
        [2, 1, 4, 4, 3, 2, 1, 6, 1, 1, 1, 2, 3, 3, 1, 1, 3, 3, 2, 2],
    ],
    float,
).T
"""Twenty subjects, three raters; data set `anxiety` of the R package irr."""

tables = st.integers(2, 6).flatmap(
    lambda judges: st.lists(
        st.lists(st.integers(1, 5), min_size=judges, max_size=judges), min_size=2, max_size=8
    )
)


def long(table):
    """Entries, judges and values of a table, without its empty cells."""
    entry, judge = np.indices(table.shape).reshape(2, -1)
    values = table.ravel()
    given_ = np.isfinite(values)
    return entry[given_], judge[given_], values[given_]


def krippendorff():
    rows = [
        [float("nan") if cell == "." else float(cell) for cell in line.split()]
        for line in KRIPPENDORFF.strip().splitlines()
    ]
    return long(np.array(rows).T)


def test_the_six_intraclass_correlations_of_shrout_and_fleiss():
    printed = {"1,1": 0.17, "2,1": 0.29, "3,1": 0.71, "1,k": 0.44, "2,k": 0.62, "3,k": 0.91}

    found = icc(SHROUT_FLEISS)

    assert list(found) == list(printed)
    assert found == pytest.approx(printed, abs=0.005)


def test_krippendorffs_alpha_with_missing_values():
    entry, _, values = krippendorff()

    assert alpha(entry, values) == pytest.approx(0.849, abs=0.0005)
    assert alpha(entry, values, ordinal=True) == pytest.approx(0.815, abs=0.0005)


def test_ordinal_alpha_is_krippendorffs_own_formula():
    """His metric, (sum of counts from c to k - (n_c + n_k)/2) squared, written out."""
    entry, _, values = krippendorff()
    paired = np.isin(entry, np.flatnonzero(np.bincount(entry) > 1))
    entry, values = entry[paired], values[paired]

    def metric(c, k):
        low, high = sorted((c, k))
        between = ((values >= low) & (values <= high)).sum()
        return (between - ((values == c).sum() + (values == k).sum()) / 2) ** 2

    within = sum(
        sum(metric(a, b) for a in unit for b in unit) / (len(unit) - 1)
        for unit in (values[entry == each] for each in np.unique(entry))
    )
    everywhere = sum(metric(a, b) for a in values for b in values) / (len(values) - 1)

    assert alpha(entry, values, ordinal=True) == pytest.approx(1 - within / everywhere)


def test_kendalls_w_with_ties_by_hand():
    """Rank sums 14.5 21 30.5 6 11 3.5 20 11.5 29 28.5 22.5 36, so S = 5738.5 - 234 x 234 / 12
    = 1175.5. Ties: wing 6 + 6, tail 24 + 6 + 6, bill 6 + 6, together T = 60.
    W = 12 x 1175.5 / (9 x (1728 - 12) - 3 x 60) = 14106 / 15264 = 0.9241.
    """
    assert kendall_w(ZAR) == pytest.approx(14106 / 15264)


def test_kendalls_w_of_a_published_data_set_with_many_ties():
    assert kendall_w(ANXIETY) == pytest.approx(0.54, abs=0.005)


def test_with_missing_marks_only_what_allows_for_them_is_computed():
    found = agreement(*krippendorff())

    assert found.alpha_interval == pytest.approx(0.849, abs=0.0005)
    assert set(found.icc.values()) == {None}
    assert found.kendall_w is None
    assert {one.note for one in found.remarks} == {Note.INCOMPLETE_CROSS, Note.UNEQUAL_JUDGES}


def test_different_judges_but_equally_many_still_give_the_one_way_correlation():
    """Each entry by three judges of its own is what ICC(1) was made for."""
    _, _, values = long(SHROUT_FLEISS)

    found = agreement(np.repeat(np.arange(6), 4), np.arange(24), values)

    assert found.icc["1,1"] == pytest.approx(icc(SHROUT_FLEISS)["1,1"])
    assert found.icc["2,1"] is found.icc["3,k"] is found.kendall_w is None
    assert [one.note for one in found.remarks] == [Note.INCOMPLETE_CROSS]


def test_a_missing_mark_is_left_out_wherever_it_stands():
    entry, judge, values = long(SHROUT_FLEISS)
    more = np.append(values, np.nan)

    found = agreement(np.append(entry, 6), np.append(judge, 4), more)

    assert found == agreement(entry, judge, values)


@pytest.mark.parametrize(
    ("table", "verdict"),
    [
        ([[1, 1], [3, 3], [5, 5]], Verdict.AGREE),
        ([[1, 2], [2, 3], [5, 4]], Verdict.ROUGHLY),
        ([[1, 5], [3, 3], [5, 1]], Verdict.DISAGREE),
        ([[3, 3], [3, 3], [3, 3]], Verdict.UNKNOWN),
    ],
)
def test_one_word_for_how_far_judges_agree(table, verdict):
    assert agreement(*long(np.array(table, float))).verdict == verdict


def test_nothing_is_made_up_where_nothing_varies_or_nothing_pairs():
    alike = agreement(*long(np.full((3, 3), 4.0)))
    alone = agreement(np.arange(3), np.arange(3), np.array([1.0, 2.0, 3.0]))

    assert (alike.alpha_interval, alike.kendall_w, set(alike.icc.values())) == (None, None, {None})
    assert Note.ALL_ALIKE in {one.note for one in alike.remarks}
    assert alone.alpha_interval is None
    assert Note.NO_OVERLAP in {one.note for one in alone.remarks}


@given(tables, st.randoms(use_true_random=False))
def test_the_order_of_marks_entries_and_judges_does_not_matter(rows, chance):
    table = np.array(rows, float)
    entry, judge, values = long(table)
    order = list(range(len(values)))
    chance.shuffle(order)
    names = list(range(len(table)))
    chance.shuffle(names)
    people = list(range(table.shape[1]))
    chance.shuffle(people)

    usual = agreement(entry, judge, values)
    other = agreement(np.array(names)[entry][order], np.array(people)[judge][order], values[order])

    assert other.icc == pytest.approx(usual.icc, nan_ok=True)
    assert other.kendall_w == pytest.approx(usual.kendall_w)
    assert other.alpha_ordinal == pytest.approx(usual.alpha_ordinal)


@given(tables, st.integers(-50, 50), st.sampled_from([0.5, 2, 10]))
def test_another_scale_changes_no_agreement(rows, shift, stretch):
    entry, judge, values = long(np.array(rows, float))

    usual = agreement(entry, judge, values)
    other = agreement(entry, judge, values * stretch + shift)

    assert other.alpha_interval == pytest.approx(usual.alpha_interval)
    assert other.kendall_w == pytest.approx(usual.kendall_w)
