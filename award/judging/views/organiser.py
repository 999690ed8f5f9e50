"""The organiser's pages: rounds, who judges what, and how far everyone is."""

from __future__ import annotations

from math import ceil
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user

from award.approvals.views.proposing import password_asked, proposing
from award.competitions.models import Round
from award.core.access import requires
from award.core.db import db
from award.core.navigation import NavItem, offer
from award.core.problems import Invalid
from award.core.text import clean
from award.core.web import row_number
from award.entries.models import Entry
from award.judging import actions
from award.judging.desk import due
from award.judging.models import Assignment
from award.judging.queries import discrepancies, panel, rounds, walls
from award.judging.rules import is_external
from award.judging.states import Ending
from award.judging.words import ROUNDS
from award.judging.words_wall import ENDINGS
from award.people.models import User

panels = Blueprint("panels", __name__, url_prefix="/panitia/penilaian")
offer(NavItem("panels.index", _l("Penjurian"), 40, action="round:run"))


@panels.context_processor
def words() -> dict[str, Any]:
    """What every page here shows."""
    return {"round_words": ROUNDS, "is_external": is_external}


@panels.get("/")
@requires("round:run")
def index() -> Any:
    """All scoring rounds, the newest edition first."""
    return render_template("panels/index.html", rounds=rounds.scoring_rounds())


@panels.get("/<int:round_id>")
@requires("round:run", rounds.round_for)
def show(round_: Round) -> Any:
    """One round: its state, its judges, its entries."""
    page = max(1, request.args.get("hal", 1, type=row_number))
    short_only = request.args.get("kurang") == "1"
    rows, total = panel.entry_rows(round_, page=page, short_only=short_only)
    return render_template(
        "panels/show.html",
        round=round_,
        figures=rounds.figures(round_),
        waiting=rounds.waiting(round_) if rounds.is_first(round_) else None,
        progress=rounds.progress(round_.id),
        rows=rows,
        total=total,
        page=page,
        pages=ceil(total / panel.PAGE),
        short_only=short_only,
        hidden=walls.barred_entries(current_user, [row.entry for row in rows]),
        due=due(round_),
        unsettled=len(discrepancies.unsettled(round_)),
    )


@panels.post("/<int:round_id>/buka")
@requires("round:open", rounds.round_for)
def start(round_: Round) -> Any:
    """Open the round."""
    try:
        actions.open_round(round_=round_, actor=current_user)
    except Invalid as problem:
        flash(str(problem), "error")
    else:
        flash(_("Babak dibuka. Tugaskan juri agar penilaian dapat dimulai."), "success")
    return _back(round_)


@panels.route("/<int:round_id>/tutup", methods=["GET", "POST"])
@requires("round:close", rounds.round_for)
def close(round_: Round) -> Any:
    """Say what closing leaves behind, then close."""
    if request.method == "GET":
        figures = rounds.figures(round_)
        progress = rounds.progress(round_.id)
        return render_template(
            "panels/close.html", round=round_, figures=figures, progress=progress
        )
    actions.close_round(round_=round_, actor=current_user)
    flash(_("Babak ditutup. Nilai tidak dapat diubah lagi."), "success")
    return _back(round_)


@panels.post("/<int:round_id>/buka-lagi")
@requires("round:reopen", rounds.round_for)
def reopen(round_: Round) -> Any:
    """Let judges go on."""
    actions.reopen_round(round_=round_, actor=current_user)
    flash(_("Babak dibuka kembali."), "success")
    return _back(round_)


@panels.route("/<int:round_id>/kunci", methods=["GET", "POST"])
@requires("round:lock", rounds.round_for)
def lock(round_: Round) -> Any:
    """Say what locking means, then lock."""
    if request.method == "POST":
        try:
            actions.lock_round(round_=round_, actor=current_user)
        except Invalid as found:
            # Kept, not undone: what was noted on the way is what has to be settled.
            flash(str(found), "error")
            return redirect(url_for("discrepancies.index", round_id=round_.id))
        else:
            flash(_("Babak dikunci. Lembar nilai sekarang hanya dapat dibaca."), "success")
            return _back(round_)
    return render_template(
        "panels/lock.html",
        round=round_,
        figures=rounds.figures(round_),
        unsettled=len(discrepancies.unsettled(round_)),
    )


@panels.route("/<int:round_id>/buka-kunci", methods=["GET", "POST"])
@requires("round:unlock", rounds.round_for)
@password_asked
def unlock(round_: Round) -> Any:
    """Propose to unlock the round."""
    return proposing("round.unlock", round_)


@panels.post("/<int:round_id>/masukkan")
@requires("round:admit", rounds.round_for)
def admit(round_: Round) -> Any:
    """Take in entries that passed after the first round was opened."""
    if not rounds.is_first(round_):
        abort(404)
    entries = rounds.passed_outside(round_)
    count = actions.admit(round_=round_, entries=entries, actor=current_user)
    flash(ngettext("%(num)s usulan masuk.", "%(num)s usulan masuk.", count), "success")
    return _back(round_)


@panels.get("/<int:round_id>/usulan/<int:entry_id>")
@requires("place:see", panel.place_for)
def entry(place: panel.Place) -> Any:
    """The judges of one entry, and who else could be."""
    subject, ended = place.row.entry, panel.ended_of(place.round.id, place.row.entry.id)
    known = {each.judge_id for each in (*place.row.assignments, *ended)}
    others = [each for each in panel.seats(place.round.id) if each.judge.id not in known]
    walled = walls.walled(subject, [each.judge for each in others])
    return render_template(
        "panels/entry.html",
        round=place.round,
        row=place.row,
        seats=[each for each in others if each.judge.id not in walled],
        walled=[(each.judge, walled[each.judge.id]) for each in others if each.judge.id in walled],
        doubted=walls.doubted(subject, [each.judge for each in others]),
        external=any(is_external(each.judge) for each in place.row.assignments),
        ended=ended,
        endings=ENDINGS,
        wishes=panel.wishes_of(place.round.id, subject.id),
    )


@panels.post("/<int:round_id>/usulan/<int:entry_id>/keahlian")
@requires("place:fill", panel.place_for)
def wish(place: panel.Place) -> Any:
    """Say what the entry's judges should know."""
    wishes = clean(request.form.get("wishes", ""))
    actions.wish(round_=place.round, entry=place.row.entry, wishes=wishes, actor=current_user)
    flash(_("Keahlian yang diperlukan tersimpan."), "success")
    return redirect(url_for("panels.entry", round_id=place.round.id, entry_id=place.row.entry.id))


@panels.post("/<int:round_id>/usulan/<int:entry_id>")
@requires("place:fill", panel.place_for)
def seat(place: panel.Place) -> Any:
    """Give one entry to the judges ticked."""
    for judge in _chosen(User, "judge"):
        actions.assign(round_=place.round, entry=place.row.entry, judge=judge, actor=current_user)
    flash(_("Penugasan tersimpan."), "success")
    return _back(place.round)


@panels.get("/<int:round_id>/juri/<int:judge_id>")
@requires("round:run", panel.chair_for)
def judge(chair: panel.Chair) -> Any:
    """What one judge has, and what else they could be given."""
    hidden = walls.barred_in_round(current_user, chair.round.id)
    open_ = panel.assignable(chair.round, chair.judge)
    walled = walls.walls_of(chair.judge, [entry for entry, _given in open_])
    given = panel.assignments_of(chair.round, chair.judge)
    return render_template(
        "panels/judge.html",
        round=chair.round,
        judge=chair.judge,
        assignments=[each for each in given if each.entry_id not in hidden],
        hidden=sum(each.entry_id in hidden for each in given),
        entries=[pair for pair in open_ if pair[0].id not in hidden.keys() | walled.keys()],
        own=panel.own_entries(chair.round, chair.judge) + len(walled),
    )


@panels.post("/<int:round_id>/juri/<int:judge_id>")
@requires("round:run", panel.chair_for)
def give(chair: panel.Chair) -> Any:
    """Give one judge the entries ticked."""
    for each in _chosen(Entry, "entry"):
        actions.assign(round_=chair.round, entry=each, judge=chair.judge, actor=current_user)
    flash(_("Penugasan tersimpan."), "success")
    return redirect(url_for("panels.judge", round_id=chair.round.id, judge_id=chair.judge.id))


def _chosen(kind: type[Any], name: str) -> list[Any]:
    found = [db.session.get(kind, number) for number in request.form.getlist(name, type=row_number)]
    if None in found:
        abort(404)
    return found


@panels.route("/tugas/<int:assignment_id>/lepas", methods=["GET", "POST"])
@requires("assignment:end", panel.sitting_for)
def release(sitting: panel.Sitting) -> Any:
    """Say what taking the sheet back means, then take it back."""
    assignment = sitting.assignment
    fault: object = None
    if request.method == "POST":
        try:
            return _released(assignment)
        except Invalid as problem:
            fault = problem.fields["reason"]
    status = 200 if fault is None else 422
    return render_template("panels/release.html", assignment=assignment, fault=fault), status


def _released(assignment: Assignment) -> Any:
    round_, reason = assignment.round, clean(request.form.get("reason", ""))
    ending = Ending.NO_SHOW if request.form.get("ending") == Ending.NO_SHOW else Ending.RELEASED
    actions.unassign(assignment=assignment, reason=reason, ending=ending, actor=current_user)
    flash(_("Juri dilepas dari usulan ini."), "success")
    return _back(round_)


def _back(round_: Round) -> Any:
    return redirect(url_for("panels.show", round_id=round_.id))
