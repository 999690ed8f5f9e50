"""The organiser's pages about accounts."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from award.core.access import requires
from award.core.choices import options
from award.core.db import db
from award.core.navigation import NavItem, offer
from award.core.problems import Invalid
from award.core.text import clean_line, mentioned
from award.people import actions, queries
from award.people.forms import UserForm
from award.people.models import Agency, User
from award.people.words import ROLES, named

accounts = Blueprint("accounts", __name__, url_prefix="/panitia/akun")
offer(NavItem("accounts.index", _l("Akun"), 76, action="people:manage"))


def _form(user: User | None = None) -> UserForm:
    form = UserForm(obj=user)
    form.agency.choices = options(named(queries.all_agencies()))
    if user is not None and request.method == "GET":
        form.agency.data, form.roles.data = user.agency_id, sorted(user.roles)
    return form


def _invitation_address() -> str:
    path = url_for("session.invitation", token="TOKEN")  # noqa: S106 - a placeholder
    return f"{current_app.config['BASE_URL']}{path}"


@accounts.get("/")
@requires("people:manage")
def index() -> Any:
    """All accounts, or those that mention what is sought."""
    sought = clean_line(request.args.get("cari"))
    found = [each for each in queries.users() if _mentions(each, sought)]
    return render_template("accounts/index.html", users=found, sought=sought, roles=ROLES)


def _mentions(user: User, sought: str) -> bool:
    agency = user.agency
    return mentioned(sought, user.name, user.email, agency.short_name, *agency.full_name.values())


@accounts.route("/baru", methods=["GET", "POST"])
@requires("people:manage")
def create() -> Any:
    """Open an account and invite its owner."""
    form = _form()
    if form.validate_on_submit():
        try:
            return _created(form)
        except Invalid as problem:
            form.email.errors = [problem.fields["email"]]
    status = 422 if request.method == "POST" else 200
    return render_template("accounts/edit.html", form=form, user=None), status


def _created(form: UserForm) -> Any:
    user = actions.create_user(
        email=form.email.data,
        name=form.name.data,
        position=form.position.data or "",
        agency=db.session.get_one(Agency, form.agency.data),
        roles=form.roles.data,
        actor=current_user,
    )
    return _invited(user)


def _invited(user: User) -> str:
    link = actions.invite(user=user, actor=current_user, address=_invitation_address())
    return render_template(
        "accounts/invited.html", user=user, link=link, days=actions.INVITATION_DAYS
    )


@accounts.route("/<int:user_id>", methods=["GET", "POST"])
@requires("people:manage", queries.user_by_id)
def edit(user: User) -> Any:
    """Change an account."""
    form = _form(user)
    if form.validate_on_submit():
        actions.change_user(
            user=user,
            name=form.name.data,
            position=form.position.data or "",
            agency=db.session.get_one(Agency, form.agency.data),
            roles=form.roles.data,
            actor=current_user,
        )
        flash(_("Akun %(name)s tersimpan.", name=user.name), "success")
        return redirect(url_for("accounts.index"))
    status = 422 if request.method == "POST" else 200
    return render_template("accounts/edit.html", form=form, user=user), status


@accounts.post("/<int:user_id>/undangan")
@requires("people:manage", queries.user_by_id)
def invite(user: User) -> Any:
    """Make a new one-time link."""
    return _invited(user)


@accounts.post("/<int:user_id>/aktif")
@requires("people:deactivate", queries.user_by_id)
def set_active(user: User) -> Any:
    """Close or reopen an account."""
    actions.set_active(user=user, active=request.form.get("active") == "1", actor=current_user)
    return redirect(url_for("accounts.index"))
