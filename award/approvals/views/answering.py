"""What waits for a second person, and the answer."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from award.approvals import actions, queries
from award.approvals.forms import ConfirmForm, DeclineForm
from award.approvals.queries import Matter
from award.approvals.views.proposing import password_asked, tell
from award.approvals.words import STATES
from award.core.access import requires
from award.core.navigation import NavItem, offer
from award.core.problems import Invalid, Stale

approvals = Blueprint("approvals", __name__, url_prefix="/panitia/persetujuan")


def _count() -> int:
    """Asked by both menus of a page."""
    if "approvals_waiting" not in g:
        g.approvals_waiting = queries.awaiting(current_user)
    return int(g.approvals_waiting)


offer(NavItem("approvals.index", _l("Persetujuan"), 78, action="approval:list", count=_count))


@approvals.get("/")
@requires("approval:list")
def index() -> Any:
    """What waits, and what was answered lately."""
    return render_template(
        "approvals/index.html",
        waiting=queries.open_matters(current_user),
        closed=queries.closed(current_user),
        states=STATES,
    )


@approvals.get("/<int:approval_id>")
@requires("approval:see", queries.matter_for)
def show(matter: Matter) -> Any:
    """Exactly what will happen, who asks for it and why."""
    return _page(matter, ConfirmForm(), DeclineForm())


@approvals.post("/<int:approval_id>/konfirmasi")
@requires("approval:see", queries.matter_for)
@password_asked
def confirm(matter: Matter) -> Any:
    """Do it, as the second person."""
    form = ConfirmForm()
    if not form.validate():
        return _page(matter, form, DeclineForm(formdata=None), 422)
    try:
        actions.confirm(
            approval=matter.approval,
            remark=form.remark.data,
            password=form.password.data,
            actor=current_user,
        )
    except (Invalid, Stale) as problem:
        tell(form, problem)
        return _page(matter, form, DeclineForm(formdata=None), problem.status)
    flash(_("Tindakan sudah dijalankan."), "success")
    return redirect(url_for("approvals.show", approval_id=matter.approval.id))


@approvals.post("/<int:approval_id>/tolak")
@requires("approval:see", queries.matter_for)
def decline(matter: Matter) -> Any:
    """Say no."""
    form = DeclineForm()
    if not form.validate():
        return _page(matter, ConfirmForm(formdata=None), form, 422)
    actions.decline(approval=matter.approval, remark=form.refusal.data, actor=current_user)
    flash(_("Usul ditolak. Tidak ada yang berubah."), "success")
    return redirect(url_for("approvals.index"))


@approvals.post("/<int:approval_id>/tarik")
@requires("approval:withdraw", queries.matter_for)
def withdraw(matter: Matter) -> Any:
    """Take one's own proposal back."""
    actions.withdraw(approval=matter.approval, actor=current_user)
    flash(_("Usul ditarik. Tidak ada yang berubah."), "success")
    return redirect(url_for("approvals.index"))


def _page(matter: Matter, confirm: ConfirmForm, decline: DeclineForm, status: int = 200) -> Any:
    page = render_template(
        "approvals/show.html",
        matter=matter,
        approval=matter.approval,
        confirm=confirm,
        decline=decline,
        states=STATES,
    )
    return page, status
