"""A judge's own conflicts of interest, declared on a phone or at a sheet."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from award.core.access import requires
from award.core.db import db
from award.core.navigation import NavItem, offer
from award.core.problems import Problem
from award.judging import actions
from award.judging.forms_wall import ConflictForm, LeavingForm, RecusalForm
from award.judging.models import Assignment
from award.judging.queries import blind, register
from award.judging.queries import sheets as queries
from award.judging.states import HARD
from award.judging.views.judge import sheets
from award.judging.words_wall import CONFLICTS
from award.people.models import Agency
from award.people.queries import all_agencies

offer(NavItem("sheets.own_conflicts", _l("Benturan kepentingan"), 31, action="conflict:own"))


@sheets.route("/benturan", methods=["GET", "POST"])
@requires("conflict:own")
def own_conflicts() -> Any:
    """What binds the judge, and a form to declare more."""
    form, leaving = _forms()
    problem: Problem | None = None
    sent = leaving if request.form.get("act") == "left" else form
    if request.method == "POST" and sent.validate():
        try:
            return _left(leaving) if sent is leaving else _declared(form)
        except Problem as refused:
            problem = refused
    page = render_template(
        "sheets/conflicts.html",
        found=register.own(current_user),
        form=form,
        leaving=leaving,
        problem=problem,
        words=CONFLICTS,
    )
    return page, 200 if request.method == "GET" else problem.status if problem else 422


def _forms() -> tuple[ConflictForm, LeavingForm]:
    """Agencies alone: at a sheet a judge declares what binds them to its entry."""
    left = request.form.get("act") == "left"
    form = ConflictForm(**({"formdata": None} if left else {}), prefix="c")
    leaving = LeavingForm(**({} if left else {"formdata": None}), prefix="l")
    form.about.label.text = _("Instansi")
    form.offer([], all_agencies())
    leaving.offer(all_agencies())
    return form, leaving


def _declared(form: ConflictForm) -> Any:
    declared = actions.declare(
        person=current_user,
        kind=form.kind.data,
        agency=db.session.get_one(Agency, form.subject.agency_id),
        note=form.note.data or "",
        actor=current_user,
    )
    return _told(len(declared.ended), "sheets.own_conflicts")


def _left(form: LeavingForm) -> Any:
    declared = actions.leave_agency(
        person=current_user,
        agency=db.session.get_one(Agency, form.agency.data),
        left_on=form.left_on.data,
        actor=current_user,
    )
    return _told(len(declared.ended), "sheets.own_conflicts")


def _told(ended: int, endpoint: str) -> Any:
    flash(_("Pernyataan Anda tercatat. Terima kasih atas kejujurannya."), "success")
    if ended:
        sentence = _(
            "Lembar nilai yang terkena berakhir dan tidak dihitung; panitia mencari pengganti."
        )
        flash(sentence, "info")
    return redirect(url_for(endpoint))


@sheets.route("/lembar/<int:assignment_id>/benturan", methods=["GET", "POST"])
@requires("sheet:read", queries.sheet_for)
def recuse(assignment: Assignment) -> Any:
    """Declare what binds the judge to the entry of this sheet."""
    form, problem = RecusalForm(), None
    if form.validate_on_submit():
        try:
            return _recused(assignment, form)
        except Problem as refused:
            problem = refused
    status = 200 if request.method == "GET" else problem.status if problem else 422
    entry = blind.seen_by_judge(assignment)
    page = render_template(
        "sheets/recuse.html", assignment=assignment, entry=entry, form=form, problem=problem
    )
    return page, status


def _recused(assignment: Assignment, form: RecusalForm) -> Any:
    declared = actions.declare(
        person=current_user,
        kind=form.kind.data,
        entry=assignment.entry,
        note=form.note.data or "",
        actor=current_user,
    )
    if form.kind.data in HARD:
        return _told(len(declared.ended), "sheets.index")
    flash(_("Pernyataan Anda tercatat; panitia menimbangnya. Anda masih dapat menilai."), "success")
    return redirect(url_for("sheets.show", assignment_id=assignment.id))
