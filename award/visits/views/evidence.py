"""Photos: taken in, shown to those who read the checklist, taken back."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, flash, request
from flask_babel import gettext as _
from flask_login import current_user

from award.core import files
from award.core.access import requires
from award.core.language import moment
from award.core.problems import Invalid, Problem
from award.visits import actions, forms, queries
from award.visits.models import Photo, Visit
from award.visits.views.claims import (
    asked_claim,
    refuse_other_person,
    to_claim,
    visit_of_claim,
    wants_json,
)
from award.visits.views.team import page, visits


@visits.post("/klaim/<int:claim_id>/foto")
@requires("visit:read", visit_of_claim)
def add_photo(visit: Visit) -> Any:
    """Keep a photo of a claim."""
    claim = asked_claim()
    try:
        refuse_other_person()
        photo = actions.add_photo(
            claim=claim,
            content=_content(),
            actor=current_user,
            **vars(forms.Shot.read(request.form)),
        )
    except Problem as problem:
        if wants_json():
            raise
        return page(visit, problem, claim.id, problem.status)
    if wants_json():
        return {"photo": photo.id, "taken": moment(photo.taken_at)}
    flash(_("Foto tersimpan."), "success")
    return to_claim(claim)


def _content() -> bytes:
    chosen = request.files.get("photo")
    if chosen is None:
        raise Invalid(_("Pilih foto lebih dahulu."))
    content: bytes = chosen.read()
    return content


@visits.get("/foto/<int:photo_id>")
@requires("visit:photo", queries.photo_for)
def photo(target: Photo) -> Any:
    """The photo."""
    return _sent(target.sha256, target)


@visits.get("/foto/<int:photo_id>/kecil")
@requires("visit:photo", queries.photo_for)
def small(target: Photo) -> Any:
    """The photo as large as a thumb."""
    return _sent(target.small_sha256, target)


def _sent(sha256: str, target: Photo) -> Response:
    path = files.path_of(sha256)
    if not path.exists():
        abort(404)
    return files.send(path, f"foto-{target.id}.jpg", "jpg", inline=True)


@visits.post("/foto/<int:photo_id>/hapus")
@requires("photo:remove", queries.photo_for)
def remove_photo(target: Photo) -> Any:
    """Take a photo back."""
    actions.remove_photo(photo=target, actor=current_user)
    flash(_("Foto dihapus dari bukti."), "success")
    return to_claim(target.claim)
