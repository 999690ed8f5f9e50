"""The hard rules as a min-cost flow: entry -> judge -> sheets, solved by OR-tools.

Internal judges of an entry are reached through a gate that lets at most n - m of them in, when
m of n must be external. What a judge's next sheet costs grows with the load, so the flow evens
loads out. A sheet nobody can give goes straight to the sink at a cost above every detour.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from award.judging.matching.board import Bools, Ints, Points

NEAR = 64
"""Loads are told apart up to this many sheets from a judge's share; beyond they cost the same."""

Wanted: TypeAlias = tuple[int, bool]
"""The least gain of one of an entry's judges, and whether that one must be external."""


@dataclass(frozen=True)
class Loads:
    """Each judge's limit, and what the next sheet costs: ``weight`` x its distance from a share.

    Shares and distances are in halves of a sheet. Distances go from twice ``low`` to twice
    ``high``; outside they stay the same.
    """

    limits: Ints
    halves: Ints
    weight: int = 1
    low: int = -NEAR
    high: int = NEAR

    def cost(self, sheet: Ints) -> Ints:
        """Cost of each judge's sheet with this number, counted from one."""
        distance: Ints = np.clip(2 * sheet - self.halves, 2 * self.low, 2 * self.high)
        return self.weight * distance

    @property
    def highest(self) -> int:
        """The largest cost of a sheet, below or above zero."""
        ends = np.concatenate([self.cost(np.ones_like(self.halves)), self.cost(self.limits)])
        return int(np.abs(ends).max(initial=0))

    def steps(self) -> tuple[Ints, Ints, Ints]:
        """Judge, number and cost of runs of sheets that cost the same, cheapest first."""
        flat = np.clip(self.halves // 2 + self.low, 0, self.limits)
        rise = np.clip((self.halves - 1) // 2 + self.high, flat, self.limits)
        every = np.arange(len(self.limits))
        single = np.repeat(every, rise - flat)
        first = np.repeat(np.cumsum(rise - flat) - (rise - flat), rise - flat)
        number = np.arange(len(single)) - first + flat[single] + 1
        judge = np.concatenate([every, single, every])
        size = np.concatenate([flat, np.ones_like(single), self.limits - rise])
        distance = 2 * number - self.halves[single]
        low, high = np.full_like(every, 2 * self.low), np.full_like(every, 2 * self.high)
        cost = self.weight * np.concatenate([low, distance, high])
        used = size > 0
        return judge[used], size[used], cost[used]


@dataclass(frozen=True)
class Network:
    """What flows: gains of pairs times ``weight`` less the costs of the loads, made highest."""

    gains: Points | Ints
    weight: int
    allowed: Bools
    external: Bools
    need: Ints
    """Judges each entry still needs."""
    inner: Ints
    """How many of them may be internal."""
    loads: Loads
    vacancies: int
    """Sheets of one entry that may stay without a judge; above its need they never do."""
    wanted: Mapping[int, Sequence[Wanted]] = field(default_factory=dict)
    """Entries (rows) whose judges are each asked for a gain; missing it costs ``miss``."""

    @cached_property
    def detour(self) -> int:
        """More gain than a way through all judges could save."""
        highest = self.weight * int(np.abs(self.gains).max(initial=0))
        return 2 * (len(self.external) + 2) * highest + 1

    @cached_property
    def miss(self) -> int:
        """What a judge costs who has not the gain an entry asks for: more than even loads."""
        return self.detour + 2 * self.loads.highest

    @cached_property
    def vacancy(self) -> int:
        """What a sheet without a judge costs: more than anything else."""
        missed = (len(self.external) + 2) * self.miss if self.wanted else 0
        return self.miss + missed


def flow(network: Network, arcs: Bools) -> Bools | None:
    """The best pairs among ``arcs``; ``None`` when more vacancies were needed than may be."""
    graph = _Graph(network)
    plain = arcs.copy()
    plain[list(network.wanted)] = False
    parts = [graph.plain(plain)]
    parts += [graph.asked(row, arcs[row], asked) for row, asked in network.wanted.items()]
    chosen = np.zeros_like(arcs)
    if not graph.solve():
        return None
    for rows, columns, handles in parts:
        used = graph.solver.flows(handles) > 0
        chosen[rows[used], columns[used]] = True
    return chosen


class _Graph:
    """Numbers the nodes: entries, their gates to internal judges, judges, sink, then the rest."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.solver = SimpleMinCostFlow()
        self.entries, self.judges = network.gains.shape
        self.sink = 2 * self.entries + self.judges
        self.next = self.sink + 1
        self._frame()

    def _frame(self) -> None:
        network, entries = self.network, np.arange(self.entries)
        self.solver.set_nodes_supplies(entries, network.need)
        self.solver.set_node_supply(self.sink, -int(network.need.sum()))
        self.add(entries, self.entries + entries, network.inner, 0)
        free = np.minimum(network.need, network.vacancies)
        self.add(entries, np.full_like(entries, self.sink), free, network.vacancy)
        judge, size, cost = network.loads.steps()
        self.add(2 * self.entries + judge, np.full_like(judge, self.sink), size, cost)

    def add(self, tail: Ints, head: Ints, capacity: Ints | int, cost: Ints | int) -> Ints:
        """Arcs and their handles."""
        size = len(tail)
        handles: Ints = self.solver.add_arcs_with_capacity_and_unit_cost(
            tail, head, np.broadcast_to(capacity, size), np.broadcast_to(cost, size)
        )
        return handles

    def plain(self, arcs: Bools) -> tuple[Ints, Ints, Ints]:
        """Arcs of entries that ask nothing of a single judge."""
        rows, columns = np.nonzero(arcs)
        tail = np.where(self.network.external[columns], rows, self.entries + rows)
        cost = -self.network.weight * self.network.gains[rows, columns].astype(np.int64)
        return rows, columns, self.add(tail, 2 * self.entries + columns, 1, cost)

    def asked(self, row: int, arcs: Bools, asked: Sequence[Wanted]) -> tuple[Ints, Ints, Ints]:
        """Arcs of an entry whose judges are each asked for a gain, every judge once at most."""
        network = self.network
        columns = np.nonzero(arcs)[0]
        gains = network.gains[row, columns].astype(np.int64)
        pairs = self.next + np.arange(len(columns))
        places = pairs.size + self.next + np.arange(len(asked))
        self.next += len(pairs) + len(places)
        self.add(np.full_like(places, row), places, 1, 0)
        for place, (least, outside) in zip(places, asked, strict=True):
            fit = network.external[columns] if outside else np.ones(len(columns), dtype=bool)
            cost = np.where(gains[fit] >= least, 0, network.miss)
            self.add(np.full(int(fit.sum()), place), pairs[fit], 1, cost)
        handles = self.add(pairs, 2 * self.entries + columns, 1, -network.weight * gains)
        return np.full_like(columns, row), columns, handles

    def solve(self) -> bool:
        """Whether everything flows."""
        status = self.solver.solve()
        if status == SimpleMinCostFlow.Status.INFEASIBLE:
            return False
        if status != SimpleMinCostFlow.Status.OPTIMAL:
            raise OverflowError(f"the flow's costs are out of range: {status}")
        return True
