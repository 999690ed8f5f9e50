"""The decision board: who would win, under which quotas, and what each rule does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import render_template, request
from flask_login import current_user

from award.competitions import queries as competitions
from award.competitions.models import Category, Edition
from award.core.access import requires
from award.core.language import local
from award.core.problems import Refused
from award.judging.rules_wall import KEPT_OUT
from award.results.queries import lines as board_lines
from award.results.queries import simulated, unseen
from award.results.queries.lines import Line, Stage
from award.results.views.boards import results, words
from award.results.words import VARIANTS

PAGE = 50


@results.get("/<int:edition_id>/papan")
@requires("results:see", competitions.edition_by_id)
def decision_board(edition: Edition) -> Any:
    """One page of the present stage by category and class, with winners and quotas."""
    stage = board_lines.stage(edition)
    shown = _filtered(edition, stage)
    last = max(1, -(-len(shown) // PAGE))
    page = min(max(1, request.args.get("hal", 1, type=int)), last)
    turned = shown[(page - 1) * PAGE : page * PAGE]
    # Only the page's own entries: asking about ten thousand would take longer than ranking them.
    hidden = unseen.bound_among(current_user, [each.entry_id for each in turned])
    return render_template(
        "results/decision_board.html",
        edition=edition,
        round=next((each for each in edition.rounds if each.id == stage.round_id), None),
        stage=stage,
        shown=unseen.lines_without_scores(turned, hidden),
        hidden=hidden,
        total=len(shown),
        page=page,
        pages=last,
        places_each=len(board_lines.places_of_edition(edition)),
        quotas=_quotas(edition, stage),
        categories=stage.by_category,
        asked_class=request.args.get("kelas", ""),
        category_names={each.id: local(each.name) for each in edition.categories},
        class_names={each.key: local(each.name) for each in edition.classes},
        **words(edition),
    )


@results.get("/<int:edition_id>/papan/simulasi")
@requires("results:see", competitions.edition_by_id)
def simulation(edition: Edition) -> Any:
    """What each rule changes in one category."""
    stage = board_lines.stage(edition)
    category = _category(edition) or edition.categories[0]
    found, titles = simulated.simulated(edition, category)
    if unseen.bound_among(current_user, titles):
        raise Refused(KEPT_OUT)
    return render_template(
        "results/simulation.html",
        edition=edition,
        category=category,
        impacts=found,
        titles=titles,
        variants=VARIANTS,
        rules={each.key: local(each.name) for each in edition.tie_rules},
        filled=[each for each in edition.categories if stage.by_category[each.id]],
    )


def _category(edition: Edition) -> Category | None:
    key = request.args.get("kategori", "")
    return next((each for each in edition.categories if each.key == key), None)


def _filtered(edition: Edition, stage: Stage) -> Sequence[Line]:
    category, kind = _category(edition), request.args.get("kelas", "")
    if category is None and not kind:
        return stage.lines
    return [
        each
        for each in stage.lines
        if (category is None or each.category_id == category.id)
        and (not kind or each.participant_class == kind)
    ]


def _quotas(edition: Edition, stage: Stage) -> list[tuple[object, int, int, int | None]]:
    """For each class that takes part: its name, entries, winners, and quota in each category."""
    entries, winners = stage.by_class, stage.winners_by_class
    return [
        (local(each.name), entries[each.key], winners[each.key], each.quota)
        for each in edition.classes
        if entries[each.key] or each.quota
    ]
