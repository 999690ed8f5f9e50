"""The organiser's pages of screening: the queue, one entry, the decision."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from award.core.access import requires, why_not
from award.core.problems import Invalid
from award.core.web import row_number
from award.entries import queries, queries_screening, words
from award.entries.actions.screening import screen
from award.entries.forms_decisions import ScreenForm
from award.entries.models import Entry
from award.entries.rules_screening import has_lapsed, outcomes
from award.entries.views.asked import asked_edition

screening = Blueprint("screening", __name__, url_prefix="/panitia/seleksi")


@screening.get("/")
@requires("screening:see")
def index() -> Any:
    """What waits to be decided, the longest waiting first."""
    edition, shown = asked_edition(), request.args.get("keadaan", "menunggu")
    if shown not in queries_screening.SHOWN:
        abort(404)
    page = max(1, request.args.get("hal", 1, type=row_number))
    queue = edition and queries_screening.queue(edition, shown, page)
    return render_template(
        "screening/index.html", edition=edition, queue=queue, words=words, has_lapsed=has_lapsed
    )


@screening.get("/usulan/<int:entry_id>")
@requires("screening:see", queries_screening.submitted_entry)
def show(entry: Entry) -> Any:
    """Everything a decision rests on."""
    form = ScreenForm(version=entry.version)
    form.offer(entry.edition, outcomes(entry))
    return _page(entry, form)


@screening.post("/usulan/<int:entry_id>")
@requires("screening:see", queries_screening.submitted_entry)
def decide(entry: Entry) -> Any:
    """Pass, return or reject."""
    form = ScreenForm()
    form.offer(entry.edition, outcomes(entry))
    if outcomes(entry) and not form.validate():
        return _page(entry, form, 422)
    try:
        _decide(entry, form)
    except Invalid as problem:
        form.refuse(problem)
        return _page(entry, form, 422)
    flash(_("Keputusan tersimpan dan diberitahukan kepada pengusul."), "success")
    return redirect(url_for("screening.index", edisi=entry.edition_id))


def _decide(entry: Entry, form: ScreenForm) -> None:
    screen(
        entry=entry,
        outcome=form.outcome.data,
        reasons=form.reasons.data or [],
        note=form.note.data or "",
        actor=current_user,
        version=form.version.data,
    )


def _page(entry: Entry, form: ScreenForm, status: int = 200) -> Any:
    page = render_template(
        "screening/show.html",
        entry=entry,
        form=form,
        file=queries_screening.file_of(entry),
        shown=queries.content(entry),
        refusal=why_not("entry:screen", entry),
        words=words,
    )
    return page, status
