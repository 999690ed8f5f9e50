"""The organiser's register of conflicts of interest."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from award.competitions.models import Edition
from award.core.access import requires
from award.core.db import db
from award.core.problems import Invalid, Problem
from award.core.text import clean
from award.entries.models import Entry
from award.judging import actions
from award.judging.actions.conflicts import Declared
from award.judging.forms_wall import RegisterForm, RegisterLeavingForm
from award.judging.models_wall import Conflict
from award.judging.queries import register
from award.judging.queries.walls import edition_for
from award.judging.views.organiser import panels
from award.judging.words_wall import CONFLICTS
from award.people.models import Agency, User
from award.people.queries import all_agencies


@panels.route("/benturan/<int:edition_id>", methods=["GET", "POST"])
@requires("conflict:list", edition_for)
def conflicts(edition: Edition) -> Any:
    """Everything declared, and a form to write down more."""
    form = RegisterForm(prefix="c")
    form.people(register.people())
    form.offer(register.entries(edition), all_agencies())
    problem: Problem | None = None
    if request.form.get("act") == "declare" and form.validate_on_submit():
        try:
            return _told(_declared(form), edition)
        except Problem as refused:
            problem = refused
    return _page(edition, form, _leaving(), problem)


def _leaving() -> RegisterLeavingForm:
    form = RegisterLeavingForm(prefix="l")
    form.people(register.people())
    form.offer(all_agencies())
    return form


@panels.post("/benturan/<int:edition_id>/instansi")
@requires("conflict:list", edition_for)
def agency_left(edition: Edition) -> Any:
    """Write down an agency that someone left."""
    form, problem = _leaving(), None
    if form.validate_on_submit():
        try:
            return _told(_left(form), edition)
        except Problem as refused:
            problem = refused
    other = RegisterForm(formdata=None, prefix="c")
    other.people(register.people())
    other.offer(register.entries(edition), all_agencies())
    return _page(edition, other, form, problem)


def _page(
    edition: Edition, form: RegisterForm, leaving: RegisterLeavingForm, problem: Problem | None
) -> Any:
    page = render_template(
        "panels/conflicts.html",
        edition=edition,
        found=register.of_edition(edition),
        former=register.former(),
        form=form,
        leaving=leaving,
        problem=problem,
        words=CONFLICTS,
    )
    if request.method == "GET":
        return page
    return page, problem.status if problem else 422


def _declared(form: RegisterForm) -> Declared:
    subject = form.subject
    return actions.declare(
        person=db.session.get_one(User, form.person.data),
        kind=form.kind.data,
        entry=db.session.get(Entry, subject.entry_id) if subject.entry_id else None,
        agency=db.session.get(Agency, subject.agency_id) if subject.agency_id else None,
        note=form.note.data or "",
        actor=current_user,
    )


def _left(form: RegisterLeavingForm) -> Declared:
    return actions.leave_agency(
        person=db.session.get_one(User, form.person.data),
        agency=db.session.get_one(Agency, form.agency.data),
        left_on=form.left_on.data,
        actor=current_user,
    )


def _told(declared: Declared, edition: Edition) -> Any:
    flash(_("Benturan kepentingan tercatat."), "success")
    if declared.ended:
        sentence = ngettext(
            "%(num)s lembar nilai berakhir dan tidak dihitung lagi. Usulkan penggantinya.",
            "%(num)s lembar nilai berakhir dan tidak dihitung lagi. Usulkan penggantinya.",
            len(declared.ended),
        )
        flash(sentence, "info")
        return redirect(url_for("panels.show", round_id=declared.ended[0].round_id))
    return redirect(url_for("panels.conflicts", edition_id=edition.id))


@panels.route("/benturan/catatan/<int:conflict_id>/cabut", methods=["GET", "POST"])
@requires("conflict:lift", register.conflict_for)
def lift(conflict: Conflict) -> Any:
    """Say what lifting means, then lift what was declared in error."""
    fault: object = None
    if request.method == "POST":
        try:
            actions.lift(
                conflict=conflict, reason=clean(request.form.get("reason", "")), actor=current_user
            )
        except Invalid as problem:
            fault = problem.fields["reason"]
        else:
            flash(_("Benturan kepentingan dicabut."), "success")
            return redirect(url_for("panels.index"))
    page = render_template("panels/lift.html", conflict=conflict, fault=fault, words=CONFLICTS)
    return page, 200 if fault is None else 422
