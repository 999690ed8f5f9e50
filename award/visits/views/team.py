"""The team's pages: its visits, and the checklist of one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from award.core.access import requires
from award.core.problems import Invalid
from award.visits import actions, forms, queries, words
from award.visits.models import Visit
from award.visits.queries.referrals import referrals_of_visit
from award.visits.rules import in_team
from award.visits.states import VisitState

visits = Blueprint("visits", __name__, url_prefix="/juri/kunjungan")


@visits.context_processor
def wording() -> dict[str, Any]:
    """What every page here shows."""
    return {"words": words}


@visits.get("/")
@requires("visit:list")
def index() -> Any:
    """The judge's visits, the next first."""
    found = queries.own_visits(current_user)
    return render_template(
        "visits/index.html",
        visits=[each for each in found if each.state == VisitState.PLANNED],
        cancelled=[each for each in found if each.state == VisitState.CANCELLED],
    )


@visits.get("/<int:visit_id>")
@requires("visit:read", queries.visit_for)
def show(visit: Visit) -> Any:
    """The checklist: every claim with its verdict and its photos."""
    return page(visit)


def page(
    visit: Visit,
    problem: object = None,
    faulty: int = 0,
    status: int = 200,
    typed: forms.Answer | None = None,
) -> Any:
    """The checklist; ``problem`` is told at the claim whose number is ``faulty``, or on top.

    ``typed`` is the answer that was not kept.
    """
    edition = visit.round.edition
    response = make_response(
        render_template(
            "visits/show.html",
            visit=visit,
            sections={each.key: each.title for each in edition.form},
            referrals=referrals_of_visit(visit),
            form=forms.ClaimForm(formdata=None).offer(edition),
            problem=problem,
            faulty=faulty,
            typed=typed,
            team=in_team(current_user, visit),
        ),
        status,
    )
    # The phone may be asked where it is, on this page alone and only when the judge ticks it.
    response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(self)"
    return response


@visits.post("/<int:visit_id>/selesai")
@requires("checklist:finish", queries.visit_for)
def finish(visit: Visit) -> Any:
    """Count part A and set its level on every sheet of the team."""
    try:
        actions.finish_checklist(visit=visit, actor=current_user)
    except Invalid as problem:
        return page(visit, problem, status=problem.status)
    flash(_("Pemeriksaan klaim selesai; tingkatnya tertulis di lembar setiap juri."), "success")
    return redirect(url_for("visits.show", visit_id=visit.id))


@visits.post("/<int:visit_id>/buka")
@requires("checklist:reopen", queries.visit_for)
def reopen(visit: Visit) -> Any:
    """Take the checklist up again."""
    actions.reopen_checklist(visit=visit, actor=current_user)
    flash(_("Pemeriksaan klaim dibuka kembali; tingkatnya dicabut dari lembar nilai."))
    return redirect(url_for("visits.show", visit_id=visit.id))
