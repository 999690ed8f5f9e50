"""The organiser's pages about agencies and about institutions that judges come from."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from award.core.access import requires
from award.core.language import local
from award.core.problems import Invalid
from award.core.text import clean_line, mentioned
from award.people import actions, queries
from award.people.forms import AgencyForm, NewAgencyForm
from award.people.models import Agency
from award.people.words import KINDS

agency_pages = Blueprint("agencies", __name__, url_prefix="/panitia/instansi")


@agency_pages.get("/")
@requires("agency:manage")
def index() -> Any:
    """All of them, or those that mention what is sought."""
    every, sought = queries.every_agency(), clean_line(request.args.get("cari"))
    return render_template(
        "agencies/index.html",
        agencies=[each for each in every if _mentions(each, sought)],
        sought=sought,
        names={each.id: local(each.full_name) for each in every},
        kinds=KINDS,
    )


def _mentions(agency: Agency, sought: str) -> bool:
    return mentioned(sought, agency.short_name, *agency.full_name.values())


@agency_pages.route("/baru", methods=["GET", "POST"])
@requires("agency:manage")
def create() -> Any:
    """Enter one that is not on the list."""
    form = NewAgencyForm()
    form.offer(queries.all_agencies())
    del form.active
    if form.validate_on_submit():
        try:
            made = actions.add_agency(record=form.record, actor=current_user)
        except Invalid as problem:
            form.refuse(problem.fields)
        else:
            flash(_("%(agency)s ada dalam daftar.", agency=local(made.full_name)), "success")
            return redirect(url_for("agencies.index"))
    return _page(form, None)


@agency_pages.route("/<int:agency_id>", methods=["GET", "POST"])
@requires("agency:manage", queries.agency_for)
def edit(agency: Agency) -> Any:
    """Change names, duty and whether it still exists."""
    form = AgencyForm(obj=agency)
    if form.validate_on_submit():
        try:
            _change(agency, form)
        except Invalid as problem:
            form.refuse(problem.fields)
        else:
            flash(_("%(agency)s tersimpan.", agency=local(agency.full_name)), "success")
            return redirect(url_for("agencies.index"))
    return _page(form, agency)


def _change(agency: Agency, form: AgencyForm) -> None:
    actions.change_agency(
        agency=agency,
        name=form.name.data or "",
        name_en=form.name_en.data or "",
        short_name=form.short_name.data or "",
        duty=form.duty.data,
        active=form.active.data,
        actor=current_user,
    )


def _page(form: AgencyForm, agency: Agency | None) -> Any:
    status = 422 if request.method == "POST" else 200
    return render_template("agencies/edit.html", form=form, agency=agency, kinds=KINDS), status
