"""The finished sheets of a round as arrays, and the round's score in floats."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from award.judging.scoring import Aggregate

Floats: TypeAlias = NDArray[np.float64]
Indices: TypeAlias = NDArray[np.intp]
Flags: TypeAlias = NDArray[np.bool_]

SHOWN_PLACES = 2
"""Decimals of a score as shown: a tie is a tie on these."""


@dataclass(frozen=True)
class Sheets:
    """Sheets of a round, one per entry and judge, all complete.

    ``entry`` and ``judge`` number the sheets' entries and judges from 0 (shape: sheets);
    ``marks`` are their marks (sheets x criteria) and ``weights`` the points one mark is worth
    (criteria). ``method`` makes one value of the judges' values: of their totals, or, with
    ``by_criterion``, of their marks in each criterion. Raises ``ValueError`` when the shapes do
    not fit or a mark is missing.
    """

    entry: Indices
    judge: Indices
    marks: Floats
    weights: Floats
    method: Aggregate = Aggregate.MEAN
    by_criterion: bool = False

    def __post_init__(self) -> None:
        if self.marks.shape != (len(self.entry), len(self.weights)):
            raise ValueError("marks must have a row per sheet and a column per criterion")
        if len(self.entry) != len(self.judge) or not np.isfinite(self.marks).all():
            raise ValueError("every sheet needs an entry, a judge and all its marks")

    @cached_property
    def totals(self) -> Floats:
        """Each sheet's total, in points."""
        return np.asarray(self.marks @ self.weights, dtype=float)

    @cached_property
    def entries(self) -> int:
        """How many entries there are."""
        return int(self.entry.max(initial=-1)) + 1

    @cached_property
    def seats(self) -> Indices:
        """Sheets of each entry (entries x most judges of one), filled up with -1."""
        order = np.argsort(self.entry, kind="stable")
        counts = np.bincount(self.entry, minlength=self.entries)
        seat = np.arange(len(order)) - np.repeat(np.cumsum(counts) - counts, counts)
        table = np.full((self.entries, int(counts.max(initial=0))), -1, dtype=np.intp)
        table[self.entry[order], seat] = order
        return table

    def only(self, entries: Flags) -> Self:
        """The sheets of some entries, numbered anew in their order; judges keep their numbers."""
        kept = entries[self.entry]
        number = np.cumsum(entries) - 1
        return replace(
            self, entry=number[self.entry[kept]], judge=self.judge[kept], marks=self.marks[kept]
        )

    def scores(self, weights: Floats | None = None, without: int | None = None) -> Floats:
        """Each entry's score, with other weights or without one judge; NaN where nobody is left."""
        used = self.weights if weights is None else weights
        seated = self.seats >= 0
        if without is not None:
            seated = seated & (self.judge[self.seats] != without)
        if not self.by_criterion:
            totals = np.where(seated, (self.marks @ used)[self.seats], np.nan)
            return aggregated(totals, self.method)
        marks = np.where(seated[..., None], self.marks[self.seats], np.nan)
        panel = aggregated(np.moveaxis(marks, 1, -1), self.method)
        return np.asarray(panel @ used, dtype=float)


def aggregated(values: Floats, method: Aggregate) -> Floats:
    """One value of the last axis; NaN is an empty seat, and only empty seats give NaN.

    The same rules as ``judging.scoring.aggregate``: mean, median, or the mean without one
    highest and one lowest, which needs three judges and is the plain mean with fewer.
    """
    if method == Aggregate.MEAN:  # needs no order, and sorting is most of a bootstrap's time
        kept = np.isfinite(values)
        ordered = values
    else:
        ordered = np.sort(values, axis=-1)
        count = np.isfinite(values).sum(axis=-1, keepdims=True)
        middle = np.maximum(count - 1, 0) // 2
        cut = middle if method == Aggregate.MEDIAN else (count >= 3).astype(count.dtype)
        seat = np.arange(values.shape[-1])
        kept = (seat >= cut) & (seat < count - cut)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(kept, ordered, 0).sum(axis=-1) / kept.sum(axis=-1))


def places_of(scores: Floats, places: int = SHOWN_PLACES, order: Floats | None = None) -> Floats:
    """Competition ranks (1, 1, 3), best first, ties on ``places`` decimals; NaN for NaN.

    ``order`` (official ranks) parts ties as the tie rules did, as far as they did.
    """
    shown = np.round(scores, places)
    if order is not None and len(order):
        # Less than half of the last decimal, so that only equals are parted.
        last = np.nanmax(order, initial=0) + 1
        shown = shown - np.nan_to_num(order, nan=last) / (2.1 * last * 10**places)
    ranks = np.full(len(scores), np.nan)
    known = np.isfinite(shown)
    ranks[known] = ranked(-shown[known], lowest=True)
    return ranks


def ranked(values: Floats, *, lowest: bool = False) -> Floats:
    """Ranks from 1, smallest first; equals share the mean of their ranks, or the lowest of them.

    As SciPy's ``rankdata``, whose module takes a second and 30 MB to import.
    """
    if not len(values):
        return np.empty(0)
    order = np.argsort(values, kind="stable")
    first = np.concatenate([[True], np.diff(values[order]) != 0])
    start = np.append(np.flatnonzero(first), len(values))
    group = np.cumsum(first)
    low = start[group - 1] + 1.0
    ranks = np.empty(len(values))
    ranks[order] = low if lowest else (low + start[group]) / 2
    return ranks
