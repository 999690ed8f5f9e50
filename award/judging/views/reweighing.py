"""Proposing other weights once marks rest on them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from award.approvals.views.proposing import password_asked, proposing
from award.competitions.actions.reweighing import RUBRIC, STAGES
from award.competitions.models import Edition, Round
from award.competitions.queries import edition_by_id
from award.core.access import requires
from award.core.language import local
from award.judging.forms_weights import WeightsForm, weights_form
from award.judging.queries.rounds import round_for

reweighing = Blueprint("reweighing", __name__, url_prefix="/panitia/bobot")


@reweighing.route("/babak/<int:round_id>", methods=["GET", "POST"])
@requires("round:reweigh", round_for)
@password_asked
def rubric(round_: Round) -> Any:
    """Other weights for the criteria of a round."""
    return _propose(RUBRIC, round_, _form(round_.criteria))


@reweighing.route("/edisi/<int:edition_id>", methods=["GET", "POST"])
@requires("edition:reweigh", edition_by_id)
@password_asked
def stages(edition: Edition) -> Any:
    """Other weights for the rounds in the final score."""
    return _propose(STAGES, edition, _form([each for each in edition.rounds if each.weight]))


def _form(rows: Any) -> WeightsForm:
    return weights_form(
        {each.key: local(each.name) for each in rows}, {each.key: each.weight for each in rows}
    )


def _propose(kind: str, target: Any, form: WeightsForm) -> Any:
    details = {"weights": form.weights()} if form.validate_on_submit() else {}
    return proposing(kind, target, details=details, form=form)
