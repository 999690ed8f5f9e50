"""After the assignment: a judge leaves, a conflict appears, a panel must close today."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

import numpy as np

from award.judging.matching.board import Board, Bools, board
from award.judging.matching.frame import completed, evenly_first, lacking_externals
from award.judging.matching.network import Loads, Network
from award.judging.matching.pricing import settle
from award.judging.matching.reasons import explain
from award.judging.matching.terms import Change, Closing, Infeasible, Pair, Request


def replacements(
    request: Request, pairs: Collection[Pair], finished: Collection[Pair]
) -> Change | Infeasible:
    """The smallest change that makes ``pairs`` an assignment of ``request`` again."""
    wanted = board(request)
    standing = wanted.marked(pairs) & wanted.allowed
    chosen = _filled(wanted, standing)
    if chosen is None:
        fixed = _fixed(wanted, standing, wanted.marked(finished))
        chosen = _moved(wanted, standing, fixed)
    if chosen is None:
        return explain(wanted, fixed, fixed | settle(evenly_first(wanted, fixed)))
    added = chosen & ~standing
    return Change(
        added=wanted.pairs(added),
        removed=wanted.pairs(standing & ~chosen),
        loads=wanted.loads(chosen),
        alternatives=_alternatives(wanted, chosen, added),
    )


def closing_set(
    request: Request,
    pairs: Collection[Pair],
    finished: Collection[Pair],
    present: Collection[str],
    minimum: int,
) -> Closing:
    """The fewest sheets that give every entry ``minimum`` finished ones, from those present."""
    wanted = board(request)
    done = wanted.marked(finished)
    here = np.array([judge.key in set(present) for judge in wanted.judges], dtype=bool)
    assigned = wanted.marked(pairs) & wanted.allowed & ~done & here
    outside = np.maximum(wanted.external_minimum - (done & wanted.external).sum(axis=1), 0)
    need = np.maximum(minimum - done.sum(axis=1), outside)
    network = Network(
        gains=assigned.astype(np.int64),
        weight=2 * int(need.sum()) * max(len(wanted.entries), 1) + 1,
        allowed=wanted.allowed & ~done & here,
        external=wanted.external,
        need=need,
        inner=need - outside,
        loads=Loads(np.where(here, len(wanted.entries), 0), np.zeros_like(wanted.caps)),
        vacancies=int(need.max(initial=0)),
    )
    chosen = settle(network)
    lacking = need - chosen.sum(axis=1)
    return Closing(
        sheets=wanted.pairs(chosen & assigned),
        new=wanted.pairs(chosen & ~assigned),
        loads={key: load for key, load in wanted.loads(chosen).items() if load},
        lacking={wanted.entries[at].key: int(lacking[at]) for at in np.nonzero(lacking)[0]},
    )


def _filled(board: Board, standing: Bools) -> Bools | None:
    """Judges for the open sheets while nobody is moved; evenly loaded, then skilled."""
    network = evenly_first(board, standing)
    if (lacking_externals(board, standing) > network.need).any():
        return None
    chosen = completed(network)
    return None if chosen is None else _together(chosen, standing)


def _fixed(board: Board, standing: Bools, finished: Bools) -> Bools:
    """Finished sheets, and all of an entry that has more judges than it needs.

    Where finished sheets leave no place for the external judges an entry must have, they may move.
    """
    fixed: Bools = standing & (finished | (standing.sum(axis=1) > board.per_entry)[:, None])
    room = np.maximum(board.per_entry - fixed.sum(axis=1), 0)
    fixed[lacking_externals(board, fixed) > room] = False
    return fixed


def _moved(board: Board, standing: Bools, fixed: Bools) -> Bools | None:
    """The most standing pairs kept; evenness and skill weigh only between equally many."""
    network = evenly_first(board, fixed)
    # One step nearer to even loads is worth one fully skilled judge.
    loads = replace(network.loads, weight=board.full)
    others = board.full + 2 * loads.highest
    kept = (standing & ~fixed) * np.int64(board.sheets * others + 1)
    chosen = completed(replace(network, gains=network.gains + kept, loads=loads))
    return None if chosen is None else _together(chosen, fixed)


def _together(chosen: Bools, standing: Bools) -> Bools:
    both: Bools = chosen | standing
    return both


def _alternatives(board: Board, chosen: Bools, added: Bools) -> dict[str, tuple[str, ...]]:
    room = chosen.sum(axis=0) < board.caps
    return {
        board.entries[row].key: tuple(_next_best(board, chosen, added, row, room))
        for row in np.nonzero(added.any(axis=1))[0].tolist()
    }


def _next_best(board: Board, chosen: Bools, added: Bools, row: int, room: Bools) -> Iterable[str]:
    """Judges who could take an added judge's place and leave the entry enough externals."""
    outside = int((chosen[row] & board.external).sum())
    leaves = bool((added[row] & ~board.external).any())
    spare = leaves or outside > board.external_minimum
    free: Bools = board.allowed[row] & ~chosen[row] & room & (board.external | spare)
    order = np.argsort(-board.skill[row], kind="stable")
    return (board.judges[at].key for at in order[free[order]].tolist())
