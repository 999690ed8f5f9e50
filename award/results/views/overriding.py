"""The organiser proposes another outcome than the numbers give."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from award.approvals.views.proposing import password_asked, proposing
from award.core.access import requires
from award.core.choices import options
from award.judging.queries.walls import keep_hands_off
from award.results.forms import OverrideForm
from award.results.models import Decision
from award.results.queries import overriding
from award.results.states import Outcome
from award.results.views.boards import results
from award.results.words import PLACES


@results.route("/keputusan/<int:decision_id>/ganti", methods=["GET", "POST"])
@requires("results:override", overriding.decision_for)
@password_asked
def override(decision: Decision) -> Any:
    """Choose the outcome, say why; another organiser confirms."""
    form = OverrideForm()
    places = [(key, word) for key, word in PLACES.items() if key != decision.place]
    offered = [("", _l("Finalis, tanpa tempat juara")), *places]
    form.place.choices = options(offered)
    chosen = None
    if request.method == "POST" and form.place.data in dict(offered):
        place = form.place.data
        outcome = Outcome.WINNER if place else Outcome.FINALIST
        chosen = {"place": place, "outcome": str(outcome)}
        moved = overriding.changes(decision, place, outcome)
        keep_hands_off(current_user, [each.decision.entry_id for each in moved])
    return proposing("results.override", decision, details=chosen, form=form)
