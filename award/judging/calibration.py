"""How judges stand to each other on the same sample entries: pure arithmetic, advice only.

Every judge scores every sample, so that plain differences will do: nothing has to be estimated.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import fmean, stdev

Totals = Mapping[int, Mapping[int, float]]
"""By judge and sample: the finished total, on 100."""

SAME = 2.0
"""Points within which nobody is called strict or lenient: less than half a level of one criterion
of common weight."""


@dataclass(frozen=True)
class Bearing:
    """One judge beside the others.

    ``severity``: mean over ``samples`` of the others' mean total minus the judge's own, in points;
    above zero for strict. ``spread``: standard deviation (n - 1) of the judge's totals,
    ``others_spread`` the mean of the other judges'. ``None`` where fewer than two samples are
    finished, or nobody else has finished one.
    """

    samples: int
    mean: float
    severity: float | None
    spread: float | None
    others_spread: float | None

    @property
    def verdict(self) -> str:
        """``strict``, ``lenient``, ``level`` or ``alone``."""
        if self.severity is None:
            return "alone"
        if abs(self.severity) < SAME:
            return "level"
        return "strict" if self.severity > 0 else "lenient"


def bearings(totals: Totals) -> dict[int, Bearing]:
    """The bearing of every judge with at least one finished sample."""
    return {judge: _bearing(judge, own, totals) for judge, own in totals.items() if own}


def _bearing(judge: int, own: Mapping[int, float], totals: Totals) -> Bearing:
    apart = [others - own[sample] for sample, others in others_means(judge, totals).items()]
    spreads = [_spread(given) for other, given in totals.items() if other != judge]
    known = [spread for spread in spreads if spread is not None]
    return Bearing(
        samples=len(own),
        mean=fmean(own.values()),
        severity=fmean(apart) if apart else None,
        spread=_spread(own),
        others_spread=fmean(known) if known else None,
    )


def others_means(judge: int, totals: Totals) -> dict[int, float]:
    """Mean total of the other judges for each sample that this judge and another have finished."""
    means = {}
    for sample in totals.get(judge, {}):
        others = [
            given[sample] for other, given in totals.items() if other != judge and sample in given
        ]
        if others:
            means[sample] = fmean(others)
    return means


def _spread(given: Mapping[int, float]) -> float | None:
    return stdev(given.values()) if len(given) > 1 else None
