"""What the numbers advise about a round, in plain terms: entries and judges by their numbers in the
database. Advice stands beside the official score and rank, never in their place.

Made by ``advising``; kept apart from it, because pages that show no advice must not load NumPy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from award.results.fairness.notes import Agreement, Remark

NOTABLE = 3.0
"""Points of 100 from which a judge's severity is worth a word."""

Span = tuple[float, float]


class NotComputedYet(Exception):
    """The round is large and the worker has not come to it."""


@dataclass(frozen=True, slots=True)
class EntryAdvice:
    """An entry's score without the judges' severities, with its rank in the category.

    ``span`` is the 95 % interval of the official score; ``z`` the mean of its sheets in standard
    deviations of each judge, ``z_rank`` the rank by it. ``None`` where it cannot be computed.
    """

    adjusted: float | None
    rank: int | None
    span: Span | None
    z: float | None
    z_rank: int | None


@dataclass(frozen=True, slots=True)
class JudgeAdvice:
    """A judge's sheets: see ``fairness.judges``; ``marks`` are mean marks by criterion key."""

    judge_id: int
    n: int
    mean: float
    sd: float | None
    severity: float | None
    consistency: float | None
    lowest: float
    highest: float
    levels: int
    commonest: float
    marks: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Variance:
    """What the differences between marks come from, in squared points."""

    entry: float
    judge: float
    residual: float

    @property
    def shares(self) -> tuple[float, float, float]:
        """The same as parts of one."""
        whole = self.entry + self.judge + self.residual or 1.0
        return self.entry / whole, self.judge / whole, self.residual / whole


@dataclass(frozen=True, slots=True)
class Stand:
    """How firmly an entry stands at a line: see ``fairness.robustness.Card``.

    ``without`` has the rank without each judge whose leaving changes it; ``swayed`` names the
    weights (round or criterion) whose shift moves the entry across the line; ``spread`` is its best
    and worst rank under any shift.
    """

    entry_id: int
    score: float
    rank: int
    margin: float | None
    without: Mapping[int, int | None]
    decisive: tuple[int, ...]
    swayed: tuple[str, ...]
    spread: tuple[int, int] | None
    span: Span | None
    ranks: tuple[int, int] | None
    stays: float | None
    holds: float | None


@dataclass(frozen=True, slots=True)
class Firmness:
    """A line after ``places`` ranks of a category, and everyone at it, best first.

    ``stays`` is the probability that the very same entries would be above it.
    """

    category_id: int
    places: int
    margin: float | None
    stays: float | None
    stands: tuple[Stand, ...]

    @property
    def inside(self) -> tuple[Stand, ...]:
        """Those above the line."""
        return tuple(each for each in self.stands if each.rank <= self.places)

    @property
    def decisive(self) -> tuple[int, ...]:
        """Judges without whom somebody would change sides."""
        return tuple(dict.fromkeys(one for each in self.stands for one in each.decisive))

    @property
    def swayed(self) -> tuple[str, ...]:
        """Weights whose shift would make somebody change sides."""
        return tuple(dict.fromkeys(one for each in self.stands for one in each.swayed))


@dataclass(frozen=True, slots=True)
class Advice:
    """A round seen from all sides; ``agreement`` has the criteria by key and the total."""

    entries: Mapping[int, EntryAdvice]
    judges: tuple[JudgeAdvice, ...]
    agreement: Mapping[str, Agreement]
    variance: Variance | None
    remarks: tuple[Remark, ...]
    lines: tuple[Firmness, ...]

    def of(self, entry_id: int) -> EntryAdvice:
        """About one entry; nothing about one that came after the advice was computed."""
        return self.entries.get(entry_id, NOTHING)


NOTHING = EntryAdvice(adjusted=None, rank=None, span=None, z=None, z_rank=None)
