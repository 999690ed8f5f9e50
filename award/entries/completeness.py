"""What still stands between a draft and its sending, in words. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from award.core.language import local
from award.entries.content import EntryContent, SectionContent
from award.entries.eligibility import Finding, blocking


@dataclass(frozen=True)
class Gap:
    """Something missing: the sentence, and where to mend it.

    ``place`` is ``section``, ``documents``, ``entry``, ``declarations`` or ``innovation``; ``key``
    names the section or document.
    """

    sentence: object
    place: str
    key: str = ""


_PLACES = {
    "umur_penerapan": "innovation",
    "tahap_penerapan": "innovation",
    "asal_replikasi": "innovation",
    "lima_kriteria": "declarations",
}


def over_limit(title: object, words: int, limit: int) -> LazyString:
    """The sentence of a text that is too long."""
    return _l(
        "%(title)s memuat %(words)s kata; batasnya %(limit)s. Kurangi %(over)s kata.",
        title=title,
        words=words,
        limit=limit,
        over=words - limit,
    )


def gaps(content: EntryContent, findings: Sequence[Finding]) -> list[Gap]:
    """Everything that must be mended before the entry can be sent."""
    found = [gap for each in content.sections for gap in _of_section(each)]
    found += [
        Gap(
            _l("Dokumen “%(name)s” belum ada.", name=local(slot.kind.name)),
            "documents",
            slot.kind.key,
        )
        for slot in content.slots
        if slot.needed and slot.document is None
    ]
    if content.entry.category_id is None:
        found.append(Gap(_l("Kategori belum dipilih."), "entry"))
    found += [
        Gap(
            LazyString(lambda each=each: f"{each.sentence} {each.remedy}"),
            _PLACES.get(each.key, "entry"),
        )
        for each in blocking(findings)
    ]
    return found


def _of_section(content: SectionContent) -> Iterator[Gap]:
    section = content.section
    title = local(section.title)
    if content.over:
        yield Gap(over_limit(title, content.words, section.max_words), "section", section.key)
    if section.required and not content.written:
        yield Gap(_l("Bagian “%(title)s” belum diisi.", title=title), "section", section.key)
    if content.lacks_evidence:
        yield Gap(
            _l("Bukti pendukung bagian “%(title)s” belum ada.", title=title),
            "section",
            section.key,
        )
