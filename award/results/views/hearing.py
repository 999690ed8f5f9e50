"""The organiser tells agencies the provisional result and answers their objections."""

from __future__ import annotations

from typing import Any

from flask import current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from award.competitions import queries as competitions
from award.competitions.models import Edition
from award.core import clock
from award.core.access import requires
from award.core.problems import Invalid
from award.results import actions
from award.results.forms import AnswerForm, EmptyForm
from award.results.models_record import Objection
from award.results.queries import hearing, published, unseen
from award.results.states import ObjectionState
from award.results.views.boards import results
from award.results.words import OBJECTIONS, OUTCOMES, PLACES


@results.route("/<int:edition_id>/sementara", methods=["GET", "POST"])
@requires("results:hear", competitions.edition_by_id)
def hear(edition: Edition) -> Any:
    """Say exactly who is told what, and until when they may object; then tell them."""
    form = EmptyForm()
    if form.validate_on_submit():
        path = url_for("entries.index")
        actions.hear(
            edition=edition, actor=current_user, address=f"{current_app.config['BASE_URL']}{path}"
        )
        flash(_("Hasil sementara disampaikan. Masa sanggah dimulai."), "success")
        return redirect(url_for(".board", edition_id=edition.id))
    told = published.concerned(edition)
    days = edition.settings.objection_working_days
    return render_template(
        "results/hear.html",
        form=form,
        edition=edition,
        told=told,
        agencies=len({person.agency_id for person in told}),
        entries=len({each.entry_id for found in told.values() for each in found}),
        days=days,
        until=clock.end_of(clock.add_working_days(clock.today(), days, competitions.holidays())),
    )


@results.get("/<int:edition_id>/sanggahan")
@requires("results:see", competitions.edition_by_id)
def objections(edition: Edition) -> Any:
    """Every objection, those that wait first."""
    return render_template(
        "results/objections.html",
        edition=edition,
        objections=hearing.objections_of(edition),
        hidden=unseen.bound(current_user, edition),
        states=OBJECTIONS,
    )


@results.route("/sanggahan/<int:objection_id>", methods=["GET", "POST"])
@requires("objection:answer", hearing.objection_for)
def answer(objection: Objection) -> Any:
    """Read an objection beside the decision and answer it."""
    form = AnswerForm()
    if form.validate_on_submit() and _answered(form, objection):
        flash(_("Jawaban tercatat dan dikirim kepada pengaju."), "success")
        return redirect(url_for(".objections", edition_id=objection.edition_id))
    return render_template(
        "results/answer.html",
        form=form,
        objection=objection,
        edition=objection.edition,
        decision=published.own_decisions(objection.entry).get(None),
        outcomes=OUTCOMES,
        places=PLACES,
    ), 422 if form.is_submitted() else 200


def _answered(form: AnswerForm, objection: Objection) -> bool:
    try:
        actions.answer(
            objection=objection,
            state=ObjectionState(form.state.data),
            reason=form.reason.data,
            effect=form.effect.data or "",
            actor=current_user,
        )
    except Invalid as problem:
        for name, sentence in problem.fields.items():
            form[name].errors = [sentence]
        return False
    return True
