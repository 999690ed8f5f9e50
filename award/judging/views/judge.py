"""The judge's pages: what is waiting, and the score sheet."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from award.core import files
from award.core.access import can, requires
from award.core.language import hour
from award.core.navigation import NavItem, offer
from award.core.problems import Invalid, Problem, Stale
from award.entries.queries import content
from award.judging import actions, forms
from award.judging.desk import desk
from award.judging.models import Assignment, ScoreSheet
from award.judging.queries import sheets as queries

sheets = Blueprint("sheets", __name__, url_prefix="/juri")
offer(NavItem("sheets.index", _l("Tugas menilai"), 30, action="sheet:list"))


@sheets.get("/")
@requires("sheet:list")
def index() -> Any:
    """What the judge has to score, round by round."""
    return render_template("sheets/index.html", rounds=desk(queries.desk(current_user)))


@sheets.get("/lembar/<int:assignment_id>")
@requires("sheet:read", queries.sheet_for)
def show(assignment: Assignment) -> Any:
    """The entry beside the rubric."""
    return _page(assignment, forms.page(assignment))


def _page(assignment: Assignment, sheet: forms.SheetPage, problem: Problem | None = None) -> Any:
    others = can("sheet:compare", assignment)
    return render_template(
        "sheets/show.html",
        assignment=assignment,
        round=assignment.round,
        entry=assignment.entry,
        content=content(assignment.entry),
        sheet=sheet,
        steps=queries.steps(assignment),
        finished=queries.finished_sheets(assignment) if others else [],
        problem=problem,
        own_marks=forms.own_marks,
    )


@sheets.post("/lembar/<int:assignment_id>")
@requires("sheet:read", queries.writing_for)
def save(assignment: Assignment) -> Any:
    """Keep a draft, or finish with the same content."""
    typed, finish = forms.read(request.form, assignment.round), request.form.get("act") == "finish"
    script = request.accept_mimetypes.best == "application/json"
    try:
        sheet = _written(assignment, typed, finish)
    except Problem as problem:
        if script:
            raise
        return _again(assignment, typed, problem)
    if script:
        when = hour(sheet.saved_at)
        return {"version": sheet.version, "saved": _("Tersimpan %(when)s", when=when)}
    flash(_("Lembar nilai selesai.") if finish else _("Draf tersimpan."), "success")
    return redirect(url_for("sheets.show", assignment_id=assignment.id))


def _written(assignment: Assignment, typed: forms.Typed, finish: bool) -> ScoreSheet:
    act = actions.finish_sheet if finish else actions.save_sheet
    return act(
        assignment=assignment,
        marks=typed.marks,
        comment=typed.comment,
        version=typed.version,
        actor=current_user,
    )


def _again(assignment: Assignment, typed: forms.Typed, problem: Problem) -> Any:
    """The page once more with what was typed: nothing of it is lost."""
    queries.sheet_for(current_user, assignment.id)
    faults = problem.fields if isinstance(problem, Invalid) else {}
    sheet = forms.page(assignment, typed, faults, stale=isinstance(problem, Stale))
    return _page(assignment, sheet, problem), problem.status


@sheets.post("/lembar/<int:assignment_id>/buka")
@requires("sheet:reopen", queries.writing_for)
def reopen(assignment: Assignment) -> Any:
    """Make a finished sheet a draft again."""
    actions.reopen_sheet(assignment=assignment, actor=current_user)
    flash(_("Lembar dibuka kembali. Lembar ini tidak dihitung sampai Anda menyelesaikannya."))
    return redirect(url_for("sheets.show", assignment_id=assignment.id))


@sheets.get("/dokumen/<int:document_id>")
@requires("sheet:document", queries.document_for)
def document(target: queries.SheetDocument) -> Any:
    """One file of the entry."""
    kept = target.document
    inline = kept.kind in ("pdf", "jpg", "png")
    return files.send(files.path_of(kept.sha256), kept.name, kept.kind, inline=inline)
