"""Reads about results."""

from award.results.queries.placing import CategoryStandings, Standing
from award.results.queries.published import (
    Award,
    CategoryWinners,
    awards_of,
    edition_of_year,
    final_decisions,
    judge_count,
    places_of,
    published_editions,
    winners,
)
from award.results.queries.standings import final_standings, quotas_of, round_standings

__all__ = (
    "Award",
    "CategoryStandings",
    "CategoryWinners",
    "Standing",
    "awards_of",
    "edition_of_year",
    "final_decisions",
    "final_standings",
    "judge_count",
    "places_of",
    "published_editions",
    "quotas_of",
    "round_standings",
    "winners",
)
