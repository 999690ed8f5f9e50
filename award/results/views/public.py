"""Everyone sees who won, once it has been published."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template

from award.competitions.models import Edition
from award.core.access import public
from award.results import queries
from award.results.course import scoring_rounds
from award.results.words import PLACES

winners = Blueprint("winners", __name__, url_prefix="/pemenang")


@winners.get("/")
@public
def latest() -> Any:
    """The winners of the last published edition."""
    editions = queries.published_editions()
    return _page(queries.edition_of_year(editions[0].year)) if editions else _page(None)


@winners.get("/<int:year>")
@public
def year(year: int) -> Any:
    """The winners of a year."""
    edition = queries.edition_of_year(year)
    return _page(edition) if edition else abort(404)


def _page(edition: Edition | None) -> Any:
    return render_template(
        "winners/year.html",
        edition=edition,
        honours=queries.winners(edition) if edition else (),
        rounds=scoring_rounds(edition) if edition else (),
        judges=queries.judge_count(edition) if edition else 0,
        years=[each.year for each in queries.published_editions()],
        places=PLACES,
    )
