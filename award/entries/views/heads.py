"""The pages of the head of agency: what waits for a signature, and signing it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from award.core.access import requires, why_not
from award.core.problems import Invalid
from award.entries import deadline, queries, queries_signing, words
from award.entries.actions import signing as actions
from award.entries.forms_decisions import NoteForm, SignForm
from award.entries.models import Entry

heads = Blueprint("heads", __name__, url_prefix="/kepala")


@heads.get("/")
@requires("signing:see")
def index() -> Any:
    """The entries of one's agency: those that wait first."""
    return render_template(
        "heads/index.html",
        entries=queries_signing.entries_to_sign(current_user),
        due=deadline.due,
        words=words,
    )


@heads.get("/usulan/<int:entry_id>")
@requires("signing:see", queries.entry_for)
def show(entry: Entry) -> Any:
    """The whole entry, with the statement to sign under it."""
    return _page(entry, SignForm(version=entry.version), NoteForm(version=entry.version))


@heads.post("/usulan/<int:entry_id>/tanda-tangan")
@requires("signing:see", queries.entry_for)
def sign(entry: Entry) -> Any:
    """Sign; a second click shows the same receipt."""
    form = SignForm()
    if not form.validate():
        return _page(entry, form, NoteForm(formdata=None, version=entry.version), 422)
    try:
        actions.sign(
            entry=entry,
            agreed=form.agreed.data,
            actor=current_user,
            version=form.version.data,
        )
    except Invalid as problem:
        form.refuse(problem)
        return _page(entry, form, NoteForm(formdata=None, version=entry.version), 422)
    return redirect(url_for("signing.receipt", entry_id=entry.id))


@heads.post("/usulan/<int:entry_id>/kembalikan")
@requires("signing:see", queries.entry_for)
def hand_back(entry: Entry) -> Any:
    """Give the entry back to its writers."""
    form = NoteForm()
    if not form.validate():
        return _page(entry, SignForm(formdata=None, version=entry.version), form, 422)
    try:
        actions.hand_back(
            entry=entry,
            note=form.note.data or "",
            actor=current_user,
            version=form.version.data,
        )
    except Invalid as problem:
        form.refuse(problem)
        return _page(entry, SignForm(formdata=None, version=entry.version), form, 422)
    flash(_("Usulan dikembalikan kepada penulisnya."), "success")
    return redirect(url_for("heads.index"))


def _page(entry: Entry, sign_form: SignForm, note_form: NoteForm, status: int = 200) -> Any:
    page = render_template(
        "heads/show.html",
        entry=entry,
        shown=queries.content(entry),
        findings=queries.findings(entry),
        sign_form=sign_form,
        note_form=note_form,
        no_sign=why_not("entry:sign", entry),
        no_hand_back=why_not("entry:hand_back", entry),
        due=deadline.due(entry),
        words=words,
    )
    return page, status
