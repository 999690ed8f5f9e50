"""Photos as evidence: known by their content, kept without hidden data."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

from award.core import clock, files, ledger
from award.core.access import ensure
from award.core.db import db
from award.core.problems import Invalid
from award.people.models import User
from award.visits.models import Claim, Photo
from award.visits.positions import Position
from award.visits.queries.visits import held_claim, photo_named
from award.visits.states import TimeSource

if TYPE_CHECKING:
    from award.visits.photographs import Photograph

LARGEST_BYTES = 12 * 1024 * 1024
LONGEST_KEY = 64
MOST_PHOTOS = 12
"""Of one claim."""
TYPES = ("jpg", "png")
OLDEST = timedelta(days=3650)
"""How old a photo may be by its own account and still be believed."""
AHEAD = timedelta(minutes=10)
"""How far a clock of a camera or phone may run ahead of ours and still be believed."""


def add_photo(
    *,
    claim: Claim,
    content: bytes,
    key: str,
    told_at: datetime | None,
    keep_position: bool,
    told_position: Position | None,
    actor: User,
) -> Photo:
    """Keep a photo with its time and, where asked for, its position.

    The time is the camera's, else the phone's (``told_at``), else now. A photo sent again under
    the same ``key`` is kept once. Raises ``Invalid`` for what is no JPEG or PNG, is too large, or
    is one too many.
    """
    # Without a script a photo has no name of its own, and is not the one before it.
    key = key[:LONGEST_KEY] or secrets.token_hex(16)
    held_claim(claim)
    if known := photo_named(claim, key):
        return known
    ensure("claim:photograph", claim.visit, actor)
    picture = _developed(content)
    if len(claim.photos) >= MOST_PHOTOS:
        raise _invalid(_l("Satu klaim memuat paling banyak %(most)s foto.", most=MOST_PHOTOS))
    taken_at, source = _time(picture, told_at)
    place = (told_position or picture.position) if keep_position else None
    photo = Photo(
        claim=claim,
        key=key,
        sha256=files.store(picture.copy).sha256,
        small_sha256=files.store(picture.small).sha256,
        original_sha256=hashlib.sha256(content).hexdigest(),
        width=picture.width,
        height=picture.height,
        taken_at=taken_at,
        taken_from=source,
        latitude=place[0] if place else None,
        longitude=place[1] if place else None,
        added_at=clock.now(),
        added_by_id=actor.id,
    )
    db.session.add(photo)
    db.session.flush()
    _record("photo.added", photo, actor, taken_at=taken_at.isoformat(), taken_from=source)
    return photo


def remove_photo(*, photo: Photo, actor: User) -> None:
    """Take a photo out of the evidence; it stays on record."""
    held_claim(photo.claim)
    ensure("photo:remove", photo, actor)
    if photo.removed_at is None:
        photo.removed_at = clock.now()
        db.session.flush()
        _record("photo.removed", photo, actor)


def _developed(content: bytes) -> Photograph:
    # Pillow comes with the first photo, not with every web process.
    from award.visits.photographs import NoPicture, developed

    if not content:
        raise _invalid(_l("Foto ini kosong. Ambil lagi."))
    if len(content) > LARGEST_BYTES:
        raise _invalid(_l("Foto lebih besar dari 12 MB. Perkecil ukuran di kamera."))
    if files.sniff(content) not in TYPES:
        raise _invalid(_l("Isi berkas bukan foto JPG atau PNG."))
    try:
        return developed(content)
    except NoPicture as fault:
        raise _invalid(_l("Foto ini tidak dapat dibaca. Ambil lagi.")) from fault


def _time(picture: Photograph, told_at: datetime | None) -> tuple[datetime, TimeSource]:
    now = clock.now()
    for moment, source in ((picture.taken_at, TimeSource.CAMERA), (told_at, TimeSource.PHONE)):
        if moment is not None and now - OLDEST <= moment <= now + AHEAD:
            return moment, source
    return now, TimeSource.RECEIPT


def _invalid(sentence: object) -> Invalid:
    return Invalid(sentence, {"photo": sentence})


def _record(action: str, photo: Photo, actor: User, **more: object) -> None:
    visit = photo.claim.visit
    ledger.record(
        action,
        photo,
        actor=actor,
        edition_id=visit.round.edition_id,
        entry_id=visit.entry_id,
        claim_id=photo.claim_id,
        sha256=photo.sha256,
        original_sha256=photo.original_sha256,
        **more,
    )
