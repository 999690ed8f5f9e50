"""Assignments beside a plain min-cost flow over all pairs, each in a process of its own.

The plain flow knows the same hard rules and nothing else; its arcs are given as ready arrays, and
only adding and solving them counts. Ours counts from the facts to the answer. ``scarce`` has a
few skills that many entries wish: there the most skill in total leaves entries with none.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

import numpy as np

from award.judging.matching import FULL, Assignment, Entry, Judge, Objective, Request, solve

EACH = 3
CONFLICTS = 0.02
SPARE = 1.2
"""Caps leave a fifth more room than is needed."""
AGENCIES = 40
CASES = (
    ("3000x300", 3_000, 300, False, None),
    ("3000x300_scarce", 3_000, 300, True, None),
    ("10000x1000", 10_000, 1_000, False, 1.2),
)
"""Name, entries, judges, whether skills are scarce, the most GiB."""
AT_MOST = {Objective.SKILL: 3, Objective.FAIR: 12}
"""How many times as long as the plain flow an objective may take."""


def figures() -> Iterator[dict[str, Any]]:
    """One dict per figure, for one JSON line each."""
    for name, entries, judges, scarce, most in CASES:
        size = (entries, judges, scarce)
        plain = _alone(_plain, *size)
        for objective, ratio in AT_MOST.items():
            ours = _alone(_ours, *size, objective.value)
            yield {
                "figure": f"matching_{name}_{objective}",
                "value": round(ours["seconds"] / plain["seconds"], 2),
                "unit": "x plain flow",
                "at_most": ratio,
                "plain_seconds": plain["seconds"],
                "plain_gib": plain["gib"],
                "plain_total": plain["total"],
                **ours,
                **({"gib_at_most": most} if most else {}),
            }


def _alone(act: Callable[..., dict[str, Any]], *args: Any) -> dict[str, Any]:
    """In a new process, so that its highest memory is its own."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(act, *args).result()


def _ours(entries: int, judges: int, scarce: bool, objective: str) -> dict[str, Any]:
    solve(edition(30, 10, False))
    request = edition(entries, judges, scarce)
    start = time.perf_counter()
    answer = solve(request, Objective(objective))
    seconds = time.perf_counter() - start
    assert isinstance(answer, Assignment)
    return {
        "seconds": round(seconds, 2),
        "gib": _gib(),
        "total": answer.total,
        "worst": answer.worst,
        "worst_bound": answer.worst_bound,
        "loads": [min(answer.loads.values()), max(answer.loads.values())],
        "proven": answer.proven,
    }


def _plain(entries: int, judges: int, scarce: bool) -> dict[str, Any]:
    """OR-tools over every allowed pair: entry to external judge, or through a gate to internal."""
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    request = edition(entries, judges, scarce)
    external = np.array([judge.external for judge in request.judges])
    cost, allowed = -_points(request), _allowed(request)
    rows, columns = np.nonzero(allowed)
    tails = np.where(external[columns], rows, entries + rows)
    costs = cost[rows, columns]
    every, sink = np.arange(entries), 2 * entries + judges
    caps = np.array([judge.cap for judge in request.judges])
    start = time.perf_counter()
    flow = SimpleMinCostFlow()
    add = flow.add_arcs_with_capacity_and_unit_cost
    add(tails, 2 * entries + columns, np.ones_like(tails), costs)
    add(every, entries + every, np.full(entries, EACH - 1), np.zeros(entries, dtype=int))
    ends = 2 * entries + np.arange(judges)
    add(ends, np.full(judges, sink), caps, np.zeros(judges, dtype=int))
    flow.set_nodes_supplies(every, np.full(entries, EACH))
    flow.set_node_supply(sink, -EACH * entries)
    assert flow.solve() == flow.OPTIMAL
    seconds = time.perf_counter() - start
    return {"seconds": round(seconds, 2), "gib": _gib(), "total": -flow.optimal_cost()}


def edition(entries: int, judges: int, scarce: bool) -> Request:
    """Every second judge external, a fiftieth of the pairs forbidden, caps a little above even."""
    chance = np.random.default_rng(entries)
    topics = [f"topik{at}" for at in range(12 if scarce else 40)]
    popular = 1 / np.arange(1, len(topics) + 1) ** (1.0 if scarce else 0.0)
    wished, known = ((1, 3), (1, 3)) if scarce else ((1, 5), (3, 9))

    def some(span: tuple[int, int], weights: Any = None) -> frozenset[str]:
        return frozenset(
            chance.choice(topics, chance.integers(*span), replace=False, p=weights).tolist()
        )

    keys = [f"e{at:05}" for at in range(entries)]
    panel = [
        Judge(
            f"j{at:04}",
            None if at % 2 else f"pd{at % AGENCIES}",
            int(SPARE * EACH * entries / judges) + 1,
            skills=some(known),
            external=at % 2 == 1,
        )
        for at in range(judges)
    ]
    wanted = [
        Entry(key, f"pd{at % AGENCIES}", some(wished, popular / popular.sum()))
        for at, key in enumerate(keys)
    ]
    rows, columns = np.nonzero(chance.random((entries, judges)) < CONFLICTS)
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    forbidden = {(keys[row], panel[column].key) for row, column in pairs}
    return Request(wanted, panel, EACH, forbidden, organiser="pd1")


def _points(request: Request) -> Any:
    skills = sorted({skill for entry in request.entries for skill in entry.skills})
    wished = np.array([[skill in it.skills for skill in skills] for it in request.entries], float)
    known = np.array([[skill in it.skills for skill in skills] for it in request.judges], float)
    return FULL * (wished @ known.T).astype(int) // wished.sum(axis=1, keepdims=True).astype(int)


def _allowed(request: Request) -> Any:
    entries = np.array([entry.agency for entry in request.entries])
    judges = np.array([judge.agency or "" for judge in request.judges])
    external = np.array([judge.external for judge in request.judges])
    rows = {entry.key: at for at, entry in enumerate(request.entries)}
    columns = {judge.key: at for at, judge in enumerate(request.judges)}
    allowed = entries[:, None] != judges[None, :]
    allowed &= external | (entries != request.organiser)[:, None]
    pairs = np.array([(rows[entry], columns[judge]) for entry, judge in request.forbidden])
    allowed[pairs[:, 0], pairs[:, 1]] = False
    return allowed


def _gib() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2, 2)
