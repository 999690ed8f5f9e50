"""A request as arrays, in the order of the keys, so that equal requests have equal answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from award.judging.matching.terms import FULL, Entry, Judge, Pair, Request

Ints: TypeAlias = NDArray[np.int64]
Points: TypeAlias = NDArray[np.int32]
Bools: TypeAlias = NDArray[np.bool_]

ROWS = 1000
"""Entries looked at together where a whole matrix of large numbers would not be worth it."""


@dataclass(frozen=True)
class Board:
    """Rows are entries, columns are judges."""

    entries: tuple[Entry, ...]
    judges: tuple[Judge, ...]
    skill: Points
    """Skill of a judge for an entry, 0 to ``full``: points without their common factor."""
    full: int
    """Skill of a judge who has all an entry wishes."""
    walled: Bools
    """The entry is of the judge's own agency."""
    reserved: Bools
    """The entry is the organiser's own and the judge internal."""
    declared: Bools
    """The pair is forbidden."""
    firm: Bools
    """It is, and no organiser could allow it."""
    external: Bools
    caps: Ints
    shares: Ints
    """How many entries each judge should have, in halves: a part of one counts as a half."""
    wishing: Bools
    """The entry wishes any skill."""
    per_entry: int
    external_minimum: int

    @cached_property
    def allowed(self) -> Bools:
        """Pairs that no rule forbids."""
        allowed: Bools = ~(self.walled | self.reserved | self.declared)
        return allowed

    @property
    def sheets(self) -> int:
        """How many pairs an assignment has."""
        return self.per_entry * len(self.entries)

    def pairs(self, chosen: Bools) -> tuple[Pair, ...]:
        """The keys of the chosen pairs, in order."""
        entries = [entry.key for entry in self.entries]
        judges = [judge.key for judge in self.judges]
        rows, columns = np.nonzero(chosen)
        return tuple(
            (entries[e], judges[j]) for e, j in zip(rows.tolist(), columns.tolist(), strict=True)
        )

    def marked(self, pairs: Iterable[Pair]) -> Bools:
        """The pairs as a matrix; unknown keys are left out."""
        rows = {entry.key: at for at, entry in enumerate(self.entries)}
        columns = {judge.key: at for at, judge in enumerate(self.judges)}
        return _marked(rows, columns, pairs)

    def loads(self, chosen: Bools) -> dict[str, int]:
        """How many of the chosen pairs each judge has."""
        counts = chosen.sum(axis=0).tolist()
        return {judge.key: load for judge, load in zip(self.judges, counts, strict=True)}


def board(request: Request) -> Board:
    """The request as arrays."""
    entries = tuple(sorted(request.entries, key=lambda entry: entry.key))
    judges = tuple(sorted(request.judges, key=lambda judge: judge.key))
    rows = {entry.key: at for at, entry in enumerate(entries)}
    columns = {judge.key: at for at, judge in enumerate(judges)}
    external = np.array([judge.external for judge in judges], dtype=bool)
    own = np.array([_is(entry.agency, request.organiser) for entry in entries], dtype=bool)
    points = _points(entries, judges)
    # Small numbers make the flow's costs small, and so the flow quick.
    unit = int(np.gcd.reduce(points, axis=None, initial=FULL))
    return Board(
        entries=entries,
        judges=judges,
        skill=points // unit,
        full=FULL // unit,
        walled=_walled(entries, judges),
        reserved=own[:, None] & ~external[None, :],
        declared=_marked(rows, columns, [*request.forbidden, *request.firm]),
        firm=_marked(rows, columns, request.firm),
        external=external,
        caps=np.array([min(judge.cap, len(entries)) for judge in judges], dtype=np.int64),
        shares=_shares(judges, request.per_entry * len(entries)),
        wishing=np.array([bool(entry.skills) for entry in entries], dtype=bool),
        per_entry=request.per_entry,
        external_minimum=request.external_minimum,
    )


def service(board: Board, chosen: Bools) -> Ints:
    """Skill each entry has from its chosen judges."""
    total = np.zeros(len(board.entries), dtype=np.int64)
    rows, columns = np.nonzero(chosen)
    np.add.at(total, rows, board.skill[rows, columns])
    return total


def worst(board: Board, chosen: Bools) -> int:
    """Skill of the worst-served entry that wishes anything; ``ceiling`` when none does."""
    served = service(board, chosen)[board.wishing]
    return int(served.min()) if served.size else ceiling(board)


def ceiling(board: Board) -> int:
    """What a perfectly served entry has."""
    return board.full * board.per_entry


def best_alone(board: Board) -> int:
    """Skill the worst-served entry would have if each entry could choose first: a bound."""
    low = ceiling(board)
    for start in range(0, len(board.entries), ROWS):
        part = slice(start, start + ROWS)
        allowed = board.allowed[part] & board.wishing[part, None]
        skill = np.where(allowed, board.skill[part], 0)
        if (wishing := skill[board.wishing[part]]).size:
            low = min(low, int(_best(wishing, board).min()))
    return low


def _best(points: Points, board: Board) -> Ints:
    """The best sum in each row with enough external judges."""
    points = points.copy()
    total = np.zeros(len(points), dtype=np.int64)
    for turn in range(board.per_entry):
        open_ = board.external if turn < board.external_minimum else np.ones_like(board.external)
        choice = np.where(open_, points, -1).argmax(axis=1)
        rows = np.arange(len(points))
        total += np.maximum(points[rows, choice], 0)
        points[rows, choice] = -1
    return total


def _is(agency: str | None, other: str | None) -> bool:
    return bool(agency) and agency == other


def _points(entries: tuple[Entry, ...], judges: tuple[Judge, ...]) -> Points:
    known = {skill: at for at, skill in enumerate(sorted({s for e in entries for s in e.skills}))}
    offered = np.zeros((len(known), len(judges)), dtype=np.float32)
    for column, judge in enumerate(judges):
        offered[[known[skill] for skill in judge.skills if skill in known], column] = 1
    points = np.zeros((len(entries), len(judges)), dtype=np.int32)
    for start in range(0, len(entries), ROWS):
        part = entries[start : start + ROWS]
        wished = np.zeros((len(part), len(known)), dtype=np.float32)
        for row, entry in enumerate(part):
            wished[row, [known[skill] for skill in entry.skills]] = 1
        count = np.maximum(wished.sum(axis=1, keepdims=True), 1).astype(np.int32)
        points[start : start + ROWS] = FULL * (wished @ offered).astype(np.int32) // count
    return points


def _walled(entries: tuple[Entry, ...], judges: tuple[Judge, ...]) -> Bools:
    codes = {agency: at for at, agency in enumerate(sorted({e.agency or "" for e in entries}), 1)}
    codes[""] = 0
    rows = np.array([codes[entry.agency or ""] for entry in entries], dtype=np.int64)
    columns = np.array([codes.get(judge.agency or "", 0) for judge in judges], dtype=np.int64)
    walled: Bools = (rows[:, None] == columns[None, :]) & (columns[None, :] > 0)
    return walled


def _marked(rows: dict[str, int], columns: dict[str, int], pairs: Iterable[Pair]) -> Bools:
    marked = np.zeros((len(rows), len(columns)), dtype=bool)
    known = [(rows[e], columns[j]) for e, j in pairs if e in rows and j in columns]
    if known:
        at = np.array(known, dtype=np.int64)
        marked[at[:, 0], at[:, 1]] = True
    return marked


def _shares(judges: tuple[Judge, ...], sheets: int) -> Ints:
    free = sum(judge.target is None for judge in judges)
    rest = sheets - sum(judge.target or 0 for judge in judges)
    whole, part = divmod(max(rest, 0), free) if free else (0, 0)
    even = 2 * whole + (part > 0)
    shares = [even if judge.target is None else 2 * judge.target for judge in judges]
    return np.array(shares, dtype=np.int64)
