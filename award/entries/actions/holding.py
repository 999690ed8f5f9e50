"""What every desk checks: one actor at a time, the version that was read, words that were given."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from award.core.db import db
from award.core.problems import Invalid, Stale
from award.core.text import clean
from award.entries.models import Entry


def hold(entry: Entry) -> None:
    """Wait for whoever is changing the entry, then read it as it stands."""
    db.session.execute(select(Entry.id).where(Entry.id == entry.id).with_for_update())
    db.session.refresh(entry)


def same(entry: Entry, version: int | None) -> None:
    """Raise ``Stale`` when the page was shown an older ``version``; ``None`` did not look."""
    if version is not None and version != entry.version:
        raise Stale(_l("Usulan ini berubah sejak halaman dibuka. Muat ulang, lalu periksa lagi."))


def required(field: str, text: str, sentence: object, limit: int) -> str:
    """The text without surrounding space; raises ``Invalid`` when empty or beyond ``limit``."""
    text = clean(text).strip()
    if len(text) > limit:
        sentence = _l(
            "Tulisan ini memuat %(n)s huruf; batasnya %(limit)s.", n=len(text), limit=limit
        )
    if not text or len(text) > limit:
        raise Invalid(sentence, {field: sentence})
    return text
