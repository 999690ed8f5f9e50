"""The judge's pages: what is waiting, and the score sheet."""

from __future__ import annotations

from typing import Any

from flask import (
    Blueprint,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    send_from_directory,
    url_for,
)
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf.csrf import generate_csrf

from award.core import clock, files
from award.core.access import can, public, requires
from award.core.export import csv_file
from award.core.language import local
from award.core.navigation import NavItem, offer
from award.core.problems import Invalid, Problem, Stale
from award.core.text import clean_line
from award.entries.queries import content
from award.judging import actions, forms
from award.judging.desk import desk
from award.judging.models import Assignment, ScoreSheet
from award.judging.nudges import Finished, Nudge, nudges
from award.judging.pace import minutes_left
from award.judging.queries import blind, discussion, writing
from award.judging.queries import sheets as queries
from award.judging.queries.calibration import of_judge
from award.judging.queries.computed import computed_marks
from award.judging.queries.order import announced_rounds
from award.judging.rules import state_of
from award.judging.states import SheetState
from award.judging.words import NUDGES, duration

LONG = 10
"""From so many sheets on, a list is worth searching."""
ORDERS = {
    "judul": ("title", _l("Judul")),
    "pengusul": ("entrant", _l("Pengusul")),
    "keadaan": ("state", _l("Yang belum selesai dahulu")),
}

sheets = Blueprint("sheets", __name__, url_prefix="/juri")
offer(NavItem("sheets.index", _l("Tugas menilai"), 30, action="sheet:list"))

FINISHING = frozenset({"finish", "finish-anyway"})
"""Acts that end a sheet; the second one after advice was read."""


@sheets.context_processor
def words() -> dict[str, Any]:
    """What every page here shows."""
    return {"duration": duration, "nudge_words": NUDGES}


@sheets.get("/")
@requires("sheet:list")
def index() -> Any:
    """What the judge has to score, round by round."""
    assignments = queries.desk(current_user)
    seen = blind.seen(assignments)
    sought, order = clean_line(request.args.get("cari", "")), request.args.get("urut", "")
    rounds = desk(assignments, seen, sought, ORDERS.get(order, ("", ""))[0])
    return render_template(
        "sheets/index.html",
        rounds=rounds,
        seen=seen,
        sought=sought,
        order=order,
        orders=ORDERS,
        long=len(assignments) >= LONG,
        practised=of_judge(current_user),
        presented=announced_rounds(each.round.id for each in rounds),
    )


@sheets.get("/nilai.csv")
@requires("sheet:list")
def table() -> Any:
    """The judge's own sheets to take away, entries as this judge may see them."""
    assignments = queries.desk(current_user)
    seen = blind.seen(assignments)
    opened = [each for one in desk(assignments, seen) if one.signed for each in one.assignments]
    columns = ("edisi", "babak", "usulan", "pengusul", "keadaan", "jumlah")
    return csv_file(
        "nilai-saya.csv",
        columns,
        (
            (
                each.round.edition.year,
                local(each.round.name),
                seen[each.id].title,
                seen[each.id].entrant,
                state_of(each),
                each.sheet.total if each.sheet else None,
            )
            for each in opened
        ),
    )


@sheets.get("/lembar/<int:assignment_id>")
@requires("sheet:read", queries.sheet_for)
def show(assignment: Assignment) -> Any:
    """The entry beside the rubric."""
    return _page(assignment, forms.page(assignment))


def _page(
    assignment: Assignment, sheet: forms.SheetPage, problem: object = None, **more: Any
) -> Any:
    """The sheet with everything around it; ``more`` is for what only some answers show."""
    steps = queries.steps(assignment)
    done = state_of(assignment) == SheetState.FINISHED
    entry = blind.seen_by_judge(assignment)
    # Nothing is known of the pace before the first sheet is finished, or asked after the last.
    times = discussion.finishing_times(assignment) if steps.finished and steps.left else ()
    return render_template(
        "sheets/show.html",
        assignment=assignment,
        round=assignment.round,
        entry=entry,
        content=entry.content(content(assignment.entry)),
        sheet=sheet,
        steps=steps,
        minutes_left=minutes_left(times, steps.left),
        panel=discussion.panel_of(assignment) if done else None,
        finished=queries.finished_sheets(assignment) if can("sheet:compare", assignment) else [],
        problem=problem,
        own_marks=forms.own_marks,
        **more,
    )


@sheets.post("/lembar/<int:assignment_id>")
@requires("sheet:read", writing.writing_for)
def save(assignment: Assignment) -> Any:
    """Keep a draft, or finish with the same content."""
    typed, act = forms.read(request.form, assignment.round), request.form.get("act")
    advice = _advice(assignment, typed) if act == "finish" else []
    finish = act in FINISHING and not advice
    script = request.accept_mimetypes.best == "application/json"
    try:
        sheet = _written(assignment, typed, finish)
    except Problem as problem:
        if script:
            told = {"error": str(problem), "kept": forms.kept(assignment)}
            return told, problem.status
        return _again(assignment, typed, problem)
    if script:
        return {"version": sheet.version, "saved": forms.saved_line(sheet.saved_at)}
    if advice:
        return _advised(assignment, advice)
    flash(_("Lembar nilai selesai.") if finish else _("Draf tersimpan."), "success")
    return redirect(url_for("sheets.show", assignment_id=assignment.id))


def _advice(assignment: Assignment, typed: forms.Typed) -> list[Nudge]:
    """What the judge may want to look at again in a sheet that could be finished now."""
    total = forms.page(assignment, typed).total
    marks = typed.marks | computed_marks(assignment)
    if total is None or actions.missing(assignment.round, marks):
        return []
    levels = [level for level, _reason in marks.values() if level is not None]
    return nudges(Finished(clock.now(), total, levels), discussion.own_finished(assignment))


def _advised(assignment: Assignment, advice: list[Nudge]) -> Any:
    """The draft is kept; whether it is finished as it stands is the judge's to say."""
    queries.sheet_for(current_user, assignment.id)
    return _page(assignment, forms.page(assignment), advice=advice)


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


@sheets.get("/lembar/<int:assignment_id>/simpanan")
@requires("sheet:read", writing.kept_for)
def kept(assignment: Assignment) -> Any:
    """For a script after signing in again: who this is, a fresh token, and what is kept."""
    return {"judge": current_user.id, "token": generate_csrf(), "kept": forms.kept(assignment)}


@sheets.get("/penyimpan.js")
@public
def keeper() -> Any:
    """The service worker; from this address it may keep the judge's pages and no others."""
    return send_from_directory(str(current_app.static_folder), "js/keeper.js", max_age=0)


@sheets.post("/lembar/<int:assignment_id>/buka")
@requires("sheet:reopen", writing.writing_for)
def reopen(assignment: Assignment) -> Any:
    """Make a finished sheet a draft again."""
    actions.reopen_sheet(assignment=assignment, actor=current_user)
    flash(_("Lembar dibuka kembali. Lembar ini tidak dihitung sampai Anda menyelesaikannya."))
    return redirect(url_for("sheets.show", assignment_id=assignment.id))


@sheets.post("/lembar/<int:assignment_id>/bandingkan")
@requires("sheet:discuss", discussion.panel_for)
def compare(panel: discussion.Panel) -> Any:
    """Show the others' marks from now on."""
    actions.start_comparing(assignment=panel.assignment, actor=current_user)
    return redirect(url_for("sheets.show", assignment_id=panel.assignment.id))


@sheets.post("/lembar/<int:assignment_id>/ubah")
@requires("sheet:change", writing.writing_for)
def change(assignment: Assignment) -> Any:
    """Change one mark after the discussion."""
    typed = forms.read_change(request.form)
    try:
        actions.change_mark(
            assignment=assignment,
            criterion_key=typed.criterion,
            level=typed.level,
            reason=typed.reason,
            version=typed.version,
            actor=current_user,
        )
    except (Invalid, Stale) as problem:
        queries.sheet_for(current_user, assignment.id)
        faults = problem.fields if isinstance(problem, Invalid) else {}
        shown = _page(assignment, forms.page(assignment), problem, change=typed, faults=faults)
        return shown, problem.status
    flash(_("Nilai diubah dan alasannya dicatat."), "success")
    return redirect(url_for("sheets.show", assignment_id=assignment.id))


@sheets.get("/lembar/<int:assignment_id>/dokumen/<int:document_id>")
@requires("sheet:document", queries.document_for)
def document(target: queries.SheetDocument) -> Any:
    """One file of the entry; in a blind round its copy, under a name that tells nobody."""
    kept = target.document
    inline = kept.kind in ("pdf", "jpg", "png")
    name, sha256 = blind.given_out(target)
    return files.send(files.path_of(sha256), name, kept.kind, inline=inline)
