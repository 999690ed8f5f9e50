"""Writing one section: the form, and the autosave that a script asks for."""

from __future__ import annotations

from typing import Any, TypeGuard

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from award.core.access import requires, why_not
from award.core.language import hour, local, moment
from award.core.limits import ONE_DOCUMENT, takes_uploads
from award.core.problems import Invalid, Refused
from award.entries import queries, words
from award.entries.actions import documents, writing
from award.entries.completeness import over_limit
from award.entries.content import EVIDENCE, EVIDENCE_PREFIX, SectionContent
from award.entries.forms import SectionForm
from award.entries.models import Document, Entry, SectionText
from award.entries.problems import Clash
from award.entries.word_count import count_words, max_characters

section_pages = Blueprint("sections", __name__, url_prefix="/pd/usulan")

REMOVE = "hapus:"


@section_pages.get("/<int:entry_id>/bagian/<key>")
@requires("entry:read", queries.entry_for)
def write(entry: Entry) -> Any:
    """One section, to read or to write."""
    part = _part(entry)
    form = SectionForm(text=part.text, answer=part.answer, version=part.version)
    form.fit(part.section)
    return _page(entry, part, form)


@section_pages.post("/<int:entry_id>/bagian/<key>")
@takes_uploads(ONE_DOCUMENT, 1)
@requires("entry:read", queries.entry_for)
def save(entry: Entry) -> Any:
    """Save the text and, in the same step, add or remove evidence."""
    part = _part(entry)
    form = SectionForm()
    form.fit(part.section)
    if not form.validate():
        return _page(entry, part, form, 422)
    try:
        _act(entry, part, form)
    except Clash as clash:
        return _page(entry, part, form, 409, clash=clash)
    except Refused as refusal:
        return _page(entry, part, form, 403, refusal=refusal.sentence)
    except Invalid as problem:
        form.refuse(problem.fields)
        return _page(entry, part, form, 422)
    return _onwards(entry, part)


@section_pages.post("/<int:entry_id>/bagian/<key>/otomatis")
@requires("entry:read", queries.entry_for)
def autosave(entry: Entry) -> Any:
    """Keep a draft as JSON: ``{text, answer, version}``; over the word limit too."""
    sent = request.get_json(silent=True)
    if not _understood(sent):
        abort(400)
    try:
        kept = writing.save_section(
            entry=entry,
            key=_key(),
            text=sent["text"],
            answer=sent.get("answer"),
            version=sent["version"],
            actor=current_user,
        )
    except Clash as clash:
        return _theirs(clash), 409
    saved = _("Tersimpan pukul %(time)s", time=hour(kept.saved_at))
    return {"version": kept.version, "saved": saved}


def _understood(sent: Any) -> TypeGuard[dict[str, Any]]:
    return (
        isinstance(sent, dict)
        and isinstance(sent.get("text"), str)
        and type(sent.get("version")) is int
        and (sent.get("answer") is None or isinstance(sent["answer"], bool))
    )


def _theirs(clash: Clash) -> dict[str, Any]:
    kept = clash.kept
    return {
        "error": str(clash.sentence),
        "version": kept.version if kept else 0,
        "text": kept.text if kept else "",
        "answer": kept.answer if kept else None,
        "who": _who(kept),
    }


def _who(kept: SectionText | None) -> str:
    if kept is None:
        return ""
    return str(_("%(name)s, %(moment)s", name=kept.saved_by.name, moment=moment(kept.saved_at)))


def _key() -> str:
    return str((request.view_args or {})["key"])


def _part(entry: Entry) -> SectionContent:
    part = queries.content(entry, writers=True).section(_key())
    return part if part is not None else abort(404)


def _act(entry: Entry, part: SectionContent, form: SectionForm) -> None:
    go = request.form.get("go", "")
    _refuse_length(part, form, strictly=go in ("", "stay", "next"))
    writing.save_section(
        entry=entry,
        key=part.section.key,
        text=form.text.data or "",
        answer=form.given,
        version=form.version.data or 0,
        actor=current_user,
    )
    _evidence(entry, part, form, go)


def _refuse_length(part: SectionContent, form: SectionForm, *, strictly: bool) -> None:
    """Whoever says "save" hears of the limit; adding evidence keeps the draft as it is."""
    found = count_words(form.text.data or "")
    limit = part.section.max_words
    too_long = len(form.text.data or "") > max_characters(limit)
    if strictly and found > limit and not too_long:
        sentence = over_limit(local(part.section.title), found, limit)
        raise Invalid(sentence, {"text": sentence})


def _evidence(entry: Entry, part: SectionContent, form: SectionForm, go: str) -> None:
    key = f"{EVIDENCE_PREFIX}{part.section.key}"
    if go.startswith(REMOVE):
        documents.remove_document(document=_named(part, go), actor=current_user)
    if (attached := form.attached) is not None:
        name, content = attached
        documents.add_document(entry=entry, key=key, name=name, content=content, actor=current_user)
    if form.address:
        documents.add_link(entry=entry, key=key, link=form.address, actor=current_user)
    if go == "add" and attached is None and not form.address:
        raise Invalid("", {"file": _("Pilih berkas, atau isi tautan.")})


def _named(part: SectionContent, go: str) -> Document:
    number = go.removeprefix(REMOVE)
    found = next((each for each in part.documents if str(each.id) == number), None)
    return found if found is not None else abort(404)


def _onwards(entry: Entry, part: SectionContent) -> Any:
    go = request.form.get("go", "")
    following = _neighbour(entry, part, 1)
    if go == "next" and following is None:
        return redirect(url_for("documents.index", entry_id=entry.id))
    if go == "next" and following is not None:
        return redirect(url_for("sections.write", entry_id=entry.id, key=following.key))
    flash(_("Bagian “%(title)s” tersimpan.", title=local(part.section.title)), "success")
    anchor = None if go in ("", "stay") else "bukti"
    target = url_for("sections.write", entry_id=entry.id, key=part.section.key, _anchor=anchor)
    return redirect(target)


def _neighbour(entry: Entry, part: SectionContent, step: int) -> Any:
    place = entry.edition.form.index(part.section) + step
    return entry.edition.form[place] if 0 <= place < len(entry.edition.form) else None


def _page(
    entry: Entry,
    part: SectionContent,
    form: SectionForm,
    status: int = 200,
    *,
    clash: Clash | None = None,
    refusal: object = None,
) -> Any:
    if clash is not None:
        form.version.data = clash.kept.version if clash.kept else 0
        form.version.raw_data = None
    page = render_template(
        "sections/write.html",
        entry=entry,
        part=part,
        form=form,
        clash=clash,
        who=_who(clash.kept if clash else part.kept),
        reason=refusal or why_not("entry:write", entry),
        unsaved=status != 200,
        words=words,
        evidence=EVIDENCE,
        before=_neighbour(entry, part, -1),
        after=_neighbour(entry, part, 1),
        place=entry.edition.form.index(part.section) + 1,
        longest=max_characters(part.section.max_words),
    )
    return page, status
