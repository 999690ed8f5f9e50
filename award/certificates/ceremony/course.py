"""In which order winners are called up. Pure.

Categories come in their order; within each the runners-up come first and the best comes last.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from award.results.states import WINNING_PLACES


@dataclass(frozen=True)
class Honour:
    """Who is called up for what; ``subject`` is that of the certificate, ``entry:12``."""

    subject: str
    category: str
    place: str
    """One of ``WINNING_PLACES``."""
    name: str
    innovation: str
    seat: str = ""


@dataclass(frozen=True)
class Step:
    """A place as it is called: one honour, several that share it, or none."""

    place: str
    honours: tuple[Honour, ...]

    @property
    def shared(self) -> bool:
        """Whether several have won it."""
        return len(self.honours) > 1


@dataclass(frozen=True)
class Part:
    """A category: its places from the last to the first. One without winners has no steps."""

    category: str
    steps: tuple[Step, ...]


def course(
    categories: Sequence[str], honours: Iterable[Honour], *, excluded: Collection[str] = ()
) -> tuple[Part, ...]:
    """The categories with their steps.

    A place that nobody holds stays as an empty step where a lower one was awarded, so that
    whoever reads knows it was not forgotten; a place of honour (harapan) just goes.
    ``excluded`` are subjects that are not called up: disqualified, or revoked.
    """
    called = [each for each in honours if each.subject not in excluded]
    return tuple(
        Part(name, _steps([each for each in called if each.category == name]))
        for name in categories
    )


def _steps(honours: Sequence[Honour]) -> tuple[Step, ...]:
    ranks = [WINNING_PLACES.index(each.place) for each in honours]
    awarded = WINNING_PLACES[: max(ranks) + 1] if ranks else ()
    return tuple(
        Step(place, found)
        for place in reversed(awarded)
        if (found := _holders(honours, place)) or not place.startswith("harapan")
    )


def _holders(honours: Sequence[Honour], place: str) -> tuple[Honour, ...]:
    found = (each for each in honours if each.place == place)
    return tuple(sorted(found, key=lambda each: (each.name.casefold(), each.subject)))
