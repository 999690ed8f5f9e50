"""The organiser's pages: the plan of visits, and what waits for the plenary."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from award.competitions.models import Round
from award.core.access import requires
from award.core.problems import Invalid
from award.judging.queries.walls import barred_in_round
from award.visits import actions, forms, queries, words
from award.visits.models import Referral, Visit
from award.visits.queries.plans import Place, place_for

visit_plans = Blueprint("visit_plans", __name__, url_prefix="/panitia/kunjungan")


@visit_plans.context_processor
def wording() -> dict[str, Any]:
    """What every page here shows."""
    return {"words": words}


@visit_plans.get("/tahap/<int:round_id>")
@requires("visit:manage", queries.round_for)
def show(round_: Round) -> Any:
    """The plan of a round by day, what is left to plan, and the plenary's matters."""
    return render_template(
        "visit_plans/show.html",
        round=round_,
        plan=queries.plan(round_),
        referrals=queries.referrals_of_round(round_.id),
        barred=barred_in_round(current_user, round_.id),
    )


@visit_plans.route("/tahap/<int:round_id>/usulan/<int:entry_id>", methods=["GET", "POST"])
@requires("visit:manage", place_for)
def plan(place: Place) -> Any:
    """Plan the visit to an entry, or plan it anew."""
    form = forms.PlanForm(place=place.visit.place if place.visit else place.entry.agency.name)
    if form.validate_on_submit():
        try:
            actions.plan_visit(
                round_=place.round,
                entry=place.entry,
                starts_at=form.starts_at(),
                place=form.place.data or "",
                actor=current_user,
            )
        except Invalid as problem:
            form.refuse(problem)
        else:
            flash(_("Kunjungan direncanakan. Perangkat daerah dan tim diberi tahu."), "success")
            return _back(place.round)
    page = render_template("visit_plans/plan.html", form=form, place=place, round=place.round)
    return page, 422 if form.is_submitted() else 200


@visit_plans.route("/<int:visit_id>/pindah", methods=["GET", "POST"])
@requires("visit:change", queries.visit_for)
def move(visit: Visit) -> Any:
    """Change day, time or place."""
    form = forms.MoveForm.of(visit)
    if form.validate_on_submit():
        try:
            actions.move_visit(
                visit=visit,
                starts_at=form.starts_at(),
                place=form.place.data or "",
                reason=form.reason.data or "",
                actor=current_user,
            )
        except Invalid as problem:
            form.refuse(problem)
        else:
            flash(_("Kunjungan dipindah. Perangkat daerah dan tim diberi tahu."), "success")
            return _back(visit.round)
    page = render_template("visit_plans/move.html", form=form, visit=visit, round=visit.round)
    return page, 422 if form.is_submitted() else 200


@visit_plans.route("/<int:visit_id>/batal", methods=["GET", "POST"])
@requires("visit:change", queries.visit_for)
def cancel(visit: Visit) -> Any:
    """Call the visit off."""
    form = forms.CancelForm()
    if form.validate_on_submit():
        try:
            actions.cancel_visit(visit=visit, reason=form.reason.data or "", actor=current_user)
        except Invalid as problem:
            form.refuse(problem)
        else:
            flash(_("Kunjungan dibatalkan. Perangkat daerah dan tim diberi tahu."), "success")
            return _back(visit.round)
    page = render_template("visit_plans/cancel.html", form=form, visit=visit, round=visit.round)
    return page, 422 if form.is_submitted() else 200


@visit_plans.route("/pleno/<int:referral_id>", methods=["GET", "POST"])
@requires("referral:settle", queries.referral_for)
def settle(referral: Referral) -> Any:
    """Record what the plenary said of an entry whose impact claim was disproved."""
    form, visit = forms.SettleForm(), referral.claim.visit
    if form.validate_on_submit():
        try:
            actions.settle_referral(
                referral=referral,
                outcome=form.outcome.data,
                reason=form.reason.data or "",
                actor=current_user,
            )
        except Invalid as problem:
            form.refuse(problem)
        else:
            flash(_("Keputusan pleno tercatat."), "success")
            return _back(visit.round)
    page = render_template(
        "visit_plans/settle.html", form=form, referral=referral, visit=visit, round=visit.round
    )
    return page, 422 if form.is_submitted() else 200


def _back(round_: Round) -> Any:
    return redirect(url_for("visit_plans.show", round_id=round_.id))
