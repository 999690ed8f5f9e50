"""The worst-served entry in requests too large for an integer programme.

Only the entries a plain flow leaves badly served are asked for better judges, one pattern of
points at a time ("one judge with 840, two with 420"), until all of them are served well enough.
Everyone else stays free, so that loads and skill suffer as little as possible.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, combinations_with_replacement
from math import log

import numpy as np

from award.judging.matching.board import Board, Bools, service, worst
from award.judging.matching.frame import completed
from award.judging.matching.network import Loads, Network, Wanted, flow

TURNS = 8
"""Flows spent on one level of service."""
PATIENCE = 2
"""Flows in a row that may leave more than half as many badly served as before."""
CHOICE = 24
"""Judges an entry with a pattern chooses from, and as many external ones."""


def raised(
    board: Board, base: Network, chosen: Bools, arcs: Bools, bound: int
) -> tuple[Bools, int]:
    """The best-served worst entry found from the flow ``chosen`` on, and what none can exceed."""
    levels = _levels(board, worst(board, chosen), bound)
    possible = bisect_left(levels, True, key=lambda level: not _possible(board, level))
    levels = levels[:possible]
    bound = levels[-1] if levels else worst(board, chosen)
    best, low, high = chosen, 0, len(levels)
    middle = high - 1  # The bound is often reached: it is tried first.
    while low < high:
        found = _reaching(board, base, chosen, arcs, levels[middle])
        if found is None:
            high = middle
        else:
            best, low = found, middle + 1
        middle = (low + high) // 2
    return best, bound


def _possible(board: Board, least: int) -> bool:
    """Whether caps leave room for the judges of some skill that ``least`` points take.

    Necessary, not sufficient: rules about external judges are left out, and each height of skill
    is looked at alone.
    """
    for height in {1, -(-least // board.per_entry)}:
        enough = board.allowed & (board.skill >= height)
        top = np.where(enough, board.skill, 0).max(axis=1, initial=0)
        rest = board.per_entry * (height - 1)
        # k judges of the best skill and the others just below the height must do.
        need = -(-np.maximum(least - rest, 0) // np.maximum(top - height + 1, 1))
        need = np.where(board.wishing, np.minimum(need, board.per_entry), 0).astype(np.int64)
        loads = Loads(board.caps, np.zeros_like(board.caps), weight=0)
        network = Network(
            gains=np.zeros_like(board.skill),
            weight=1,
            allowed=enough & (need > 0)[:, None],
            external=board.external,
            need=need,
            inner=need,
            loads=loads,
            vacancies=board.per_entry,
        )
        if completed(network) is None:
            return False
    return True


def _levels(board: Board, reached: int, bound: int) -> list[int]:
    """Services an entry could have above what was reached, rising."""
    values = [int(value) for value in np.unique(board.skill[board.wishing])]
    sums = {sum(points) for points in combinations_with_replacement(values, board.per_entry)}
    return sorted(value for value in sums if reached < value <= bound)


def _reaching(board: Board, base: Network, chosen: Bools, arcs: Bools, least: int) -> Bools | None:
    """An assignment that serves every wishing entry with ``least`` points, if one is found."""
    arcs = arcs.copy()
    patterns: dict[int, Sequence[tuple[Wanted, ...]]] = {}
    turn: dict[int, int] = {}
    fewest, stuck = 2 * len(board.entries) + 1, 0
    for _ in range(TURNS):
        badly = np.nonzero(board.wishing & (service(board, chosen) < least))[0].tolist()
        if not badly:
            return chosen
        stuck = 0 if 2 * len(badly) < fewest else stuck + 1
        if stuck > PATIENCE:
            return None
        fewest = min(fewest, len(badly))
        for row in set(badly) & set(turn):
            turn[row] += 1
        # When others are badly served instead, everyone who wishes anything has to ask.
        asking = np.nonzero(board.wishing)[0].tolist() if stuck else _alike(board, badly)
        for row in asking:
            if row not in turn:
                patterns[row] = _patterns(board, row, least)
                arcs[row] |= _best(board, row)
                turn[row] = 0
        wanted = {row: patterns[row][at % len(patterns[row])] for row, at in turn.items()}
        found = flow(replace(base, wanted=wanted), arcs)
        if found is None or found.sum() < board.sheets:
            return None
        chosen = found
    return None


def _alike(board: Board, rows: list[int]) -> list[int]:
    """The entries that wish the same: they would be badly served next."""
    wishes = {board.entries[row].skills for row in rows}
    return [at for at, entry in enumerate(board.entries) if entry.skills in wishes]


def _patterns(board: Board, row: int, least: int) -> list[tuple[Wanted, ...]]:
    """Least sets of points that add up to ``least``, those most judges can fill first."""
    allowed = board.allowed[row]
    points = board.skill[row]
    values = np.unique(points[allowed]).tolist()
    below = dict(zip(values, [None, *values], strict=False))
    found: list[tuple[float, tuple[Wanted, ...]]] = []
    for gains in combinations_with_replacement(values, board.per_entry):
        spare = sum(gains) - least
        if spare < 0 or any(
            (lower := below[gain]) is not None and gain - lower <= spare for gain in gains
        ):
            continue
        for outside in combinations(range(board.per_entry), board.external_minimum):
            asked = tuple((gain, at in outside) for at, gain in enumerate(gains))
            found.append((_ease(board, allowed, points, asked), asked))
    found.sort(key=lambda it: (-it[0], it[1]))
    return [asked for _, asked in found]


def _ease(board: Board, allowed: Bools, points: Bools, asked: tuple[Wanted, ...]) -> float:
    """How many ways there are to fill a pattern, roughly, as a logarithm."""
    fits = [
        int((allowed & (points >= gain) & (board.external | (not outside))).sum())
        for gain, outside in asked
    ]
    return sum(log(fit) if fit else -100.0 for fit in fits)


def _best(board: Board, row: int) -> Bools:
    """The judges an entry chooses from when it asks for points, spread by row and column."""
    columns = np.arange(len(board.judges))
    chance = (row * 40_503 + columns * 2_654_435) % 9_973
    order = np.lexsort((chance, -board.skill[row]))
    best = np.zeros(len(columns), dtype=bool)
    for among in (board.allowed[row], board.allowed[row] & board.external):
        best[order[among[order]][:CHOICE]] = True
    return best
