"""Documents of an entry: files known by their content, links, and their removal."""

from __future__ import annotations

from pathlib import PurePath
from urllib.parse import urlsplit

import structlog
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from award.competitions import blueprint as bp
from award.core import clock, files, ledger
from award.core.db import db
from award.core.kept import Stored
from award.core.language import number
from award.core.problems import Invalid
from award.core.text import clean_line
from award.entries.actions.writing import hold_to_write
from award.entries.content import EVIDENCE_PREFIX, kind_of
from award.entries.models import Document, Entry
from award.people.models import User

LINK_LENGTH = 500
MOST_EVIDENCE = 5
"""Files and links of evidence in one section."""

log = structlog.get_logger()


def add_document(*, entry: Entry, key: str, name: str, content: bytes, actor: User) -> Document:
    """Keep a file; in a place for one document it replaces the earlier one, which is kept aside."""
    hold_to_write(entry, actor)
    kind = _kind(entry, key)
    name = files.safe_name(name)
    sniffed = _sniffed(kind, name, content)
    _make_room(entry, key, actor)
    stored = _store(content)
    document = Document(
        entry_id=entry.id,
        key=key,
        name=f"{PurePath(name).stem or 'berkas'}.{sniffed}",
        kind=sniffed,
        size=stored.size,
        sha256=stored.sha256,
        added_at=clock.now(),
        added_by_id=actor.id,
    )
    return _add(document, entry, actor)


def add_link(*, entry: Entry, key: str, link: str, actor: User) -> Document:
    """Keep an https address in place of a file."""
    hold_to_write(entry, actor)
    if not _kind(entry, key).link:
        raise _invalid(_l("Dokumen ini harus berupa berkas, bukan tautan."))
    link = _address(link)
    _make_room(entry, key, actor)
    document = Document(
        entry_id=entry.id,
        key=key,
        name=link[:200],
        link=link,
        added_at=clock.now(),
        added_by_id=actor.id,
    )
    return _add(document, entry, actor)


def remove_document(*, document: Document, actor: User) -> None:
    """Take a document out of its entry; it stays on record, marked as removed."""
    hold_to_write(document.entry, actor)
    if document.removed_at is None:
        _remove(document, document.entry, actor)


def _invalid(sentence: object, field: str = "file") -> Invalid:
    return Invalid(sentence, {field: sentence})


def _kind(entry: Entry, key: str) -> bp.DocumentKind:
    kind = kind_of(entry, key)
    if kind is None:
        raise _invalid(_l("Dokumen ini tidak diminta dalam edisi ini."))
    return kind


def _sniffed(kind: bp.DocumentKind, name: str, content: bytes) -> str:
    if not kind.types:
        raise _invalid(_l("Isi tautan, bukan berkas."))
    if not content:
        raise _invalid(_l("Berkas “%(name)s” kosong (0 byte). Pilih berkas lain.", name=name))
    if len(content) > kind.max_bytes:
        raise _invalid(
            _l(
                "Berkas “%(name)s” berukuran %(size)s MB; paling besar %(limit)s MB.",
                name=name,
                size=megabytes(len(content)),
                limit=megabytes(kind.max_bytes),
            )
        )
    sniffed = files.sniff(content)
    if sniffed not in kind.types:
        raise _invalid(
            _l(
                "Isi berkas “%(name)s” bukan %(types)s. Pilih berkas dengan jenis itu.",
                name=name,
                types=type_names(kind),
            )
        )
    if sniffed == "pdf" and not files.is_whole_pdf(content):
        raise _invalid(
            _l("Berkas “%(name)s” tidak lengkap. Simpan ulang, lalu unggah lagi.", name=name)
        )
    return str(sniffed)


def megabytes(size: int) -> LazyString:
    """A size in megabytes with the reader's decimal sign, rounded up so a limit never lies."""
    tenths = -(-size * 10 // (1024 * 1024))
    return LazyString(lambda: number(tenths / 10))


def type_names(kind: bp.DocumentKind) -> str:
    """``PDF / XLSX``."""
    return " / ".join(each.upper() for each in kind.types)


def _address(link: str) -> str:
    link = clean_line(link)
    if not _is_https(link):
        raise _invalid(_l("Tautan harus diawali https:// dan lengkap."), "link")
    if len(link) > LINK_LENGTH:
        raise _invalid(_l("Tautan paling panjang %(max)s karakter.", max=LINK_LENGTH), "link")
    return link


def _is_https(link: str) -> bool:
    try:
        parts = urlsplit(link)
        host = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme == "https" and "." in host and "@" not in parts.netloc and " " not in link


def _make_room(entry: Entry, key: str, actor: User) -> None:
    present = select(Document).where(
        Document.entry_id == entry.id, Document.key == key, Document.removed_at.is_(None)
    )
    found = db.session.scalars(present).all()
    if not key.startswith(EVIDENCE_PREFIX):
        for document in found:
            _remove(document, entry, actor)
    elif len(found) >= MOST_EVIDENCE:
        raise _invalid(
            _l("Satu bagian memuat paling banyak %(most)s bukti. Hapus satu.", most=MOST_EVIDENCE)
        )


def _store(content: bytes) -> Stored:
    try:
        return files.store(content)
    except OSError as fault:
        log.error("a file could not be stored", error=str(fault))
        raise _invalid(
            _l("Berkas belum tersimpan: ruang penyimpanan penuh. Coba lagi atau hubungi panitia.")
        ) from fault


def _add(document: Document, entry: Entry, actor: User) -> Document:
    db.session.add(document)
    db.session.flush()
    ledger.record(
        "entry.document_added",
        document,
        actor=actor,
        edition_id=entry.edition_id,
        entry=entry.id,
        key=document.key,
        sha256=document.sha256,
        link=document.link,
    )
    return document


def _remove(document: Document, entry: Entry, actor: User) -> None:
    document.removed_at = clock.now()
    db.session.flush()
    ledger.record(
        "entry.document_removed",
        document,
        actor=actor,
        edition_id=entry.edition_id,
        entry=entry.id,
        key=document.key,
    )
