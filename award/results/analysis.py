"""A round seen from all sides: the official numbers, and beside them what ``fairness`` advises."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Self, TypeAlias

import numpy as np

from award.judging.scoring import (
    Aggregate,
    Criterion,
    Marks,
    Number,
    Rounding,
    RoundScore,
    entry_score,
)
from award.results import ranking
from award.results.fairness.agreement import agreement
from award.results.fairness.field import OneRound
from award.results.fairness.judges import JudgeReport, judge_reports
from award.results.fairness.noise import intervals
from award.results.fairness.notes import Agreement, Note, Remark
from award.results.fairness.reml import Components
from award.results.fairness.robustness import Robustness, robustness
from award.results.fairness.severity import Severity, severity
from award.results.fairness.sheets import Floats, Indices, Sheets

TOTAL = "total"
"""The key of the agreement on sheet totals, beside the criteria's own."""


@dataclass(frozen=True, slots=True)
class Policy:
    """How the round makes its score, and after which places lines are drawn."""

    method: Aggregate = Aggregate.MEAN
    rounding: Rounding = Rounding.ONCE
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class EntryResult:
    """Official score, rank and panel marks; adjusted score, its rank and the 95 % interval."""

    entry: str
    score: Decimal | None
    rank: int | None
    criteria: Mapping[str, Decimal | None]
    adjusted: float | None
    adjusted_rank: int | None
    interval: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Analysis:
    """``judges`` and ``entries`` name the numbers used in reports and cards.

    ``reports`` leaves out judges without a finished sheet.
    """

    results: tuple[EntryResult, ...]
    entries: tuple[str, ...]
    judges: tuple[str, ...]
    reports: tuple[JudgeReport, ...]
    agreement: Mapping[str, Agreement]
    variance: Components | None
    robustness: tuple[Robustness, ...]
    remarks: tuple[Remark, ...]
    sheets: Sheets | None
    """The finished sheets, from which cards for a part of the entries can be drawn."""
    severity: Severity | None


Key: TypeAlias = tuple[str, str]


def analyse(
    sheets: Mapping[Key, Marks], entries: Sequence[str], criteria: Sequence[Criterion], by: Policy
) -> Analysis:
    """Analyse a round's sheets, by entry and judge; a missing mark is ``None`` or left out.

    An unfinished sheet leaves its entry without an official score, says a remark, and counts
    only for the agreement on the criteria it has marks for. ``entries`` may name more than were
    judged. Sheets may come in any order.
    """
    ordered = {key: sheets[key] for key in sorted(sheets, key=_listing)}
    official = _official(ordered, entries, criteria, by)
    placed = ranking.rank(ranking.Contender(key, one.score) for key, one in official.items())
    begun = _Table(
        keys=tuple(ordered),
        values=np.array(
            [[_float(marks.get(one.key)) for one in criteria] for marks in ordered.values()]
        ).reshape(len(ordered), len(criteria)),
        weights=np.array([float(one.factor) for one in criteria]),
    )
    finished = begun.finished()
    side = _advice(finished, official, by) if finished.keys else _Advice()
    numbers = {name: number for number, name in enumerate(finished.entries)}
    return Analysis(
        results=tuple(
            _result(one, official[str(one.key)], numbers.get(str(one.key)), side) for one in placed
        ),
        entries=finished.entries,
        judges=finished.judges,
        reports=side.reports,
        agreement=_agreements(begun, finished, criteria),
        variance=None if side.severity is None else side.severity.fitted,
        robustness=side.robustness,
        remarks=(*_unfinished(official), *side.remarks),
        sheets=side.sheets,
        severity=side.severity,
    )


@dataclass(frozen=True)
class _Table:
    """Sheets by entry and judge, a column per criterion, NaN for a mark not given."""

    keys: tuple[Key, ...]
    values: Floats
    weights: Floats

    def finished(self) -> Self:
        whole = np.asarray(np.isfinite(self.values).all(axis=1))
        keys = tuple(key for key, has_all in zip(self.keys, whole, strict=True) if has_all)
        return type(self)(keys, self.values[whole], self.weights)

    @cached_property
    def entries(self) -> tuple[str, ...]:
        return _unique(entry for entry, _ in self.keys)

    @cached_property
    def judges(self) -> tuple[str, ...]:
        return _unique(judge for _, judge in self.keys)

    @cached_property
    def numbers(self) -> tuple[Indices, Indices]:
        """Entries and judges of the sheets as numbers, in the order of their names."""
        entries = {name: n for n, name in enumerate(self.entries)}
        judges = {name: n for n, name in enumerate(self.judges)}
        return (
            np.array([entries[entry] for entry, _ in self.keys], dtype=np.intp),
            np.array([judges[judge] for _, judge in self.keys], dtype=np.intp),
        )


@dataclass(frozen=True, slots=True)
class _Advice:
    sheets: Sheets | None = None
    severity: Severity | None = None
    interval: Floats | None = None
    reports: tuple[JudgeReport, ...] = ()
    robustness: tuple[Robustness, ...] = ()

    @property
    def remarks(self) -> tuple[Remark, ...]:
        return (Remark(Note.THIN),) if self.severity is None else self.severity.remarks


def _official(
    sheets: Mapping[Key, Marks], entries: Sequence[str], criteria: Sequence[Criterion], by: Policy
) -> dict[str, RoundScore]:
    found: dict[str, list[Marks]] = {entry: [] for entry in entries}
    for (entry, _), marks in sheets.items():
        found.setdefault(entry, []).append(marks)
    return {
        entry: entry_score(marks, criteria, by.method, by.rounding)
        for entry, marks in found.items()
    }


def _advice(finished: _Table, official: Mapping[str, RoundScore], by: Policy) -> _Advice:
    entry, judge = finished.numbers
    sheets = Sheets(
        entry=entry,
        judge=judge,
        marks=finished.values,
        weights=finished.weights,
        method=by.method,
        by_criterion=by.rounding == Rounding.EACH_STEP,
    )
    scores = np.array([_float(official[name].score) for name in finished.entries])
    found = severity(entry, judge, sheets.totals, scores)
    field = OneRound(sheets, found.fitted)
    return _Advice(
        sheets=sheets,
        severity=found,
        interval=None if found.fitted is None else intervals(sheets, scores, found.fitted),
        reports=judge_reports(sheets, found.severity),
        robustness=tuple(robustness(field, line, scores) for line in by.lines),
    )


def _result(
    one: ranking.Placed, official: RoundScore, number: int | None, side: _Advice
) -> EntryResult:
    known = number is not None and side.severity is not None and official.score is not None
    adjusted = float(side.severity.adjusted[number]) if known and side.severity else None
    place = int(side.severity.adjusted_rank[number]) if known and side.severity else None
    ends = side.interval[number] if known and side.interval is not None else None
    return EntryResult(
        entry=str(one.key),
        score=one.score,
        rank=one.rank,
        criteria=official.criteria,
        adjusted=adjusted,
        adjusted_rank=place,
        interval=None if ends is None else (float(ends[0]), float(ends[1])),
    )


def _agreements(
    begun: _Table, finished: _Table, criteria: Sequence[Criterion]
) -> dict[str, Agreement]:
    found = {TOTAL: agreement(*finished.numbers, finished.values @ finished.weights)}
    for number, one in enumerate(criteria):
        found.setdefault(one.key, agreement(*begun.numbers, begun.values[:, number]))
    return found


def _unfinished(official: Mapping[str, RoundScore]) -> list[Remark]:
    return [
        Remark(Note.UNFINISHED, about=entry) for entry, one in official.items() if one.score is None
    ]


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names), key=lambda name: (len(name), name)))


def _listing(key: Key) -> tuple[int, str, int, str]:
    return len(key[0]), key[0], len(key[1]), key[1]


def _float(value: Number | None) -> float:
    return float("nan") if value is None else float(value)
