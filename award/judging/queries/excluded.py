"""Entries that are out of the competition: nothing of them is left to score."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import ColumnElement, ScalarSelect, SQLColumnExpression, false, select

from award.entries.models import Entry
from award.judging.models import Assignment, RoundEntry


def _none() -> ScalarSelect[int]:
    return select(Entry.id).where(false()).scalar_subquery()


class Excluded:
    """Who knows which entries are out: results come later and offer it."""

    numbers: Callable[[], ScalarSelect[int]] = staticmethod(_none)


def is_excluded(entry_id: SQLColumnExpression[int] = Assignment.entry_id) -> ColumnElement[bool]:
    """Whether an entry is out, as a column of a query: an assignment's unless told otherwise."""
    return entry_id.in_(Excluded.numbers())


def takes_part() -> ColumnElement[bool]:
    """Whether an entry of a round is still in the competition, for a query of its places."""
    return RoundEntry.entry_id.not_in(Excluded.numbers())
