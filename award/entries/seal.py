"""What a head of agency signs: the whole entry as plain data, named by its SHA-256. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from award.core.ledger import canonical

if TYPE_CHECKING:
    from award.entries.models import Document, Entry, SectionText
    from award.innovations.models import Innovation


def frozen(
    entry: Entry, number: int, texts: Iterable[SectionText], documents: Iterable[Document]
) -> dict[str, Any]:
    """The entry as JSON: every fact, section text and document that stands in it now."""
    written = {text.key: text for text in texts}
    ticked = set(entry.declarations)
    return {
        "entry": entry.id,
        "number": number,
        "edition": {"id": entry.edition.id, "year": entry.edition.year, "name": entry.edition.name},
        "agency": {"code": entry.agency.code, "name": entry.agency.name},
        "title": entry.title,
        "category": None if entry.category is None else entry.category.name,
        "group": entry.group,
        "declarations": [
            {"key": each.key, "name": each.name, "ticked": each.key in ticked}
            for each in entry.edition.declarations
        ],
        "innovation": _innovation(entry.innovation),
        "sections": [
            _section(each.key, each.title, written.get(each.key)) for each in entry.edition.form
        ],
        "documents": [_document(each) for each in documents],
    }


def _innovation(innovation: Innovation) -> dict[str, Any]:
    started = innovation.started_on
    return {
        "id": innovation.id,
        "title": innovation.title,
        "summary": innovation.summary,
        "stage": str(innovation.stage),
        "form": str(innovation.form),
        "kind": str(innovation.kind),
        "application": innovation.application,
        "initiator": str(innovation.initiator),
        "lifecycle": str(innovation.lifecycle),
        "started_on": None if started is None else started.isoformat(),
        "sdgs": sorted(innovation.sdgs),
        "origin": innovation.origin,
    }


def _section(key: str, title: dict[str, str], written: SectionText | None) -> dict[str, Any]:
    return {
        "key": key,
        "title": title,
        "text": "" if written is None else written.text,
        "answer": None if written is None else written.answer,
    }


def _document(document: Document) -> dict[str, Any]:
    names = ("key", "name", "kind", "size", "sha256", "link")
    return {name: getattr(document, name) for name in names}


def sha256_of(content: dict[str, Any]) -> str:
    """The name of a frozen entry: SHA-256 of its canonical JSON, in UTF-8."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()
