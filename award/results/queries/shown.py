"""The ranked lists as pages show them: ranked once, and recalled while they hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from award.competitions.models import Edition, Round
from award.results.queries.memory import recalled
from award.results.queries.placing import CategoryStandings, Group, Standing
from award.results.queries.standings import final_standings, round_standings
from award.results.ranking import Cut

Kept: TypeAlias = tuple[int, tuple[Standing, ...], Cut | None, tuple[Group, ...]]


def round_lists(round_: Round) -> Sequence[CategoryStandings]:
    """The lists of :func:`round_standings` without criterion means."""
    kept = recalled(round_.edition, round_.id, lambda: _kept(round_standings(round_, parts=False)))
    return _shown(round_.edition, kept)


def final_lists(edition: Edition) -> Sequence[CategoryStandings]:
    """The lists of :func:`final_standings`."""
    return _shown(edition, recalled(edition, "final", lambda: _kept(final_standings(edition))))


def _kept(lists: Iterable[CategoryStandings]) -> tuple[Kept, ...]:
    return tuple((each.category.id, each.standings, each.cut, each.votable) for each in lists)


def _shown(edition: Edition, kept: Iterable[Kept]) -> list[CategoryStandings]:
    # A category is a row of the session that read it: every request has its own.
    categories = {each.id: each for each in edition.categories}
    return [
        CategoryStandings(categories[category], standings, cut, votable)
        for category, standings, cut, votable in kept
    ]
