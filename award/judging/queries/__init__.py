"""Reads about judging."""

from award.judging.queries.counting import (
    entries_of_round,
    judges_of_edition,
    marks_of_round,
    round_totals,
    weighed,
)
from award.judging.queries.discussion import Panel
from award.judging.queries.rounds import progress
from award.judging.queries.sheets import SheetDocument

__all__ = (
    "Panel",
    "SheetDocument",
    "entries_of_round",
    "judges_of_edition",
    "marks_of_round",
    "progress",
    "round_totals",
    "weighed",
)
