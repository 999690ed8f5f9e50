"""The documents of an entry: hand in, replace, remove, fetch."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from award.core import files
from award.core.access import requires, why_not
from award.core.language import local
from award.core.limits import ONE_DOCUMENT, takes_uploads
from award.core.problems import Invalid, Refused
from award.entries import queries, words
from award.entries.actions import documents as actions
from award.entries.content import EVIDENCE_PREFIX, DocumentSlot
from award.entries.models import Document, Entry

document_pages = Blueprint("documents", __name__, url_prefix="/pd/usulan")


@document_pages.get("/<int:entry_id>/dokumen")
@requires("entry:read", queries.entry_for)
def index(entry: Entry) -> Any:
    """What the edition asks for and what has been handed in."""
    return _page(entry)


@document_pages.post("/<int:entry_id>/dokumen/<key>")
@takes_uploads(ONE_DOCUMENT, 1)
@requires("entry:read", queries.entry_for)
def add(entry: Entry) -> Any:
    """Hand in a file or a link; an earlier one is replaced."""
    key = str((request.view_args or {})["key"])
    slot = next((s for s in queries.content(entry).slots if s.kind.key == key), None)
    if slot is None:
        abort(404)
    try:
        _hand_in(entry, slot)
    except Refused as refusal:
        return _page(entry, 403, {key: refusal.sentence})
    except Invalid as problem:
        return _page(entry, 422, {key: problem.sentence})
    flash(_("Dokumen “%(name)s” tersimpan.", name=local(slot.kind.name)), "success")
    return redirect(url_for("documents.index", entry_id=entry.id, _anchor=key))


def _hand_in(entry: Entry, slot: DocumentSlot) -> None:
    key = slot.kind.key
    chosen = request.files.get("file")
    if slot.kind.link:
        link = request.form.get("link", "")
        actions.add_link(entry=entry, key=key, link=link, actor=current_user)
    elif chosen is None or not chosen.filename:
        raise Invalid(_("Pilih berkas lebih dahulu."))
    else:
        actions.add_document(
            entry=entry,
            key=key,
            name=chosen.filename,
            content=chosen.read(),
            actor=current_user,
        )


@document_pages.post("/dokumen/<int:document_id>/hapus")
@requires("entry:document", queries.document_for)
def remove(document: Document) -> Any:
    """Take a document out of the entry."""
    actions.remove_document(document=document, actor=current_user)
    flash(_("Dokumen “%(name)s” dihapus dari usulan.", name=document.name), "success")
    return redirect(url_for("documents.index", entry_id=document.entry_id))


@document_pages.get("/dokumen/<int:document_id>")
@requires("entry:document", queries.document_for)
def fetch(document: Document) -> Any:
    """The file itself."""
    path = files.path_of(document.sha256) if document.sha256 else None
    if path is None or not path.exists():
        abort(404)
    inline = document.kind in ("pdf", "jpg", "png")
    return files.send(path, document.name, document.kind, inline=inline)


def _page(entry: Entry, status: int = 200, errors: dict[str, object] | None = None) -> Any:
    shown = queries.content(entry)
    page = render_template(
        "documents/index.html",
        entry=entry,
        shown=shown,
        errors=errors or {},
        typed=request.form.get("link", ""),
        reason=why_not("entry:write", entry),
        words=words,
        size=actions.megabytes,
        types=actions.type_names,
        evidence=[each for each in shown.sections if each.section.evidence != "none"],
        prefix=EVIDENCE_PREFIX,
    )
    return page, status
