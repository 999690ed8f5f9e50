"""The agency's pages of the register."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from award.core.access import requires
from award.core.db import db
from award.core.problems import Invalid, Stale
from award.innovations import actions, queries, words
from award.innovations.forms import InnovationForm
from award.innovations.models import Innovation
from award.people.models import Agency

register = Blueprint("innovations", __name__, url_prefix="/pd/inovasi")


@register.get("/")
@requires("innovation:list")
def index() -> Any:
    """The register of one's own agency."""
    found = queries.innovations_of(current_user)
    return render_template("innovations/index.html", innovations=found, words=words)


@register.get("/<int:innovation_id>")
@requires("innovation:read", queries.innovation_for)
def show(innovation: Innovation) -> Any:
    """One innovation."""
    return render_template("innovations/show.html", innovation=innovation, words=words)


@register.route("/baru", methods=["GET", "POST"])
@requires("innovation:register")
def create() -> Any:
    """Register an innovation."""
    form = _form(None)
    if form.validate_on_submit():
        agency = db.session.get_one(Agency, form.agency.data)
        try:
            made = actions.register(agency=agency, description=form.description, actor=current_user)
        except Invalid as problem:
            form.refuse(problem.fields)
        else:
            flash(_("Inovasi “%(title)s” terdaftar.", title=made.title), "success")
            return redirect(url_for("innovations.show", innovation_id=made.id))
    return _page(form, None, 422 if request.method == "POST" else 200)


@register.route("/<int:innovation_id>/ubah", methods=["GET", "POST"])
@requires("innovation:change", queries.innovation_for)
def edit(innovation: Innovation) -> Any:
    """Change an innovation."""
    form = _form(innovation)
    if form.validate_on_submit():
        try:
            actions.change(
                innovation=innovation,
                description=form.description,
                version=form.version.data or 0,
                actor=current_user,
            )
        except Invalid as problem:
            form.refuse(problem.fields)
        except Stale:
            return _newer(form, innovation)
        else:
            flash(_("Inovasi “%(title)s” tersimpan.", title=innovation.title), "success")
            return redirect(url_for("innovations.show", innovation_id=innovation.id))
    return _page(form, innovation, 422 if request.method == "POST" else 200)


def _form(innovation: Innovation | None) -> InnovationForm:
    form = InnovationForm(obj=innovation)
    agencies = [innovation.agency] if innovation else list(queries.agencies_of(current_user))
    # A unit's own innovations come before; a wrong agency's is refused by the action.
    owner = innovation.agency if innovation else current_user.agency
    form.offer(agencies, list(queries.possible_predecessors(owner, innovation)))
    if request.method == "GET":
        if innovation is None:
            form.agency.data = current_user.agency_id
        else:
            form.show(innovation)
    elif innovation is not None:
        form.agency.data = innovation.agency_id
    return form


def _newer(form: InnovationForm, innovation: Innovation) -> Any:
    """Keep what was typed; saving again, now knowingly, replaces what the other person saved."""
    db.session.refresh(innovation)
    form.version.data = innovation.version
    form.version.raw_data = None
    return _page(form, innovation, 409)


def _page(form: InnovationForm, innovation: Innovation | None, status: int) -> Any:
    page = render_template(
        "innovations/edit.html",
        form=form,
        innovation=innovation,
        newer=status == 409,
        words=words,
    )
    return page, status
