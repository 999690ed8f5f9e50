"""When judges of one entry are too far apart to be averaged without another look; pure.

A discrepancy is a range of totals of more than so many points on 100, or so many levels between
the highest and the lowest on the heaviest criterion (domain rules, "Discrepancy").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Given:
    """A finished sheet: its total on 100 and its levels on the heaviest criteria, in one order."""

    total: Decimal
    levels: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """From where on judges are too far apart: above ``points``, at ``levels``."""

    points: Decimal = Decimal(20)
    levels: int = 2


@dataclass(frozen=True, slots=True)
class Gap:
    """How far apart judges are: in points between totals, in levels on the heaviest criterion."""

    points: Decimal
    levels: int

    def is_wide(self, limits: Limits) -> bool:
        """Whether the entry needs another judge or the plenary."""
        return self.points > limits.points or self.levels >= limits.levels


def gap(sheets: Sequence[Given]) -> Gap | None:
    """The widest distances between the sheets; ``None`` for fewer than two."""
    if len(sheets) < 2:
        return None
    totals = [each.total for each in sheets]
    columns = zip(*(each.levels for each in sheets), strict=True)
    apart = (max(column) - min(column) for column in columns)
    return Gap(max(totals) - min(totals), max(apart, default=0))


def heaviest(weights: Mapping[str, Decimal]) -> tuple[str, ...]:
    """The criteria that weigh most: usually one, several when they weigh the same."""
    most = max(weights.values(), default=Decimal(0))
    return tuple(key for key, weight in weights.items() if weight == most)
