"""The official arithmetic: from marks to a sheet's total, a round's score and the final score.

Everything here is exact until the step that rounds. Quotients are kept as ``Fraction``, because a
mean of three judges has no finite decimal and two of them, combined over rounds, may land exactly
on a half. Rounding is half up, the way it is done on paper.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, DivisionByZero, Inexact, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from functools import reduce
from typing import TypeAlias

Number: TypeAlias = Decimal | int
Marks: TypeAlias = Mapping[str, Number | None]

SCORE_PLACES = 2
TOTAL_PLACES = 6
"""Decimals kept of a sheet's total. Exact for whole weights on any scale that divides a power of
ten (4, 5, 10, 100); on a scale of 3 or 7 the sixth decimal is rounded, and the total so held is
the official one from there on, so that stored totals and marks give the same score."""

_EXACT = Context(prec=60, traps=[Inexact, InvalidOperation, DivisionByZero])
"""Sums and products that would lose a digit raise ``Inexact`` instead."""


class Aggregate(StrEnum):
    """How a round makes one value of its judges' values."""

    MEAN = "mean"
    MEDIAN = "median"
    TRIMMED = "trimmed"


class Rounding(StrEnum):
    """When a round rounds: once at the end, or at each step so that every printed part adds up."""

    ONCE = "once"
    EACH_STEP = "each_step"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of a rubric; ``weight`` is the points its highest mark is worth."""

    key: str
    weight: Number
    scale_max: Number
    scale_min: Number = 1

    def __post_init__(self) -> None:
        if self.weight < 0 or not 0 <= self.scale_min < self.scale_max:
            raise ValueError(f"criterion {self.key}: weight or scale is impossible")

    @property
    def factor(self) -> Fraction:
        """Points for one step of the scale."""
        return Fraction(self.weight) / Fraction(self.scale_max)


@dataclass(frozen=True, slots=True)
class RoundScore:
    """An entry's result in one round.

    ``score`` has two decimals; ``exact`` is what it was rounded from (equal to it when the round
    rounds at each step). Both are ``None`` when no sheet counts or a mark is missing. ``criteria``
    holds each criterion's aggregated mark, on the scale of the marks, with two decimals.
    """

    score: Decimal | None
    exact: Fraction | None
    criteria: Mapping[str, Decimal | None]
    judges: int


def half_up(value: Decimal | Fraction | int, places: int = SCORE_PLACES) -> Decimal:
    """``value`` to ``places`` decimals; a half goes away from zero. Whole numbers only inside."""
    numerator, denominator = value.as_integer_ratio()
    steps = (2 * abs(numerator) * 10**places + denominator) // (2 * denominator)
    return _EXACT.scaleb(Decimal(-steps if numerator < 0 else steps), -places)


def sheet_total(marks: Marks, criteria: Sequence[Criterion]) -> Decimal | None:
    """Sum of weight x mark / highest mark, held to six decimals: on 100 when the weights are.

    ``None`` when a mark is missing or there is nothing to score: not scored is not a score.
    Raises ``ValueError`` for a criterion the rubric does not have and for a mark off its scale.
    """
    _refuse_unknown(marks, criteria)
    points: dict[Number, Number] = {}
    for criterion in criteria:
        mark = _checked(marks.get(criterion.key), criterion)
        if mark is None:
            return None
        scale = criterion.scale_max
        points[scale] = _EXACT.fma(criterion.weight, mark, points.get(scale, 0))
    if not points:
        return None
    exact = sum(Fraction(sub) / Fraction(scale) for scale, sub in points.items())
    return half_up(exact, TOTAL_PLACES)


def aggregate(values: Sequence[Number], method: Aggregate) -> Fraction:
    """One exact value of the judges' values, whose order does not matter.

    The trimmed mean drops one highest and one lowest value and so needs three judges. With fewer
    it is the plain mean: a recusal late in a round must not leave an entry without a score.
    Raises ``ValueError`` when there are no values.
    """
    if not values:
        raise ValueError("no values to aggregate")
    if method == Aggregate.MEAN:
        return _mean(values)
    ordered = sorted(values)
    if method == Aggregate.TRIMMED:
        return _mean(ordered[1:-1] or ordered)
    half = (len(ordered) - 1) // 2
    return _mean(ordered[half : len(ordered) - half])


def panel_scores(
    sheets: Sequence[Marks], criteria: Sequence[Criterion], method: Aggregate
) -> dict[str, Decimal | None]:
    """Each criterion's aggregated mark with two decimals; ``None`` where a sheet has no mark."""
    for marks in sheets:
        _refuse_unknown(marks, criteria)
    return {one.key: _panel_score(sheets, one, method) for one in criteria}


def entry_score(
    sheets: Sequence[Marks],
    criteria: Sequence[Criterion],
    method: Aggregate,
    rounding: Rounding,
) -> RoundScore:
    """An entry's result in a round from its finished sheets, every one of which counts.

    ``ONCE``: the sheets' totals are aggregated and the result is rounded, nothing before it.
    ``EACH_STEP``: each criterion's panel mark is rounded, then its points (panel mark x factor),
    and the points are summed; the rule of figure skating (ISU, in force in 2018).
    """
    panel = panel_scores(sheets, criteria, method)
    if rounding == Rounding.ONCE:
        totals = [sheet_total(marks, criteria) for marks in sheets]
        whole = from_totals(totals, method)
        return RoundScore(whole.score, whole.exact, panel, len(sheets))
    score = _sum_of_points(panel, criteria)
    exact = None if score is None else Fraction(score)
    return RoundScore(score, exact, panel, len(sheets))


def from_totals(totals: Sequence[Decimal | None], method: Aggregate) -> RoundScore:
    """The result of a round that rounds once, from stored sheet totals alone: a quick ranking.

    Equal to ``entry_score`` over the same sheets, without the criteria.
    """
    known = [total for total in totals if total is not None]
    if not known or len(known) < len(totals):
        return RoundScore(None, None, {}, len(totals))
    exact = aggregate(known, method)
    return RoundScore(half_up(exact), exact, {}, len(known))


def combined(
    stages: Mapping[str, RoundScore | None], weights: Mapping[str, Number], rounding: Rounding
) -> Decimal | None:
    """The final score: weight percent of each stage, two decimals.

    ``ONCE`` adds the stages' exact values and rounds the sum; ``EACH_STEP`` takes the rounded
    stage scores and rounds each part, so that the parts printed add up to the final score.
    ``None`` when a stage that weighs something has no score. Raises ``ValueError`` when the
    weights are not 100 together, one is negative, or a stage has no weight given.
    """
    if min(weights.values(), default=0) < 0 or _total(weights.values()) != 100:
        raise ValueError("stage weights must sum to 100")
    if unknown := stages.keys() - weights.keys():
        raise ValueError(f"stages without a weight: {sorted(unknown)}")
    parts: list[Fraction] = []
    for key, weight in weights.items():
        stage = stages.get(key)
        if weight == 0:
            continue
        if stage is None or stage.score is None or stage.exact is None:
            return None
        value = stage.exact if rounding == Rounding.ONCE else Fraction(stage.score)
        parts.append(value * Fraction(weight) / 100)
    if rounding == Rounding.EACH_STEP:
        return _total(half_up(part) for part in parts)
    return half_up(sum(parts, Fraction()))


def _total(values: Iterable[Number]) -> Decimal:
    return reduce(_EXACT.add, values, Decimal())


def _mean(values: Sequence[Number]) -> Fraction:
    numerator, denominator = _total(values).as_integer_ratio()
    return Fraction(numerator, denominator * len(values))


def _panel_score(
    sheets: Sequence[Marks], criterion: Criterion, method: Aggregate
) -> Decimal | None:
    marks = [_checked(marks.get(criterion.key), criterion) for marks in sheets]
    known = [mark for mark in marks if mark is not None]
    if not known or len(known) < len(marks):
        return None
    return half_up(aggregate(known, method))


def _sum_of_points(
    panel: Mapping[str, Decimal | None], criteria: Sequence[Criterion]
) -> Decimal | None:
    points: list[Decimal] = []
    for criterion in criteria:
        mark = panel[criterion.key]
        if mark is None:
            return None
        points.append(half_up(Fraction(mark) * criterion.factor))
    return _total(points) if points else None


def _checked(mark: Number | None, criterion: Criterion) -> Number | None:
    if mark is not None and not criterion.scale_min <= mark <= criterion.scale_max:
        raise ValueError(f"criterion {criterion.key}: mark {mark} is off the scale")
    return mark


def _refuse_unknown(marks: Marks, criteria: Sequence[Criterion]) -> None:
    if unknown := marks.keys() - {one.key for one in criteria}:
        raise ValueError(f"marks for unknown criteria: {sorted(unknown)}")
