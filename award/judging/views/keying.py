"""Typing a score sheet from paper, twice, and looking up what was read differently."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from award.core.access import requires, why_not
from award.core.problems import Invalid
from award.judging import actions, forms, forms_paper
from award.judging.actions.paper import outstanding
from award.judging.double_entry import Reading
from award.judging.queries import paper as queries
from award.judging.queries.paper import Case

keying = Blueprint("keying", __name__, url_prefix="/panitia/kertas/lembar")


@keying.get("/<int:assignment_id>")
@requires("paper:see", queries.case_for)
def show(case: Case) -> Any:
    """Where the QR code of a paper sheet leads."""
    own = case.keying_of(current_user)
    return _page(case, queries.reading_of(own) if own else Reading({}))


def _page(case: Case, typed: Reading, problem: Invalid | None = None) -> Any:
    faults = problem.fields if problem else {}
    settling = why_not("paper:settle", case) is None
    opened = outstanding(case) if settling else frozenset()
    page = render_template(
        "keying/show.html",
        case=case,
        assignment=case.assignment,
        round=case.assignment.round,
        closed=why_not("paper:key", case),
        settling=settling,
        disputes=forms_paper.disputes(case, opened, Reading({}) if not problem else typed, faults),
        comment_open="comment" in opened,
        lines=forms_paper.lines(case, typed, faults),
        typed=typed,
        problem=problem,
    )
    return page, problem.status if problem else 200


def _typed(case: Case) -> Reading:
    found = forms.read(request.form, case.assignment.round)
    return Reading(found.marks, found.comment)


@keying.post("/<int:assignment_id>")
@requires("paper:see", queries.case_for)
def key(case: Case) -> Any:
    """Keep what was typed, and go on with the next sheet of the pile."""
    typed = _typed(case)
    try:
        after = actions.key_sheet(
            assignment=case.assignment,
            marks=typed.marks,
            comment=typed.comment,
            actor=current_user,
        )
    except Invalid as problem:
        return _page(case, typed, problem)
    if after.finished:
        flash(_("Kedua ketikan sama. Lembar %(n)s selesai.", n=case.assignment.id), "success")
    elif len(after.keyings) == 2:
        flash(_("Ada yang belum cocok. Lihat kertasnya, lalu tulis yang benar."), "warning")
        return _back(case)
    else:
        sentence = _("Lembar %(n)s tersimpan. Orang lain perlu mengetiknya sekali lagi.")
        flash(sentence % {"n": case.assignment.id}, "success")
    return _onward(case)


@keying.post("/<int:assignment_id>/cocokkan")
@requires("paper:see", queries.case_for)
def settle(case: Case) -> Any:
    """Finish the sheet with what the paper says."""
    typed = _typed(case)
    try:
        actions.settle_sheet(
            assignment=case.assignment,
            marks=typed.marks,
            comment=typed.comment,
            actor=current_user,
        )
    except Invalid as problem:
        return _page(case, typed, problem)
    flash(_("Lembar %(n)s selesai.", n=case.assignment.id), "success")
    return _onward(case)


@keying.post("/<int:assignment_id>/ulang")
@requires("paper:see", queries.case_for)
def discard(case: Case) -> Any:
    """Throw away what was typed."""
    reason = request.form.get("reason", "")
    try:
        actions.discard_keyings(assignment=case.assignment, reason=reason, actor=current_user)
    except Invalid as problem:
        flash(str(problem), "error")
    else:
        flash(_("Ketikan dibuang. Dua orang perlu mengetik lembar ini lagi."), "success")
    return _back(case)


def _back(case: Case) -> Any:
    return redirect(url_for("keying.show", assignment_id=case.assignment.id))


def _onward(case: Case) -> Any:
    """The next sheet of the same judge that this person may type, else the pile."""
    here = case.assignment
    following = queries.next_to_key(here, current_user)
    if following is not None:
        return redirect(url_for("keying.show", assignment_id=following))
    return redirect(url_for("paper.pile", round_id=here.round_id, judge_id=here.judge_id))
