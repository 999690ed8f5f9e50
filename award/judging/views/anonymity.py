"""What a blind round still tells of its entrants, and what the organiser does about it."""

from __future__ import annotations

from math import ceil
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from award.competitions.models import Round
from award.core import files, jobs
from award.core.access import requires
from award.core.language import local
from award.core.problems import Invalid
from award.core.web import row_number
from award.entries.actions import anonymity as actions
from award.entries.queries_visibility import hidden_name
from award.judging.queries import blind
from award.judging.queries.rounds import round_for
from award.judging.words import FINDINGS

anonymity = Blueprint(
    "anonymity", __name__, url_prefix="/panitia/penilaian/<int:round_id>/tanpa-nama"
)


@anonymity.get("/")
@requires("round:run", round_for)
def index(round_: Round) -> Any:
    """Entry by entry: names in texts, files, links, and what the gallery shows already."""
    page = max(1, request.args.get("hal", 1, type=row_number))
    exposures, total = blind.exposures(current_user, round_, page)
    return render_template(
        "anonymity/index.html",
        round=round_,
        exposures=exposures,
        total=total,
        page=page,
        pages=ceil(total / blind.PAGE),
        unprepared=len(blind.unprepared(round_)),
        findings=FINDINGS,
        sections={each.key: each.title for each in round_.edition.form},
        kinds={each.key: local(each.name) for each in round_.edition.documents},
    )


@anonymity.post("/siapkan")
@requires("round:run", round_for)
def prepare(round_: Round) -> Any:
    """Have the worker make copies of what has none."""
    for entry_id in blind.unprepared(round_):
        jobs.enqueue("entries.neutralise", entry_id=entry_id)
    flash(_("Berkas sedang disiapkan. Muat ulang halaman ini sebentar lagi."))
    return _back(round_)


@anonymity.get("/berkas/<int:document_id>")
@requires("round:run", blind.filed_for)
def copy(filed: blind.Filed) -> Any:
    """The file as judges would get it."""
    kept = filed.copy
    if not kept.sha256:
        abort(404)
    name = f"{kept.document_id}.{kept.document.kind}"
    inline = kept.document.kind in ("pdf", "jpg", "png")
    return files.send(files.path_of(kept.sha256), name, kept.document.kind, inline=inline)


@anonymity.post("/berkas/<int:document_id>")
@requires("round:run", blind.filed_for)
def decide(filed: blind.Filed) -> Any:
    """Hold a file back, or give it out."""
    act = actions.show_copy if request.form.get("act") == "show" else actions.hold_copy
    try:
        act(copy=filed.copy, actor=current_user)
    except Invalid as problem:
        flash(str(problem), "error")
    return _back(filed.round)


@anonymity.post("/usulan/<int:entry_id>")
@requires("round:run", blind.subject_for)
def hide(subject: blind.Subject) -> Any:
    """Cover one more name in an entry."""
    name = request.form.get("name", "")
    try:
        actions.hide_name(entry=subject.entry, name=name, actor=current_user)
    except Invalid as problem:
        flash(str(problem), "error")
    else:
        flash(_("Nama itu disamarkan dalam usulan ini."), "success")
    return _back(subject.round)


@anonymity.post("/usulan/<int:entry_id>/hapus")
@requires("round:run", blind.subject_for)
def unhide(subject: blind.Subject) -> Any:
    """No longer cover a name that was added."""
    hidden = hidden_name(subject.entry, request.form.get("hidden", 0, type=row_number))
    if hidden is None:
        abort(404)
    actions.unhide_name(hidden=hidden, entry=subject.entry, actor=current_user)
    return _back(subject.round)


def _back(round_: Round) -> Any:
    page = request.args.get("hal", 1, type=row_number)
    return redirect(url_for("anonymity.index", round_id=round_.id, hal=page if page > 1 else None))
