"""Practice on samples: the organiser starts and closes it, judges score and see how they stand."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import generate_csrf

from award.competitions.models import Round
from award.core.access import requires
from award.core.problems import Invalid, Problem, Stale
from award.judging import forms
from award.judging.actions import calibration as actions
from award.judging.calibration import bearings, others_means
from award.judging.queries import calibration as queries
from award.judging.queries.calibration import OwnCalibration, Practice
from award.judging.rules_calibration import may_score
from award.judging.words_calibration import severity_sentence, spread_sentence

calibration = Blueprint("calibration", __name__)


@calibration.get("/panitia/penilaian/<int:round_id>/kalibrasi")
@requires("round:run", queries.scoring_round)
def show(round_: Round) -> Any:
    """How far everyone is, and how each judge stands to the others."""
    standing = queries.calibration_of(round_)
    totals = queries.totals(standing) if standing else {}
    return render_template(
        "calibration/show.html",
        round=round_,
        calibration=standing,
        judges=queries.judges_of(round_.id),
        totals=totals,
        bearings=bearings(totals),
    )


@calibration.post("/panitia/penilaian/<int:round_id>/kalibrasi")
@requires("calibration:start", queries.scoring_round)
def start(round_: Round) -> Any:
    """Give the judges the samples."""
    try:
        actions.start_calibration(round_=round_, actor=current_user)
    except Invalid as problem:
        flash(str(problem), "error")
    else:
        flash(_("Kalibrasi dimulai. Juri menemukan usulan contoh di daftar tugasnya."), "success")
    return redirect(url_for("calibration.show", round_id=round_.id))


@calibration.post("/panitia/penilaian/<int:round_id>/kalibrasi/tutup")
@requires("round:run", queries.scoring_round)
def close(round_: Round) -> Any:
    """Let every judge see how they stand."""
    standing = queries.calibration_of(round_)
    if standing is None:
        abort(404)
    actions.close_calibration(calibration=standing, actor=current_user)
    flash(_("Kalibrasi ditutup. Setiap juri kini melihat keketatannya sendiri."), "success")
    return redirect(url_for("calibration.show", round_id=round_.id))


@calibration.get("/juri/kalibrasi/<int:calibration_id>")
@requires("calibration:see", queries.own_for)
def own(mine: OwnCalibration) -> Any:
    """The samples, and once it is closed the judge's own bearing; others stay unnamed."""
    closed = mine.calibration.closed_at is not None
    totals = queries.totals(mine.calibration) if closed else {}
    bearing = bearings(totals).get(current_user.id)
    return render_template(
        "calibration/own.html",
        mine=mine,
        round=mine.calibration.round,
        bearing=bearing,
        sentences=[severity_sentence(bearing), spread_sentence(bearing)] if bearing else [],
        others=others_means(current_user.id, totals),
    )


@calibration.get("/juri/kalibrasi/usulan/<int:sample_id>")
@requires("calibration:read", queries.practice_for)
def practice(one: Practice) -> Any:
    """A sample beside the rubric."""
    return _page(one, _kept(one))


def _kept(one: Practice) -> forms.Typed:
    sheet = one.sheet
    marks = {key: tuple(given) for key, given in sheet.marks.items()} if sheet else {}
    return forms.Typed(marks, sheet.comment if sheet else "", sheet.version if sheet else 0)


def _page(one: Practice, shown: forms.Typed, problem: Problem | None = None) -> Any:
    round_ = one.sample.calibration.round
    faults = problem.fields if isinstance(problem, Invalid) else {}
    other = _kept(one) if isinstance(problem, Stale) else None
    return render_template(
        "calibration/practice.html",
        practice=one,
        sample=one.sample,
        round=round_,
        sheet=forms.page_of(round_, shown, faults, kept=other),
        problem=problem,
        refused=may_score(current_user, one),
    )


@calibration.post("/juri/kalibrasi/usulan/<int:sample_id>")
@requires("calibration:read", queries.practice_for)
def save(one: Practice) -> Any:
    """Keep a draft, or finish."""
    typed = forms.read(request.form, one.sample.calibration.round)
    finish = request.form.get("act") == "finish"
    script = request.accept_mimetypes.best == "application/json"
    try:
        sheet = actions.save_sample(
            practice=one,
            marks=typed.marks,
            comment=typed.comment,
            version=typed.version,
            finish=finish,
            actor=current_user,
        )
    except Problem as problem:
        one = queries.held(one, current_user)
        if script:
            return {"error": str(problem), "kept": _told(one)}, problem.status
        return _page(one, typed, problem), problem.status
    if script:
        return {"version": sheet.version, "saved": forms.saved_line(sheet.saved_at)}
    flash(_("Lembar contoh selesai.") if finish else _("Draf tersimpan."), "success")
    if finish:
        return redirect(url_for("calibration.own", calibration_id=one.sample.calibration_id))
    return redirect(url_for("calibration.practice", sample_id=one.sample.id))


def _told(one: Practice) -> dict[str, Any]:
    sheet = one.sheet
    saved_at = sheet.saved_at if sheet else None
    return forms.kept_of(one.sample.calibration.round, _kept(one), saved_at)


@calibration.get("/juri/kalibrasi/usulan/<int:sample_id>/simpanan")
@requires("calibration:read", queries.practice_for)
def kept(one: Practice) -> Any:
    """For a script after signing in again: who this is, a fresh token, and what is kept."""
    return {"judge": current_user.id, "token": generate_csrf(), "kept": _told(one)}
