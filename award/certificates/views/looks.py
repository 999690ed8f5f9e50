"""The organiser's page on which the look of certificates is chosen, with a preview beside it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_login import current_user

from award.certificates import words
from award.certificates.actions import looks as actions
from award.certificates.dating import likely_date
from award.certificates.facts import UnprintableError
from award.certificates.forms_looks import LookForm, look_form, values_of
from award.certificates.looks import Appearance, look_of
from award.certificates.printing import designs, intake
from award.certificates.printing.legibility import faint
from award.certificates.printing.proofs import proof
from award.certificates.recipients import Preparation, preparation
from award.certificates.showing import examples, shown
from award.certificates.signatories import signatories, signs_on
from award.certificates.states import Kind
from award.core import files
from award.core.access import requires
from award.core.db import db
from award.core.problems import Invalid, Stale
from award.core.web import row_number

pages = Blueprint("looks", __name__, url_prefix="/panitia/sertifikat/<int:edition_id>/<kind>")


@pages.get("/rancangan")
@requires("look:edit", preparation)
def edit(preparation: Preparation) -> Any:
    """What has been chosen, to be changed."""
    look = look_of(preparation.edition, preparation.kind)
    return _page(preparation, _form(preparation, look, data=values_of(preparation.edition, look)))


@pages.post("/rancangan")
@requires("look:edit", preparation)
def save(preparation: Preparation) -> Any:
    """Keep what was chosen."""
    form = _form(preparation)
    try:
        chosen, fresh = _chosen(preparation, form)
        actions.save_look(preparation=preparation, chosen=chosen, actor=current_user)
        for content in fresh.values():
            files.store(content)
    except Invalid as problem:
        return _refused(preparation, form, problem)
    except Stale as problem:
        return _page(preparation, form, 409, problem.sentence)
    flash(_("Rancangan tersimpan. Piagam yang sudah terbit tidak berubah."), "success")
    for sentence in _warnings(form):
        flash(sentence, "warning")
    return redirect(_address(preparation))


@pages.post("/rancangan/salin")
@requires("look:edit", preparation)
def copy(preparation: Preparation) -> Any:
    """Let this kind look like another one."""
    addresses = {address: kind for kind, address in words.ADDRESSES.items()}
    source: Kind | None = addresses.get(request.form.get("source", ""))
    if source is None:
        abort(400)
    version = request.form.get("version", 0, type=row_number)
    try:
        actions.copy_look(
            preparation=preparation, source=source, version=version, actor=current_user
        )
    except Invalid as problem:
        flash(str(problem.sentence), "error")
        return redirect(_address(preparation))
    flash(_("Rancangan disalin dari jenis %(kind)s.", kind=words.KINDS[source]), "success")
    return redirect(_address(preparation))


@pages.get("/rancangan/gambar.png")
@requires("look:edit", preparation)
def picture(preparation: Preparation) -> Any:
    """How certificates look as saved."""
    look = look_of(preparation.edition, preparation.kind)
    example = request.args.get("contoh", 0, type=row_number)
    return _answer(_printed(preparation, look, example, {}, as_picture=True), "image/png")


@pages.get("/rancangan/lambang.png")
@requires("look:edit", preparation)
def emblem(preparation: Preparation) -> Any:
    """The emblem as kept."""
    kept = look_of(preparation.edition, preparation.kind).style.emblem
    path = files.path_of(kept) if kept else None
    if path is None or not path.exists():
        abort(404)
    return files.send(path, "lambang.png", "png", inline=True)


@pages.post("/rancangan/pratinjau")
@requires("look:edit", preparation)
def preview(preparation: Preparation) -> Any:
    """One page as it would be printed with what the form says; nothing is kept."""
    form = _form(preparation)
    try:
        return _answer(_tried(preparation, form, as_picture=False), "application/pdf")
    except Invalid as problem:
        return _refused(preparation, form, problem)


@pages.post("/rancangan/pratinjau.json")
@requires("look:edit", preparation)
def live(preparation: Preparation) -> Any:
    """The same as a picture, for the script of the page, with what to mind."""
    form = _form(preparation)
    content = _tried(preparation, form, as_picture=True)
    encoded = base64.b64encode(content).decode()
    return {"picture": f"data:image/png;base64,{encoded}", "warnings": _warnings(form)}


def _tried(preparation: Preparation, form: LookForm, *, as_picture: bool) -> bytes:
    chosen, fresh = _chosen(preparation, form)
    if found := actions.problems(chosen):
        raise Invalid(next(iter(found.values())), found)
    example = form.example.data or 0
    return _printed(preparation, chosen, example, fresh, as_picture=as_picture)


def _chosen(preparation: Preparation, form: LookForm) -> tuple[Appearance, dict[str, bytes]]:
    """What the form says, and the emblem that came with it by its SHA-256 digits."""
    chosen = form.chosen(look_of(preparation.edition, preparation.kind))
    if not form.validate():
        first = next(sentence for field in form if field.errors for sentence in field.errors)
        raise Invalid(first, actions.refusals(preparation.edition, chosen))
    if (sent := form.sent) is None:
        return chosen, {}
    content = intake.taken_in(sent, "emblem")
    digest = hashlib.sha256(content).hexdigest()
    return replace(chosen, style=replace(chosen.style, emblem=digest)), {digest: content}


def _printed(
    preparation: Preparation,
    look: Appearance,
    example: int,
    fresh: Mapping[str, bytes],
    *,
    as_picture: bool,
) -> bytes:
    facts, style = shown(preparation, look, example), look.style_for(look.signatory)
    db.session.rollback()  # nothing was written, and printing must not keep writers waiting
    faces = Path(current_app.config["DATA_DIR"]) / "typefaces"
    pictures = {each: fresh.get(each) or _kept(each) for each in style.pictures}
    try:
        return proof(facts, style, pictures, faces, as_picture=as_picture)
    except UnprintableError as refusal:
        raise Invalid(words.sentence_of(refusal.faults[0])) from None


def _kept(digest: str) -> bytes:
    try:
        return files.load(digest)
    except FileNotFoundError:
        raise Invalid(_("Sebuah gambar rancangan ini hilang. Unggah lagi gambarnya.")) from None


def _answer(content: bytes, kind: str) -> Response:
    return Response(content, mimetype=kind, headers={"Cache-Control": "private, no-store"})


def _form(preparation: Preparation, look: Appearance | None = None, **options: Any) -> LookForm:
    look = look or look_of(preparation.edition, preparation.kind)
    form, dated = look_form(**options), likely_date(preparation.edition)
    able = [each for each in signatories() if each is look.signatory or signs_on(each, dated)]
    form.offer(able, examples(preparation, look), dated)
    return form


def _warnings(form: LookForm) -> list[str]:
    design = form.design.data
    found = faint(design, form.colours(design)) if design in designs.names() else {}
    return [
        _(
            "%(colour)s sulit dibaca di atas putih. Pilih yang lebih gelap.",
            colour=words.COLOURS.get(label, label),
        )
        for label in found.values()
    ]


def _refused(preparation: Preparation, form: LookForm, problem: Invalid) -> Any:
    for name, sentence in problem.fields.items():
        form[name].errors = form[name].errors or [sentence]
    if not form.errors:
        form.form_errors = [str(problem.sentence)]
    return _page(preparation, form, 422)


def _page(preparation: Preparation, form: LookForm, status: int = 200, stale: object = None) -> Any:
    look = look_of(preparation.edition, preparation.kind)
    fields = designs.load(look.style.design).fields.values()
    page = render_template(
        "looks/edit.html",
        edition=preparation.edition,
        kind=preparation.kind,
        preparation=preparation,
        address={"edition_id": preparation.edition.id, "kind": words.ADDRESSES[preparation.kind]},
        form=form,
        look=look,
        stale=stale,
        warnings=_warnings(form),
        placeholders=[each for each in fields if preparation.kind.value in each.kinds],
        words=words,
    )
    return page, status


def _address(preparation: Preparation) -> str:
    kind = words.ADDRESSES[preparation.kind]
    return url_for("looks.edit", edition_id=preparation.edition.id, kind=kind)
