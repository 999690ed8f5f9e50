"""Ranked lists as an organiser reads them who is bound to one of the entries.

The entry keeps its line, so that the list stays whole; its score, rank and marks are left out.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from award.competitions.models import Edition
from award.judging.queries.walls import barred_among, barred_in_edition
from award.results.queries.lines import Line
from award.results.queries.placing import CategoryStandings, Runner, Standing


def bound(actor: Any, edition: Edition) -> frozenset[int]:
    """Entries of the edition whose scores the actor must not see."""
    return frozenset(barred_in_edition(actor, edition.id))


def bound_among(actor: Any, entry_ids: Collection[int]) -> frozenset[int]:
    """The same for a few entries: a page of a long list."""
    return frozenset(barred_among(actor, entry_ids))


def without_scores(
    lists: Sequence[CategoryStandings], hidden: Collection[int]
) -> Sequence[CategoryStandings]:
    """The lists with the hidden entries' numbers left out."""
    if not hidden:
        return lists
    return [
        replace(each, standings=tuple(_blank(one, hidden) for one in each.standings))
        for each in lists
    ]


def left_out(
    lists: Sequence[CategoryStandings], hidden: Collection[int]
) -> Sequence[CategoryStandings]:
    """The lists without the hidden entries, for pages where a line without numbers says nothing."""
    return [
        replace(each, standings=tuple(one for one in each.standings if one.entry_id not in hidden))
        for each in lists
    ]


def _blank(one: Standing, hidden: Collection[int]) -> Standing:
    if one.entry_id not in hidden:
        return one
    placed = replace(one.placed, rank=None, tied_with=(), broken_by=None)
    return Standing(Runner(one.runner.who), placed)


def lines_without_scores(lines: Sequence[Line], hidden: Collection[int]) -> list[Line]:
    """The same for the lines of the decision board."""
    return [_blank_line(each) if each.entry_id in hidden else each for each in lines]


def _blank_line(line: Line) -> Line:
    return replace(line, rank=None, score=None, tied=False, broken_by="", place="")
