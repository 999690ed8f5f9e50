"""Large networks with few arcs: start with the likely ones, add what the prices say is missing.

The flow over a few arcs gives each judge a price. A pair outside them can only improve the
assignment when its gain beats, at those prices, the weakest pair of its entry it could replace.
When no pair does, the assignment is the best one over *all* pairs (linear programming duality),
at a tenth of the time and of the memory.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from award.judging.matching.board import ROWS, Bools, Ints
from award.judging.matching.network import Network, flow

FEW = 60_000
"""Up to so many pairs the flow takes them all."""
LIKELY = 12
"""Judges per entry to start with."""
MORE = 6
"""Judges added per entry and turn at most."""
ROUGH = 8
"""Turns of the rough bidding that guesses the first prices."""
SAMPLE = 2000
"""Entries that bid."""
NEVER = np.int64(1) << 60
BARRED = -1e9


def settle(network: Network) -> Bools:
    """The best pairs of all that are allowed. A network that may leave sheets open has some."""
    return settled(network)[0]


def settled(network: Network) -> tuple[Bools, Bools]:
    """The best pairs, and the pairs that were enough to find them."""
    few = int(network.allowed.sum()) <= FEW
    arcs = network.allowed if few else _likely(network)
    while (chosen := flow(network, arcs)) is not None:
        if few or not (missing := _missing(network, chosen, _prices(network, arcs, chosen))).any():
            return chosen, arcs
        arcs |= missing
    raise ValueError("the network does not permit enough open sheets")


def _prices(network: Network, arcs: Bools, chosen: Bools) -> Ints:
    """Each judge's bonus, and last that of a vacancy: shortest ways in the residual network."""
    judges = len(network.external)
    ways = np.full((judges + 1, judges + 1), NEVER, dtype=np.int64)
    for judge in range(judges):
        ways[judge] = _exchanges(network, arcs, chosen, judge)
    ways[judges] = _fillings(network, arcs, chosen)
    load = chosen.sum(axis=0)
    more = np.where(load < network.loads.limits, network.loads.cost(load + 1), NEVER)
    less = np.where(load > 0, -network.loads.cost(load), NEVER)
    ways[:judges, judges] = np.minimum(ways[:judges, judges], more)
    ways[judges, :judges] = np.minimum(ways[judges, :judges], less)
    bonus = np.zeros(judges + 1, dtype=np.int64)
    for _ in range(judges + 2):
        shorter = np.minimum(bonus, (bonus[:, None] + ways).min(axis=0))
        if (shorter == bonus).all():
            return bonus
        bonus = shorter
    raise ArithmeticError("the flow was not the cheapest")


def _exchanges(network: Network, arcs: Bools, chosen: Bools, judge: int) -> Ints:
    """The least loss when one of a judge's entries goes to each other judge, or to nobody."""
    rows = np.nonzero(chosen[:, judge])[0]
    loss = np.full(len(network.external) + 1, NEVER, dtype=np.int64)
    if not rows.size:
        return loss
    free = arcs[rows] & ~chosen[rows]
    if network.external[judge]:
        free &= network.external | ~_closed(network, chosen[rows], rows)[:, None]
    own = network.gains[rows, judge].astype(np.int64)
    change = network.weight * (own[:, None] - network.gains[rows])
    loss[:-1] = np.where(free, change, NEVER).min(axis=0)
    vacant = network.need[rows] - chosen[rows].sum(axis=1)
    if (leaving := own[vacant < network.vacancies]).size:
        loss[-1] = int(leaving.min()) * network.weight + network.vacancy
    return loss


def _fillings(network: Network, arcs: Bools, chosen: Bools) -> Ints:
    """What it costs, below zero, when each judge takes a sheet that nobody has."""
    rows = np.nonzero(chosen.sum(axis=1) < network.need)[0]
    cost = np.full(len(network.external) + 1, NEVER, dtype=np.int64)
    if rows.size:
        free = arcs[rows] & ~chosen[rows]
        free &= network.external | ~_closed(network, chosen[rows], rows)[:, None]
        filled = -network.vacancy - network.weight * network.gains[rows].astype(np.int64)
        cost[:-1] = np.where(free, filled, NEVER).min(axis=0)
    return cost


def _closed(network: Network, chosen: Bools, rows: Ints | slice) -> Bools:
    """Entries that may have no further internal judge."""
    inside = (chosen & ~network.external).sum(axis=1)
    closed: Bools = inside >= network.inner[rows]
    return closed


def _missing(network: Network, chosen: Bools, bonus: Ints) -> Bools:
    """Pairs that would improve the assignment at these prices, the best few of each entry."""
    missing = np.zeros_like(chosen)
    for start in range(0, len(chosen), ROWS):
        part = slice(start, start + ROWS)
        here = chosen[part]
        value = network.weight * network.gains[part].astype(np.int64) + bonus[:-1]
        weakest = np.where(here, value, NEVER).min(axis=1)
        vacant = here.sum(axis=1) < network.need[part]
        weakest[vacant] = np.minimum(weakest[vacant], bonus[-1] - network.vacancy)
        inside = np.where(here & ~network.external, value, NEVER).min(axis=1)
        inside = np.where(_closed(network, here, part), inside, weakest)
        beaten = np.where(network.external, weakest[:, None], inside[:, None])
        better = np.where(network.allowed[part] & ~here, value - beaten, 0)
        _keep_best(missing[part], better, MORE)
    return missing


def _likely(network: Network) -> Bools:
    """Each entry's best judges at guessed prices; chance, the same each time, parts ties."""
    likely = np.zeros_like(network.allowed)
    price = _rough_prices(network)
    for start in range(0, len(likely), ROWS):
        rows = np.arange(start, min(start + ROWS, len(likely)))
        worth = _worth(network, rows) - price
        _keep_best(likely[start : start + ROWS], worth, LIKELY, BARRED / 2)
    return likely


def _rough_prices(network: Network) -> NDArray[np.float32]:
    """Judges wished by more entries than they can take become dearer, turn by turn."""
    stride = -(-len(network.need) // SAMPLE)
    worth = _worth(network, np.arange(0, len(network.need), stride))
    each = min(max(int(network.need.max(initial=1)), 1), worth.shape[1])
    room = np.maximum(network.loads.limits / stride, 1)
    price = np.zeros(worth.shape[1], dtype=np.float32)
    scale = float(network.gains.max(initial=1)) / 4
    for turn in range(1, ROUGH + 1):
        wished = np.argpartition(price - worth, each - 1, axis=1)[:, :each]
        excess = np.bincount(wished.ravel(), minlength=len(price)) / room - 1
        price = np.maximum(price + np.clip(excess, -1, 1) * scale / turn, 0).astype(np.float32)
    return price


def _worth(network: Network, rows: Ints) -> NDArray[np.float32]:
    columns = np.arange(len(network.external))
    chance = (rows[:, None] * 40_503 + columns * 2_654_435) % 9_973
    worth = network.gains[rows] + chance.astype(np.float32) / 2_500
    return np.where(network.allowed[rows], worth, np.float32(BARRED)).astype(np.float32)


def _keep_best(kept: Bools, value: Ints | NDArray[np.float32], most: int, floor: float = 0) -> None:
    """Mark in each row the highest values above the floor."""
    if value.shape[1] <= most:
        kept |= value > floor
        return
    best = np.argpartition(-value, most - 1, axis=1)[:, :most]
    rows = np.arange(len(value))[:, None]
    kept[rows, best] = value[rows, best] > floor
