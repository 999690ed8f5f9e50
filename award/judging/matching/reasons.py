"""Why there is no assignment, and the smallest change of each kind that makes one possible."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from award.judging.matching.board import Board, Bools
from award.judging.matching.frame import completed, frame
from award.judging.matching.network import Loads, flow
from award.judging.matching.terms import (
    Barred,
    Infeasible,
    Relaxation,
    Remedy,
    Rule,
    Shortage,
)


def explain(board: Board, fixed: Bools, chosen: Bools) -> Infeasible:
    """The clash behind the sheets that ``chosen`` could not give, and what would help.

    ``fixed`` pairs are part of it and cannot move.
    """
    remedies = (_raised_caps, _lifted_conflicts, _added_externals)
    found = [remedy(board, fixed) for remedy in remedies]
    helpful = [relaxation for relaxation in found if relaxation is not None]
    helpful.sort(key=lambda relaxation: relaxation.sheets)
    return Infeasible(tuple(_shortages(board, fixed, chosen)), tuple(helpful))


def _shortages(board: Board, fixed: Bools, chosen: Bools) -> Iterator[Shortage]:
    """One for each group of entries that compete for the same full judges."""
    named = np.zeros(len(board.entries), dtype=bool)
    for row in np.nonzero(chosen.sum(axis=1) < board.per_entry)[0].tolist():
        if not named[row]:
            rows, columns = _competing(board, chosen, chosen & ~fixed, row)
            named |= rows
            yield _shortage(board, chosen, rows, columns)


def _competing(board: Board, chosen: Bools, movable: Bools, row: int) -> tuple[Bools, Bools]:
    """Entries that could pass a judge on to this one, and the judges in question.

    Every such judge is full, else the sheet would have been given: together the entries need
    more than there is.
    """
    rows = np.zeros(len(board.entries), dtype=bool)
    rows[row] = True
    columns = np.zeros(len(board.judges), dtype=bool)
    inside = movable & ~board.external
    free = board.allowed & ~chosen
    direct = free & (board.external | ~_closed(board, chosen)[:, None])
    while True:
        reached = columns | (direct & rows[:, None]).any(axis=0)
        # With its internal judges complete an entry takes one only in the place of another.
        giving = rows & (inside & reached).any(axis=1)
        reached |= (free & ~board.external & giving[:, None]).any(axis=0)
        more = rows | (movable & reached).any(axis=1)
        if (reached == columns).all() and (more == rows).all():
            return rows, columns
        rows, columns = more, reached


def _closed(board: Board, chosen: Bools) -> Bools:
    inside = (chosen & ~board.external).sum(axis=1)
    closed: Bools = inside >= board.per_entry - board.external_minimum
    return closed


def _shortage(board: Board, chosen: Bools, rows: Bools, columns: Bools) -> Shortage:
    closed = _closed(board, chosen)
    spare = (chosen.sum(axis=0) < board.caps) & ~columns
    return Shortage(
        entries=tuple(board.entries[at].key for at in np.nonzero(rows)[0]),
        judges=tuple(board.judges[at].key for at in np.nonzero(columns)[0]),
        needed=int(rows.sum()) * board.per_entry,
        room=int(chosen[rows].sum()),
        barred=tuple(_barred(board, rows, spare)),
        external_only=tuple(
            board.entries[at].key
            for at in np.nonzero(rows & closed)[0]
            if (board.allowed[at] & ~chosen[at] & spare & ~board.external).any()
        ),
    )


def _barred(board: Board, rows: Bools, spare: Bools) -> Iterator[Barred]:
    rules = (
        (Rule.OWN_AGENCY, board.walled),
        (Rule.ORGANISER, board.reserved & ~board.walled),
        (Rule.CONFLICT, board.declared & ~board.walled & ~board.reserved),
    )
    for rule, pairs in rules:
        for entry, judge in board.pairs(pairs & rows[:, None] & spare):
            yield Barred(entry, judge, rule)


def _raised_caps(board: Board, fixed: Bools) -> Relaxation | None:
    """The fewest sheets above the caps."""
    every = np.full_like(board.caps, len(board.entries))
    above = Loads(every, 2 * (board.caps - fixed.sum(axis=0)), low=0, high=1)
    network = frame(board, fixed, np.zeros_like(board.skill), above)
    if (chosen := completed(network)) is None:
        return None
    excess = np.maximum((chosen | fixed).sum(axis=0) - board.caps, 0)
    caps = {board.judges[at].key: int(excess[at]) for at in np.nonzero(excess)[0]}
    return Relaxation(Remedy.RAISE_CAPS, sum(caps.values()), caps=caps)


def _lifted_conflicts(board: Board, fixed: Bools) -> Relaxation | None:
    """The fewest declared conflicts to lift; walls stay."""
    lifted = board.declared & ~board.firm & ~board.walled & ~board.reserved
    network = frame(board, fixed, -lifted.astype(np.int32), _as_they_come(board, fixed))
    allowed = network.allowed | (lifted & ~fixed)
    if (chosen := completed(replace(network, allowed=allowed))) is None:
        return None
    pairs = board.pairs(chosen & lifted)
    return Relaxation(Remedy.LIFT_CONFLICTS, len(pairs), pairs=pairs)


def _added_externals(board: Board, fixed: Bools) -> Relaxation | None:
    """The fewest new external judges of no entry's agency, and the fewest sheets for them."""
    network = frame(board, fixed, np.zeros_like(board.skill), _as_they_come(board, fixed))
    for judges in range(1, board.per_entry + 1):
        chosen = flow(replace(network, vacancies=judges), network.allowed)
        if chosen is not None:
            sheets = int(network.need.sum() - chosen.sum())
            # Dealt out in turn, no new judge has one entry twice and the loads are even.
            cap = -(-sheets // judges)
            return Relaxation(Remedy.ADD_EXTERNALS, sheets, judges=judges, cap=cap)
    return None


def _as_they_come(board: Board, fixed: Bools) -> Loads:
    """Caps, and no wish for even loads."""
    room = np.maximum(board.caps - fixed.sum(axis=0), 0)
    return Loads(room, np.zeros_like(room), weight=0)
