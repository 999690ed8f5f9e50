"""The organiser's pages of a round's panel: who sits there and what each judge can take."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from award.competitions.models import Round
from award.core.access import requires
from award.core.choices import options
from award.core.language import local
from award.core.problems import Invalid
from award.core.web import row_number
from award.judging import actions
from award.judging.conduct import fingerprint
from award.judging.forms_wall import SeatForm
from award.judging.queries import panel, rounds, seats
from award.judging.states import SeatRole
from award.judging.views.organiser import panels
from award.judging.words_wall import SEATS


@panels.get("/<int:round_id>/panel")
@requires("round:run", rounds.round_for)
def members(round_: Round) -> Any:
    """The panel: seats, loads, who has signed, and who could join."""
    seated = seats.seats_of(round_.id)
    known = {each.judge_id for each in seated}
    text = fingerprint(round_.edition.code_of_conduct)
    return render_template(
        "panels/members.html",
        round=round_,
        seats=seated,
        others=[each for each in seats.active_judges() if each.id not in known],
        loads={each.judge.id: each.load for each in panel.seats(round_.id)},
        signed=seats.signed_by(round_.edition, text, known),
        sources=seats.panels_before(round_) if not seated else (),
        words=SEATS,
        categories={each.key: local(each.name) for each in round_.edition.categories},
    )


@panels.post("/<int:round_id>/panel")
@requires("panel:edit", rounds.round_for)
def join(round_: Round) -> Any:
    """Give a seat to everyone ticked, or to the panel of another round."""
    if source_id := request.form.get("source", type=row_number):
        source = rounds.round_for(current_user, source_id) or abort(404)
        actions.copy_panel(source=source, round_=round_, actor=current_user)
    chosen = set(request.form.getlist("judge", type=row_number))
    joining = [each for each in seats.active_judges() if each.id in chosen]
    for judge in joining:
        actions.seat(round_=round_, judge=judge, actor=current_user)
    flash(_("Panel tersimpan."), "success")
    return _back(round_)


@panels.route("/<int:round_id>/panel/<int:judge_id>", methods=["GET", "POST"])
@requires("seat:edit", panel.chair_for)
def seat_form(chair: panel.Chair) -> Any:
    """Role, load and skills of one judge."""
    found = seats.seat_of(chair.round.id, chair.judge.id)
    form = SeatForm(obj=found, role=found.role if found else SeatRole.MEMBER)
    categories = chair.round.edition.categories
    form.categories.choices = options((it.key, local(it.name)) for it in categories)
    if form.validate_on_submit():
        try:
            return _seated(chair, form)
        except Invalid as problem:
            form.target.errors = [problem.fields.get("target", problem.sentence)]
    status = 422 if request.method == "POST" else 200
    page = render_template(
        "panels/seat.html", form=form, round=chair.round, judge=chair.judge, seat=found
    )
    return page, status


def _seated(chair: panel.Chair, form: SeatForm) -> Any:
    actions.seat(
        round_=chair.round,
        judge=chair.judge,
        role=form.role.data,
        cap=form.cap.data,
        target=form.target.data,
        categories=form.categories.data or (),
        expertise=form.expertise.data or "",
        actor=current_user,
    )
    flash(_("Kedudukan %(name)s tersimpan.", name=chair.judge.name), "success")
    return _back(chair.round)


@panels.post("/<int:round_id>/panel/<int:judge_id>/keluar")
@requires("seat:edit", panel.chair_for)
def leave(chair: panel.Chair) -> Any:
    """Take one judge off the panel."""
    actions.unseat(round_=chair.round, judge=chair.judge, actor=current_user)
    left = panel.load_of(chair.round, chair.judge)
    flash(_("%(name)s tidak lagi duduk dalam panel.", name=chair.judge.name), "success")
    if left:
        sentence = ngettext(
            "%(num)s tugasnya tetap berlaku sampai Anda melepasnya.",
            "%(num)s tugasnya tetap berlaku sampai Anda melepasnya.",
            left,
        )
        flash(sentence, "info")
    return _back(chair.round)


def _back(round_: Round) -> Any:
    return redirect(url_for("panels.members", round_id=round_.id))
