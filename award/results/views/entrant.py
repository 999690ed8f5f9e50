"""An agency sees what became of its entry."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from award.core.access import requires
from award.entries.models import Entry
from award.entries.queries import entry_for
from award.results.course import scoring_rounds
from award.results.queries import published, rulings, scores
from award.results.words import OUTCOMES, PLACES

own_result = Blueprint("own_result", __name__, url_prefix="/pd/usulan")


@own_result.get("/<int:entry_id>/hasil")
@requires("results:own", entry_for)
def show(entry: Entry) -> Any:
    """Final score, panel marks and comments, without any judge's name."""
    decisions = published.own_decisions(entry)
    reached = [each for each in scoring_rounds(entry.edition) if each.id in decisions]
    return render_template(
        "own_result/show.html",
        entry=entry,
        edition=entry.edition,
        end=decisions.get(None),
        decisions=decisions,
        feedback=scores.feedback(entry, reached),
        means={each.id: scores.own_means(entry, each) for each in reached},
        outcomes=OUTCOMES,
        places=PLACES,
        disqualified=rulings.standing(entry.id),
    )
