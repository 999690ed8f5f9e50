"""The worst-served entry as well served as possible, to the last point, by HiGHS through SciPy.

That is hard in general, so it is an integer programme: a few in turn, each holding fast what the
one before reached. Measured on 200 entries with 30 judges: HiGHS takes half a second, OR-tools'
CP-SAT over a minute.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, hstack

from award.judging.matching.board import Board, Bools, Ints, ceiling, worst
from award.judging.matching.network import Loads

NODES = 2_000
"""Branches after which a programme is given up: counted, not timed, so answers repeat."""

Floats = NDArray[np.float64]


class Undecided(Exception):
    """The programme was not solved within its branches."""


def fairest(board: Board, loads: Loads, bound: int) -> Bools:
    """The worst-served entry, then loads as even as they can be, then the most skill.

    ``bound`` is what no worst-served entry can exceed. Raises ``Undecided`` when it takes too long.
    """
    programme = _Programme(board, loads)
    band = programme.band()
    if (chosen := programme.skilled(bound, band)) is not None:
        return chosen
    reached = worst(board, programme.lifted(programme.caps()))
    if (chosen := programme.skilled(reached, band)) is not None:
        return chosen
    burden = programme.budget(_effort(loads, programme.evened(reached)))
    return programme.must(programme.skilled(reached, burden))


@dataclass(frozen=True)
class _Row:
    """``low`` <= coefficients x variables <= ``high``."""

    matrix: csr_array
    low: Ints | float
    high: Ints | float


@dataclass(frozen=True)
class _Burden:
    """What the loads must be: between two ends, or at a total cost counted in further variables."""

    low: Ints
    high: Ints
    rows: tuple[_Row, ...]
    more: Floats
    """The highest values of the further variables."""


class _Programme:
    """One variable for each allowed pair, 1 when it is chosen."""

    def __init__(self, board: Board, loads: Loads) -> None:
        self.board, self.loads = board, loads
        self.rows, self.columns = np.nonzero(board.allowed)
        self.size = len(self.rows)
        entries, judges = board.skill.shape
        self.skill = board.skill[self.rows, self.columns].astype(float)
        one = np.ones(self.size)
        self.given = _sums(self.rows, one, entries)
        self.outside = _sums(self.rows, board.external[self.columns].astype(float), entries)
        self.load = _sums(self.columns, one, judges)
        served = _sums(self.rows, self.skill, entries)
        self.served = csr_array(served[np.nonzero(board.wishing)[0]])

    def caps(self) -> _Burden:
        """No judge above the cap."""
        return self._between(np.zeros_like(self.board.caps), self.board.caps)

    def band(self) -> _Burden:
        """Perfectly even: every judge has a share of the cheapest sheets."""
        return self._between(*_even(self.loads, self.board.sheets))

    def budget(self, spent: float) -> _Burden:
        """As even as loads that cost this much."""
        judge, size, cost = self.loads.steps()
        steps = _sums(judge, np.ones(len(judge)), len(self.board.judges))
        equal = _Row(_beside(self.load, -steps), 0, 0)
        none = csr_array((1, self.size))
        total = _Row(_beside(none, csr_array(cost[None, :].astype(float))), -np.inf, spent)
        least = np.zeros_like(self.board.caps)
        return _Burden(least, self.board.caps, (equal, total), size.astype(float))

    def skilled(self, least: int, burden: _Burden) -> Bools | None:
        """The most skill with everyone served this well, if that is possible."""
        cost = np.concatenate([-self.skill, np.zeros(len(burden.more))])
        served = _Row(self.served, least, np.inf)
        return self._solve(cost, [*self._rules(), served], burden, burden.more)

    def lifted(self, burden: _Burden) -> Bools:
        """Raises the worst-served entry as far as possible."""
        level = np.zeros(self.size + len(burden.more) + 1)
        level[-1] = -1
        width = len(level) - 1
        below = _beside(_wider(self.served, width), csr_array(-np.ones((self.served.shape[0], 1))))
        more = np.append(burden.more, ceiling(self.board))
        rows = [*self._rules(), _Row(below, 0, np.inf)]
        return self.must(self._solve(level, rows, burden, more))

    def evened(self, least: int) -> Bools:
        """Loads as even as they can be with everyone served this well."""
        burden = self.budget(np.inf)
        _, _, cost = self.loads.steps()
        effort = np.concatenate([np.zeros(self.size), cost.astype(float)])
        served = _Row(self.served, least, np.inf)
        return self.must(self._solve(effort, [*self._rules(), served], burden, burden.more))

    @staticmethod
    def must(chosen: Bools | None) -> Bools:
        """What is known to exist; numbers too close to tell apart count as undecided."""
        if chosen is None:
            raise Undecided
        return chosen

    def _rules(self) -> tuple[_Row, _Row]:
        each, least = self.board.per_entry, self.board.external_minimum
        return _Row(self.given, each, each), _Row(self.outside, least, each)

    def _between(self, low: Ints, high: Ints) -> _Burden:
        return _Burden(low, high, (_Row(self.load, low, high),), np.zeros(0))

    def _solve(self, cost: Floats, rows: list[_Row], burden: _Burden, more: Floats) -> Bools | None:
        """Pairs at the lowest cost, beside ``more`` variables up to these highest values."""
        found = milp(
            cost,
            integrality=np.concatenate([np.ones(self.size), np.zeros(len(more))]),
            bounds=Bounds(0, np.concatenate([np.ones(self.size), more])),
            constraints=[
                LinearConstraint(_wider(row.matrix, len(cost)), row.low, row.high)
                for row in (*rows, *burden.rows)
            ],
            options={"mip_rel_gap": 0, "node_limit": NODES},
        )
        if found.status == 1:
            raise Undecided
        if found.x is None:
            return None
        chosen = np.zeros_like(self.board.allowed)
        chosen[self.rows, self.columns] = found.x[: self.size] > 0.5
        return chosen


def _even(loads: Loads, sheets: int) -> tuple[Ints, Ints]:
    """Least and most of each judge when the cheapest sheets of all are given out."""
    judge, size, cost = loads.steps()
    order = np.argsort(cost, kind="stable")
    last = order[np.searchsorted(np.cumsum(size[order]), sheets)]
    width = len(loads.limits)
    low = np.bincount(judge, np.where(cost < cost[last], size, 0), width)
    high = np.bincount(judge, np.where(cost <= cost[last], size, 0), width)
    return low.astype(np.int64), high.astype(np.int64)


def _effort(loads: Loads, chosen: Bools) -> int:
    """What the loads of these pairs cost."""
    load = chosen.sum(axis=0)
    most = np.arange(1, int(load.max(initial=0)) + 1)
    return sum(int(loads.cost(np.full_like(load, at))[load >= at].sum()) for at in most)


def _sums(at: Ints, values: Floats, height: int) -> csr_array:
    """Row ``at[k]`` counts variable ``k`` with its value."""
    return csr_array((values, (at, np.arange(len(at)))), shape=(height, len(at)))


def _beside(left: csr_array, right: csr_array) -> csr_array:
    return csr_array(hstack([left, right]))


def _wider(matrix: csr_array, width: int) -> csr_array:
    missing = width - matrix.shape[1]
    return _beside(matrix, csr_array((matrix.shape[0], missing))) if missing else matrix
