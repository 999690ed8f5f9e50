"""What a sheet, a round and a competition come to, and what refuses to come to anything."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from award.judging.scoring import (
    Aggregate,
    Criterion,
    Rounding,
    RoundScore,
    aggregate,
    combined,
    entry_score,
    from_totals,
    half_up,
    panel_scores,
    sheet_total,
)

WEIGHTS = {
    "latar_belakang": 10,
    "kebaruan": 15,
    "implementasi": 5,
    "signifikansi": 30,
    "adaptabilitas": 20,
    "sumber_daya": 5,
    "keberlanjutan": 15,
}
RUBRIC = [Criterion(key, Decimal(weight), 5) for key, weight in WEIGHTS.items()]
STAGES = {"proposal": Decimal(20), "presentasi": Decimal(55), "lapangan": Decimal(25)}

levels = st.integers(min_value=1, max_value=5)
full_sheets = st.fixed_dictionaries(dict.fromkeys(WEIGHTS, levels))
panels = st.lists(full_sheets, min_size=1, max_size=9)
methods = st.sampled_from(Aggregate)
roundings = st.sampled_from(Rounding)
hundredths = st.decimals(min_value=0, max_value=100, places=2)


def sheet(level, **changes):
    return dict.fromkeys(WEIGHTS, level) | changes


def stage(value):
    exact = Fraction(value)
    return RoundScore(half_up(exact), exact, {}, 3)


# Rounding


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("2.675", "2.68"),
        ("0.005", "0.01"),
        ("0.004999999999999999999999999999999", "0.00"),
        ("84.125", "84.13"),
        ("84.135", "84.14"),
        ("99.995", "100.00"),
        ("-0.005", "-0.01"),
    ],
)
def test_a_half_goes_up_and_anything_below_it_does_not(value, shown):
    assert str(half_up(Decimal(value))) == shown


def test_a_third_is_rounded_from_its_true_value():
    assert half_up(Fraction(200, 3)) == Decimal("66.67")
    assert half_up(Fraction(1, 3), 6) == Decimal("0.333333")


@given(st.decimals(min_value=-1000, max_value=1000, places=5))
def test_rounding_agrees_with_the_decimal_standard(value):
    assert half_up(value) == value.quantize(Decimal("0.01"), ROUND_HALF_UP)


# A sheet


@pytest.mark.parametrize(("level", "total"), [(1, 20), (3, 60), (4, 80), (5, 100)])
def test_the_same_level_throughout_gives_that_share_of_a_hundred(level, total):
    assert sheet_total(sheet(level), RUBRIC) == total


def test_each_criterion_counts_by_its_weight():
    assert sheet_total(sheet(3, signifikansi=5), RUBRIC) == 72
    assert sheet_total(sheet(3, sumber_daya=5), RUBRIC) == 62


@pytest.mark.parametrize("missing", list(WEIGHTS))
def test_a_missing_mark_leaves_the_sheet_without_a_total(missing):
    without = {key: 5 for key in WEIGHTS if key != missing}

    assert sheet_total(without, RUBRIC) is None
    assert sheet_total(without | {missing: None}, RUBRIC) is None


def test_a_rubric_without_criteria_gives_no_total_rather_than_nought():
    assert sheet_total({}, []) is None


@pytest.mark.parametrize("mark", [0, 6, -1, Decimal("5.01")])
def test_a_mark_off_the_scale_is_refused(mark):
    with pytest.raises(ValueError, match=r"kebaruan: mark .* is off the scale"):
        sheet_total(sheet(3, kebaruan=mark), RUBRIC)
    with pytest.raises(ValueError, match="off the scale"):
        entry_score([sheet(3, kebaruan=mark)], RUBRIC, Aggregate.MEAN, Rounding.EACH_STEP)


def test_a_mark_for_a_criterion_of_another_rubric_is_refused():
    with pytest.raises(ValueError, match=r"unknown criteria: .*'kerapian'"):
        sheet_total(sheet(3, kerapian=5), RUBRIC)
    with pytest.raises(ValueError, match="unknown criteria"):
        panel_scores([sheet(3, kerapian=5)], RUBRIC, Aggregate.MEAN)


@pytest.mark.parametrize(
    "impossible", [{"weight": -1}, {"scale_max": 0}, {"scale_max": 1}, {"scale_min": -1}]
)
def test_an_impossible_criterion_is_refused(impossible):
    with pytest.raises(ValueError, match="impossible"):
        Criterion(**{"key": "kebaruan", "weight": 15, "scale_max": 5} | impossible)


def test_a_scale_of_three_holds_six_decimals():
    thirds = [Criterion("a", 50, 3), Criterion("b", 50, 3)]

    assert sheet_total({"a": 1, "b": 1}, thirds) == Decimal("33.333333")
    assert sheet_total({"a": 3, "b": 3}, thirds) == 100


def test_criteria_on_different_scales_add_up_on_a_hundred():
    mixed = [Criterion("level", 40, 5), Criterion("percent", 60, 100, scale_min=0)]

    assert sheet_total({"level": 5, "percent": Decimal("87.5")}, mixed) == Decimal("92.5")
    assert sheet_total({"level": 1, "percent": 0}, mixed) == 8


@given(full_sheets)
def test_a_full_sheet_lies_between_twenty_and_a_hundred(marks):
    assert 20 <= sheet_total(marks, RUBRIC) <= 100


@given(full_sheets, st.sampled_from(list(WEIGHTS)))
def test_one_level_more_is_worth_a_fifth_of_the_weight(marks, key):
    lower = marks | {key: min(marks[key], 4)}
    higher = lower | {key: lower[key] + 1}

    gain = sheet_total(higher, RUBRIC) - sheet_total(lower, RUBRIC)

    assert gain == Decimal(WEIGHTS[key]) / 5


# Several judges


def test_mean_median_and_trimmed_mean_treat_one_harsh_judge_differently():
    values = [Decimal(20), Decimal(80), Decimal(84), Decimal(88)]

    assert aggregate(values, Aggregate.MEAN) == 68
    assert aggregate(values, Aggregate.MEDIAN) == 82
    assert aggregate(values, Aggregate.TRIMMED) == 82


def test_the_trimmed_mean_drops_only_one_of_several_equal_extremes():
    assert aggregate([5, 5, 4, 1, 1], Aggregate.TRIMMED) == Fraction(10, 3)


def test_the_trimmed_mean_of_three_judges_is_the_middle_one():
    assert aggregate([1, 5, 4], Aggregate.TRIMMED) == 4


def test_with_fewer_than_three_judges_nothing_is_trimmed():
    assert aggregate([1, 5], Aggregate.TRIMMED) == 3
    assert aggregate([5], Aggregate.TRIMMED) == 5


def test_no_values_have_no_aggregate():
    with pytest.raises(ValueError, match="no values"):
        aggregate([], Aggregate.MEAN)


@given(st.lists(hundredths, min_size=1, max_size=9), methods, st.randoms())
def test_the_order_of_the_judges_does_not_matter(values, method, random):
    shuffled = random.sample(values, len(values))

    assert aggregate(shuffled, method) == aggregate(values, method)


@given(st.lists(hundredths, min_size=1, max_size=9), methods)
def test_the_aggregate_lies_among_the_values(values, method):
    assert min(values) <= aggregate(values, method) <= max(values)


# A round


def test_rounding_once_and_at_each_step_can_differ_by_a_hundredth():
    three = [sheet(4, kebaruan=5), sheet(4), sheet(4)]

    once = entry_score(three, RUBRIC, Aggregate.MEAN, Rounding.ONCE)
    each_step = entry_score(three, RUBRIC, Aggregate.MEAN, Rounding.EACH_STEP)

    assert (once.score, once.exact) == (Decimal("81.00"), 81)
    assert each_step.score == Decimal("80.99")  # 4.33 x 3 = 12.99, where 13 / 3 x 3 = 13
    assert each_step.exact == Fraction("80.99")
    assert once.criteria["kebaruan"] == each_step.criteria["kebaruan"] == Decimal("4.33")
    assert once.judges == each_step.judges == 3


def test_the_median_of_a_round_is_the_median_of_its_totals():
    three = [sheet(1, signifikansi=5), sheet(3), sheet(5, signifikansi=1)]

    result = entry_score(three, RUBRIC, Aggregate.MEDIAN, Rounding.ONCE)

    assert result.score == 60
    assert result.criteria["signifikansi"] == 3


@pytest.mark.parametrize("rounding", Rounding)
@pytest.mark.parametrize("method", Aggregate)
def test_an_unfinished_sheet_withholds_the_score_instead_of_being_dropped(method, rounding):
    sheets = [sheet(5), sheet(5), sheet(5, kebaruan=None)]

    result = entry_score(sheets, RUBRIC, method, rounding)

    assert result.score is None
    assert result.exact is None
    assert result.criteria["kebaruan"] is None
    assert result.criteria["signifikansi"] == 5


@pytest.mark.parametrize("rounding", Rounding)
def test_an_entry_nobody_has_judged_has_no_score(rounding):
    result = entry_score([], RUBRIC, Aggregate.MEAN, rounding)

    assert (result.score, result.exact, result.judges) == (None, None, 0)
    assert set(result.criteria.values()) == {None}


@given(panels, methods, roundings)
def test_a_policy_read_back_as_text_means_the_same(sheets, method, rounding):
    assert entry_score(sheets, RUBRIC, str(method), str(rounding)) == entry_score(
        sheets, RUBRIC, method, rounding
    )


@given(panels, methods, roundings, st.randoms())
def test_a_round_does_not_depend_on_the_order_of_sheets_or_criteria(
    sheets, method, rounding, random
):
    shuffled = random.sample(sheets, len(sheets))
    rubric = random.sample(RUBRIC, len(RUBRIC))

    assert entry_score(shuffled, rubric, method, rounding) == entry_score(
        sheets, RUBRIC, method, rounding
    )


@given(panels, methods, roundings)
def test_a_round_keeps_the_floor_and_the_ceiling(sheets, method, rounding):
    assert 20 <= entry_score(sheets, RUBRIC, method, rounding).score <= 100


@given(panels, methods, roundings, st.data())
def test_a_better_mark_never_lowers_a_score(sheets, method, rounding, data):
    judge = data.draw(st.integers(0, len(sheets) - 1))
    key = data.draw(st.sampled_from(list(WEIGHTS)))
    better = [dict(marks) for marks in sheets]
    better[judge][key] = min(5, better[judge][key] + 1)

    before = entry_score(sheets, RUBRIC, method, rounding)
    after = entry_score(better, RUBRIC, method, rounding)

    assert after.score >= before.score


@given(st.lists(st.fixed_dictionaries({"a": levels, "b": levels}), max_size=9), methods)
@pytest.mark.parametrize("scale", [5, 6, 7])
def test_stored_totals_give_the_same_score_as_the_marks(scale, sheets, method):
    rubric = [Criterion("a", Decimal("33.33"), scale), Criterion("b", Decimal("66.67"), scale)]

    quick = from_totals([sheet_total(marks, rubric) for marks in sheets], method)
    whole = entry_score(sheets, rubric, method, Rounding.ONCE)

    assert (quick.score, quick.exact, quick.judges) == (whole.score, whole.exact, whole.judges)


def test_a_sheet_without_a_total_withholds_the_score_from_totals_too():
    assert from_totals([Decimal(80), None], Aggregate.MEAN).score is None
    assert from_totals([], Aggregate.MEAN).score is None


# The final score


def test_the_final_score_is_twenty_fifty_five_twenty_five():
    stages = {"proposal": stage(90), "presentasi": stage(80), "lapangan": stage(70)}

    assert combined(stages, STAGES, Rounding.ONCE) == Decimal("79.50")


def test_rounding_once_combines_what_the_stages_really_were():
    stages = {"proposal": stage("80.004"), "presentasi": stage("80.004")}
    halves = {"proposal": 50, "presentasi": 50}
    apart = {"proposal": stage("80.014"), "presentasi": stage("80.004")}

    assert combined(stages, halves, Rounding.ONCE) == Decimal("80.00")
    assert combined(apart, halves, Rounding.ONCE) == Decimal("80.01")  # rounded first: 80.005


def test_two_thirds_that_meet_on_a_half_are_rounded_up():
    stages = {"a": stage(Fraction(1, 300)), "b": stage(Fraction(2, 300))}

    assert combined(stages, {"a": 50, "b": 50}, Rounding.ONCE) == Decimal("0.01")


def test_rounding_at_each_step_makes_the_printed_parts_add_up():
    stages = {"a": stage("80.01"), "b": stage("80.01")}

    assert combined(stages, {"a": 50, "b": 50}, Rounding.EACH_STEP) == Decimal("80.02")
    assert combined(stages, {"a": 50, "b": 50}, Rounding.ONCE) == Decimal("80.01")


@pytest.mark.parametrize("rounding", Rounding)
def test_a_missing_stage_leaves_no_final_score_unless_it_weighs_nothing(rounding):
    weights = STAGES | {"administrasi": 0}
    stages = {"administrasi": None, "proposal": stage(90), "presentasi": stage(80)}
    unscored = entry_score([], RUBRIC, Aggregate.MEAN, rounding)
    visited = stages | {"lapangan": stage(70)}

    assert combined(stages, weights, rounding) is None
    assert combined(stages | {"lapangan": unscored}, weights, rounding) is None
    assert combined(visited, weights, rounding) == Decimal("79.50")


@pytest.mark.parametrize(
    "weights", [{}, {"proposal": 99}, {"proposal": 60, "lapangan": 60}, {"a": 120, "b": -20}]
)
def test_stage_weights_that_do_not_make_a_hundred_are_refused(weights):
    with pytest.raises(ValueError, match="sum to 100"):
        combined({}, weights, Rounding.ONCE)


def test_a_stage_without_a_weight_is_refused_instead_of_ignored():
    with pytest.raises(ValueError, match=r"without a weight: .*'wawancara'"):
        combined({"wawancara": stage(80)}, {"proposal": 100}, Rounding.ONCE)


@given(panels, panels, panels, methods, roundings)
def test_the_final_score_stays_near_the_stages_it_is_made_of(one, two, three, method, rounding):
    stages = {
        key: entry_score(sheets, RUBRIC, method, rounding)
        for key, sheets in zip(STAGES, (one, two, three), strict=True)
    }
    scores = [result.score for result in stages.values()]

    final = combined(stages, STAGES, rounding)

    assert min(scores) - Decimal("0.02") <= final <= max(scores) + Decimal("0.02")
