"""Where judges are far apart: the organiser calls another judge or records the plenary."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from award.competitions.models import Round
from award.core.access import requires
from award.core.db import db
from award.core.problems import Invalid
from award.core.web import row_number
from award.judging import actions
from award.judging.models_discrepancy import Discrepancy
from award.judging.queries import discrepancies as queries
from award.judging.queries import panel
from award.judging.queries.discrepancies import Case
from award.judging.queries.rounds import round_for
from award.judging.queries.walls import barred_in_round, walled
from award.judging.words import WAYS
from award.people.models import User

discrepancies = Blueprint("discrepancies", __name__, url_prefix="/panitia/penilaian")


@discrepancies.get("/<int:round_id>/selisih")
@requires("round:run", round_for)
def index(round_: Round) -> Any:
    """All discrepancies of a round, but not those of entries that the reader is bound to."""
    found, barred = queries.of_round(round_), barred_in_round(current_user, round_.id)
    shown = [each for each in found if each.entry_id not in barred]
    return render_template(
        "discrepancies/index.html",
        round=round_,
        found=shown,
        hidden=len(found) - len(shown),
        names=queries.judges_named(shown),
        ways=WAYS,
    )


@discrepancies.get("/selisih/<int:discrepancy_id>")
@requires("discrepancy:see", queries.case_for)
def show(case: Case) -> Any:
    """The totals, and the ways to settle them."""
    return _page(case)


@discrepancies.post("/selisih/<int:discrepancy_id>/pleno")
@requires("discrepancy:settle", queries.case_for)
def plenary(case: Case) -> Any:
    """Record what the plenary found."""
    remark = request.form.get("remark", "")
    try:
        actions.settle_in_plenary(found=case.found, remark=remark, actor=current_user)
    except Invalid as problem:
        return _page(case, problem.fields["remark"]), problem.status
    flash(_("Hasil pleno tercatat. Nilai sebelum dan sesudahnya tersimpan."), "success")
    return _back(case.found)


@discrepancies.post("/selisih/<int:discrepancy_id>/juri")
@requires("discrepancy:call", queries.case_for)
def call(case: Case) -> Any:
    """Give the entry an extra judge."""
    judge = db.session.get(User, request.form.get("judge", 0, type=row_number))
    if judge is None:
        abort(404)
    try:
        actions.call_judge(found=case.found, judge=judge, actor=current_user)
    except Invalid as problem:
        flash(str(problem), "error")
        return redirect(url_for("discrepancies.show", discrepancy_id=case.found.id))
    flash(_("Juri tambahan ditugaskan. Selisih ini selesai bila lembarnya selesai."), "success")
    return _back(case.found)


def _back(found: Discrepancy) -> Any:
    return redirect(url_for("discrepancies.index", round_id=found.round_id))


def _page(case: Case, fault: object = None) -> str:
    found = case.found
    seats = [each for each in panel.seats(found.round_id) if str(each.judge.id) not in found.before]
    barred = walled(found.entry, [each.judge for each in seats])
    return render_template(
        "discrepancies/show.html",
        case=case,
        found=found,
        round=found.round,
        names=queries.judges_named([found]),
        seats=[each for each in seats if each.judge.id not in barred],
        fault=fault,
        ways=WAYS,
    )
