"""Part A: what the verdicts on claims come to."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from award.visits.scoring import LEVEL_FROM, WORTH, Verdict, part_a

P, H, N, U = Verdict.PROVEN, Verdict.PARTLY, Verdict.DISPROVED, Verdict.UNVERIFIABLE


def mix(proven: int, partly: int, disproved: int) -> list[Verdict]:
    return [P] * proven + [H] * partly + [N] * disproved


@pytest.mark.parametrize(
    ("verdicts", "percent", "level"),
    [
        (mix(0, 0, 3), "0.00", 1),
        ([U, U], "0.00", 1),
        (mix(7, 1, 11), "39.47", 1),  # 7.5 of 19
        (mix(2, 0, 3), "40.00", 2),
        (mix(11, 1, 8), "57.50", 2),
        (mix(3, 0, 2), "60.00", 3),
        (mix(7, 1, 2), "75.00", 3),
        (mix(4, 0, 1), "80.00", 4),
        (mix(18, 1, 1), "92.50", 4),
        (mix(19, 0, 1), "95.00", 5),
        (mix(4, 0, 0), "100.00", 5),
        ([H], "50.00", 2),
        ([P, U], "50.00", 2),
    ],
)
def test_the_share_proven_decides_the_level(
    verdicts: list[Verdict], percent: str, level: int
) -> None:
    counted = part_a(verdicts)
    assert counted is not None
    assert (counted.percent, counted.level) == (Decimal(percent), level)


def test_the_level_is_from_the_exact_share_and_not_from_the_printed_one() -> None:
    # 15,999 of 20,000 are 79.995 %, which is printed as 80.00 %.
    counted = part_a(mix(15_999, 0, 4_001))
    assert counted is not None
    assert (counted.percent, counted.level) == (Decimal("80.00"), 3)


def test_there_is_no_level_without_claims_or_while_one_is_unchecked() -> None:
    assert part_a([]) is None
    assert part_a([P, None]) is None
    assert part_a([None]) is None


@given(some.lists(some.sampled_from(list(Verdict)), min_size=1, max_size=60))
def test_order_does_not_matter_and_the_thresholds_hold_exactly(verdicts: list[Verdict]) -> None:
    counted = part_a(verdicts)
    assert counted is not None
    assert counted == part_a(sorted(verdicts))
    share = Fraction(sum(Fraction(WORTH[each]) for each in verdicts)) * 100 / len(verdicts)
    reached = [level for level, least in LEVEL_FROM.items() if share >= least]
    assert counted.level == max(reached, default=1)
    assert abs(Fraction(counted.percent) - share) <= Fraction(1, 200)


@given(some.lists(some.sampled_from(list(Verdict)), min_size=1, max_size=30), some.integers(0, 29))
def test_a_better_verdict_never_lowers_the_level(verdicts: list[Verdict], place: int) -> None:
    better = [P if n == place else each for n, each in enumerate(verdicts)]
    before, after = part_a(verdicts), part_a(better)
    assert before is not None
    assert after is not None
    assert (after.level, after.percent) >= (before.level, before.percent)
