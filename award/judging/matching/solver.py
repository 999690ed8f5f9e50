"""The best assignment for each objective, out of flows and, where they do not decide, HiGHS."""

from __future__ import annotations

import numpy as np

from award.judging.matching.board import (
    Board,
    Bools,
    best_alone,
    board,
    ceiling,
    service,
    worst,
)
from award.judging.matching.exact import Undecided, fairest
from award.judging.matching.frame import evenly_first, skill_first
from award.judging.matching.large import raised
from award.judging.matching.network import Loads
from award.judging.matching.pricing import settle, settled
from award.judging.matching.reasons import explain
from award.judging.matching.terms import FULL, Assignment, Infeasible, Objective, Request

EXACT = 8_000
"""Allowed pairs up to which the fair objective is always settled exactly."""


def solve(request: Request, objective: Objective) -> Assignment | Infeasible:
    """The assignment, or why there is none."""
    wanted = board(request)
    if objective is Objective.SKILL:
        return _skilled(wanted)
    return _fair(wanted)


def _skilled(board: Board) -> Assignment | Infeasible:
    nothing = np.zeros_like(board.allowed)
    chosen = settle(skill_first(board, nothing))
    if chosen.sum() < board.sheets:
        return explain(board, nothing, chosen)
    return _answer(board, chosen, bound=best_alone(board), proven=True)


def _fair(board: Board) -> Assignment | Infeasible:
    """Without the worst-served entry it is a flow; when that serves everyone best, it is best."""
    nothing = np.zeros_like(board.allowed)
    network = evenly_first(board, nothing)
    chosen, arcs = settled(network)
    if chosen.sum() < board.sheets:
        return explain(board, nothing, chosen)
    bound = best_alone(board)
    if worst(board, chosen) >= bound:
        return _answer(board, chosen, bound=bound, proven=True)
    if board.allowed.sum() <= EXACT:
        try:
            chosen = fairest(board, Loads(board.caps, board.shares), bound)
            return _answer(board, chosen, bound=worst(board, chosen), proven=True)
        except Undecided:
            pass
    chosen, bound = raised(board, network, chosen, arcs, bound)
    return _answer(board, chosen, bound=bound, proven=False)


def _answer(board: Board, chosen: Bools, *, bound: int, proven: bool) -> Assignment:
    pairs = board.pairs(chosen)
    points = (board.skill[chosen] * (FULL // board.full)).tolist()
    full = ceiling(board)
    served = service(board, chosen).tolist()
    return Assignment(
        pairs=pairs,
        points=dict(zip(pairs, points, strict=True)),
        loads=board.loads(chosen),
        service={
            entry.key: value / full
            for entry, value in zip(board.entries, served, strict=True)
            if entry.skills
        },
        worst_bound=bound / full if board.wishing.any() else None,
        proven=proven,
    )
