"""The organiser sees standings."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from award.competitions import queries as competitions
from award.competitions.models import Category, Edition, Round
from award.competitions.states import EditionState
from award.core.access import requires
from award.core.export import csv_file
from award.core.language import local, numbers
from award.results import export, queries
from award.results.course import scoring_rounds
from award.results.models import Decision
from award.results.queries import (
    CategoryStandings,
    Standing,
    boards,
    hearing,
    overriding,
    published,
    standings,
    unseen,
)
from award.results.queries import shown as shown_lists
from award.results.queries.rulings import disqualified
from award.results.words import OUTCOMES, PLACES, REASONS, ROUND_STATES

results = Blueprint("results", __name__, url_prefix="/panitia/hasil")

EVERYTHING = "semua"


@results.get("/")
@requires("results:see")
def index() -> Any:
    """All editions, the newest first."""
    return render_template("results/index.html", editions=competitions.editions())


@results.get("/<int:edition_id>")
@requires("results:see", competitions.edition_by_id)
def board(edition: Edition) -> Any:
    """Where an edition stands: its rounds, the end, and what is to be done next."""
    return render_template(
        "results/board.html",
        edition=edition,
        rounds=scoring_rounds(edition),
        figures=boards.figures(edition),
        states=ROUND_STATES,
        honours=published.honours(edition),
        disqualified=disqualified(edition),
        waiting=hearing.waiting(edition),
        snapshots=hearing.snapshots(edition),
    )


@results.get("/tahap/<int:round_id>")
@requires("results:see_round", boards.round_for)
def round_page(round_: Round) -> Any:
    """The ranked list of a round, one category at a time or all of them."""
    hidden = unseen.bound(current_user, round_.edition)
    lists = unseen.without_scores(shown_lists.round_lists(round_), hidden)
    shown = chosen(lists)
    one = shown[0].category if len(shown) == 1 else None
    return render_template(
        "results/round.html",
        round=round_,
        edition=round_.edition,
        lists=lists,
        shown=shown,
        marks=_marks(round_, one, hidden) if one else {},
        hidden=hidden,
        columns=round_.criteria if one else (),
        thin=thin(round_, lists),
        decisions=_open(published.decisions_of(round_), hidden),
        disqualified=disqualified(round_.edition),
        **words(round_.edition),
    )


@results.get("/tahap/<int:round_id>.csv")
@requires("results:see_round", boards.round_for)
def round_csv(round_: Round) -> Response:
    """The same as a table to download."""
    parts = [each.key for each in round_.criteria]
    hidden = unseen.bound(current_user, round_.edition)
    found = unseen.without_scores(queries.round_standings(round_), hidden)
    return csv_file(
        f"hasil-{round_.edition.year}-{round_.key}.csv",
        [*export.COLUMNS, *parts],
        export.rows(found, parts, _open(published.decisions_of(round_), hidden)),
    )


@results.get("/<int:edition_id>/akhir")
@requires("results:see", competitions.edition_by_id)
def final(edition: Edition) -> Any:
    """The final ranked list."""
    hidden = unseen.bound(current_user, edition)
    lists = unseen.without_scores(shown_lists.final_lists(edition), hidden)
    shown = chosen(lists)
    return render_template(
        "results/final.html",
        edition=edition,
        lists=lists,
        shown=shown,
        marks={one.entry_id: one.runner.parts for each in shown for one in each.standings},
        columns=scoring_rounds(edition),
        hidden=hidden,
        decisions=_open(published.final_by_entry(edition), hidden),
        disqualified=disqualified(edition),
        replaceable=edition.state == EditionState.FROZEN,
        overridden={each.entry_id: each for each in overriding.overrides(edition)},
        **words(edition),
    )


@results.get("/<int:edition_id>/akhir.csv")
@requires("results:see", competitions.edition_by_id)
def final_csv(edition: Edition) -> Response:
    """The same as a table to download."""
    parts = [each.key for each in scoring_rounds(edition)]
    hidden = unseen.bound(current_user, edition)
    found = unseen.without_scores(queries.final_standings(edition), hidden)
    return csv_file(
        f"hasil-{edition.year}-akhir.csv",
        [*export.COLUMNS, *parts],
        export.rows(found, parts, _open(published.final_by_entry(edition), hidden)),
    )


def _open(decisions: Mapping[int, Decision], hidden: Collection[int]) -> dict[int, Decision]:
    return {entry_id: each for entry_id, each in decisions.items() if entry_id not in hidden}


def _marks(round_: Round, category: Category, hidden: Collection[int]) -> dict[int, Any]:
    found = standings.criterion_means(round_, category)
    return {entry_id: marks for entry_id, marks in found.items() if entry_id not in hidden}


def chosen(lists: Sequence[CategoryStandings]) -> Sequence[CategoryStandings]:
    """The categories to show: one asked for by its key, all, or the first that has entries."""
    key = request.args.get("kategori", "")
    filled = [each for each in lists if each.standings]
    if key == EVERYTHING:
        return filled
    asked = [each for each in lists if each.category.key == key]
    return asked or filled[:1]


def thin(round_: Round, lists: Sequence[CategoryStandings]) -> list[Standing]:
    """Entries that fewer judges have scored than the round wants."""
    wanted = round_.judges_per_entry
    return [one for each in lists for one in each.standings if one.runner.sheets < wanted]


def words(edition: Edition) -> dict[str, Any]:
    """What the ranked lists call things."""
    return {
        "parted": {
            rule.key: _("Dipisahkan oleh: %(rule)s", rule=local(rule.name))
            for rule in edition.tie_rules
        },
        "points": numbers(2),
        "outcomes": OUTCOMES,
        "places": PLACES,
        "reasons": REASONS,
        "everything": EVERYTHING,
        "asked": request.args.get("kategori", ""),
    }
