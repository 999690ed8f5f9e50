"""What agency staff write: opening an entry, its sections, its title and declarations."""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from award.competitions import blueprint as bp
from award.competitions.models import Category, Edition
from award.core import clock, ledger
from award.core.access import ensure
from award.core.db import db
from award.core.language import local
from award.core.problems import Invalid, Stale
from award.core.text import clean, clean_line
from award.entries import queries
from award.entries.actions.holding import hold
from award.entries.models import Entry, SectionText
from award.entries.problems import Clash
from award.entries.word_count import count_words, max_characters
from award.innovations.models import Innovation
from award.people.models import User

TITLE_LENGTH = 200


def open_entry(
    *, innovation: Innovation, edition: Edition, category: Category | None, group: str, actor: User
) -> Entry:
    """Begin the innovation's entry in this edition; a second click finds the first one's."""
    held = select(Innovation.id).where(Innovation.id == innovation.id).with_for_update()
    db.session.execute(held)
    if (begun := queries.entry_of(innovation, edition)) is not None:
        return begun
    ensure("entry:open", (innovation, edition), actor)
    _check_choices(edition, category, group, ())
    entry = Entry(
        edition_id=edition.id,
        innovation_id=innovation.id,
        agency_id=innovation.agency_id,
        wall_id=innovation.agency.root_id,
        category_id=category.id if category else None,
        group=group,
        title=innovation.title,
        declarations=[],
        created_at=clock.now(),
        created_by_id=actor.id,
    )
    db.session.add(entry)
    db.session.flush()
    ledger.record(
        "entry.opened",
        entry,
        actor=actor,
        edition_id=edition.id,
        innovation=innovation.id,
        title=entry.title,
        category=entry.category_id,
        group=group,
    )
    return entry


def _check_choices(
    edition: Edition, category: Category | None, group: str, declarations: Collection[str]
) -> None:
    if category is not None and category.edition_id != edition.id:
        raise _invalid("category", _l("Kategori ini bukan bagian dari edisi ini."))
    if group not in {each.key for each in edition.groups}:
        raise _invalid("group", _l("Kelompok ini bukan bagian dari edisi ini."))
    if not set(declarations) <= {each.key for each in edition.declarations}:
        raise _invalid("declarations", _l("Pernyataan ini bukan bagian dari edisi ini."))


def _invalid(field: str, sentence: object) -> Invalid:
    return Invalid(sentence, {field: sentence})


def hold_to_write(entry: Entry, actor: User) -> None:
    """Wait for whoever is changing the entry; raise ``Refused`` when it may not be written."""
    hold(entry)
    ensure("entry:write", entry, actor)


def save_section(
    *, entry: Entry, key: str, text: str, answer: bool | None, version: int, actor: User
) -> SectionText:
    """Keep what was written, also beyond the word limit: a draft may be too long, a sent one not.

    ``version`` is the one the writer began from. Raises :class:`Clash` when another text has been
    saved since; saving the same text again changes nothing, so a lost answer may be repeated.
    """
    hold_to_write(entry, actor)
    section = next((each for each in entry.edition.form if each.key == key), None)
    if section is None:
        raise Invalid(_l("Bagian ini tidak ada dalam edisi ini."))
    text = _fit(section, text)
    answer = answer if section.kind == "yesno_text" else None
    kept = queries.section_text(entry, key)
    if kept is not None and kept.text == text and kept.answer == answer:
        return kept
    if version != (kept.version if kept else 0):
        raise Clash(kept)
    return _keep(kept or _begin(entry, key), entry, text, answer, actor)


def _fit(section: bp.Section, text: str) -> str:
    text = clean(text)
    longest = max_characters(section.max_words)
    if len(text) > longest:
        raise _invalid(
            "text",
            _l(
                "%(title)s memuat %(length)s karakter; paling banyak %(longest)s. "
                "Pendekkan tulisan ini, lalu simpan lagi.",
                title=local(section.title),
                length=len(text),
                longest=longest,
            ),
        )
    return text


def _begin(entry: Entry, key: str) -> SectionText:
    begun = SectionText(entry_id=entry.id, key=key, version=0)
    db.session.add(begun)
    return begun


def _keep(
    kept: SectionText, entry: Entry, text: str, answer: bool | None, actor: User
) -> SectionText:
    kept.text, kept.answer, kept.version = text, answer, kept.version + 1
    kept.saved_at, kept.saved_by_id = clock.now(), actor.id
    db.session.flush()
    ledger.record(
        "entry.section_saved",
        kept,
        actor=actor,
        edition_id=entry.edition_id,
        entry=entry.id,
        key=kept.key,
        version=kept.version,
        words=count_words(text),
        answer=answer,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )
    return kept


def change_entry(
    *,
    entry: Entry,
    title: str,
    category: Category | None,
    group: str,
    declarations: Collection[str],
    version: int,
    actor: User,
) -> None:
    """Change title, category, group and declarations. Raises ``Stale`` for an old ``version``."""
    hold_to_write(entry, actor)
    if version != entry.version:
        raise Stale(_l("Data usulan ini sudah diubah orang lain sejak Anda membukanya."))
    title = clean_line(title)
    if not title or len(title) > TITLE_LENGTH:
        raise _invalid("title", _l("Judul memuat 1 sampai %(max)s karakter.", max=TITLE_LENGTH))
    _check_choices(entry.edition, category, group, declarations)
    entry.title, entry.group = title, group
    entry.category_id = category.id if category else None
    entry.declarations = [
        each.key for each in entry.edition.declarations if each.key in set(declarations)
    ]
    db.session.flush()
    ledger.record(
        "entry.changed",
        entry,
        actor=actor,
        edition_id=entry.edition_id,
        title=title,
        category=entry.category_id,
        group=group,
        declarations=entry.declarations,
    )
