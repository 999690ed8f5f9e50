"""A table of moves and the one function that checks it. Knows no feature and no database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

S = TypeVar("S", bound=StrEnum)


class IllegalMove(Exception):
    """A move that the workflow does not know from the present state."""

    def __init__(self, move: str, state: str) -> None:
        super().__init__(f"{move} is not possible from {state}")
        self.move, self.state = move, state


@dataclass(frozen=True)
class Move(Generic[S]):
    """From any of ``sources`` to ``target``."""

    sources: frozenset[S]
    target: S


def move(sources: Iterable[S], target: S) -> Move[S]:
    """Write a row of the table."""
    return Move(frozenset(sources), target)


class Workflow(Generic[S]):
    """States and the moves between them, as data."""

    def __init__(self, moves: Mapping[str, Move[S]]) -> None:
        self.moves = dict(moves)

    def allows(self, name: str, state: S) -> bool:
        """Whether the move exists from ``state``."""
        return state in self.moves[name].sources

    def after(self, name: str, state: S) -> S:
        """The state that the move leads to; raises :class:`IllegalMove`."""
        if not self.allows(name, state):
            raise IllegalMove(name, state)
        return self.moves[name].target

    def possible(self, state: S) -> tuple[str, ...]:
        """The names of the moves that exist from ``state``."""
        return tuple(name for name in self.moves if self.allows(name, state))
