"""From a board to the networks that are solved on it."""

from __future__ import annotations

import numpy as np

from award.judging.matching.board import Board, Bools, Ints, Points
from award.judging.matching.network import Loads, Network
from award.judging.matching.pricing import settle


def frame(
    board: Board, fixed: Bools, gains: Points | Ints, loads: Loads, weight: int = 1
) -> Network:
    """The hard rules for the sheets still to be given beside the ``fixed`` pairs.

    ``loads`` are those of the sheets still to be given, too.
    """
    need = np.maximum(board.per_entry - fixed.sum(axis=1), 0)
    outside = np.maximum(lacking_externals(board, fixed), 0)
    return Network(
        gains=gains,
        weight=weight,
        allowed=board.allowed & ~fixed & (need > 0)[:, None],
        external=board.external,
        need=need,
        inner=np.maximum(need - outside, 0),
        loads=loads,
        vacancies=board.per_entry,
    )


def lacking_externals(board: Board, fixed: Bools) -> Ints:
    """How many external judges each entry still needs; below zero when it has more."""
    lacking: Ints = board.external_minimum - (fixed & board.external).sum(axis=1)
    return lacking


def evenly_first(board: Board, fixed: Bools) -> Network:
    """Even loads count before skill."""
    had = fixed.sum(axis=0)
    sheets = max(board.sheets - int(had.sum()), 0)
    room = np.maximum(board.caps - had, 0)
    loads = Loads(room, board.shares - 2 * had, board.full * sheets + 1)
    return frame(board, fixed, board.skill, loads)


def skill_first(board: Board, fixed: Bools) -> Network:
    """Even loads count only between equally skilled assignments."""
    loads = Loads(board.caps, board.shares)
    return frame(board, fixed, board.skill, loads, weight=2 * loads.highest * board.sheets + 1)


def completed(network: Network) -> Bools | None:
    """The best pairs, if they leave no sheet without a judge."""
    chosen = settle(network)
    return chosen if chosen.sum() == network.need.sum() else None
