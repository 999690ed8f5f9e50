"""An entry as it reads: its sections with their state, its documents, its declarations.

Plain values gathered by :mod:`award.entries.queries`; no database here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from award.competitions import blueprint as bp
from award.core.db import Text2
from award.entries.word_count import count_words

if TYPE_CHECKING:
    from award.entries.models import Document, Entry, SectionText

EVIDENCE_PREFIX = "section:"
EVIDENCE_BYTES = 5 * 1024 * 1024
EVIDENCE_TYPES = ("pdf", "jpg", "png", "xlsx")
EVIDENCE_NAME: Text2 = {"id": "Bukti pendukung", "en": "Supporting evidence"}


class SectionState(StrEnum):
    """How far the writing of a section has come."""

    EMPTY = "empty"
    STARTED = "started"
    OVER = "over"
    DONE = "done"


@dataclass(frozen=True)
class SectionContent:
    """One section of the form with what was written and its evidence."""

    section: bp.Section
    kept: SectionText | None
    documents: tuple[Document, ...] = ()

    @property
    def text(self) -> str:
        """What was written."""
        return self.kept.text if self.kept else ""

    @property
    def answer(self) -> bool | None:
        """The answer of a yes/no section."""
        return self.kept.answer if self.kept else None

    @property
    def version(self) -> int:
        """How often it was saved."""
        return self.kept.version if self.kept else 0

    @property
    def words(self) -> int:
        """Words written."""
        return count_words(self.text)

    @property
    def written(self) -> bool:
        """Whether the question is answered; a plain "no" needs no text."""
        if self.section.kind != "yesno_text":
            return bool(self.words)
        return self.answer is False or (self.answer is True and bool(self.words))

    @property
    def lacks_evidence(self) -> bool:
        """Whether the form demands evidence that is not there."""
        needed = self.section.evidence == "required" or (
            self.section.evidence == "if_yes" and self.answer is True
        )
        return needed and not self.documents

    @property
    def over(self) -> int:
        """Words beyond the limit."""
        return max(0, self.words - self.section.max_words)

    @property
    def state(self) -> SectionState:
        """One of four, for the task list."""
        if self.over:
            return SectionState.OVER
        if self.written and not self.lacks_evidence:
            return SectionState.DONE
        begun = self.words or self.answer is not None or self.documents
        return SectionState.STARTED if begun else SectionState.EMPTY


@dataclass(frozen=True)
class DocumentSlot:
    """A document the edition asks for and what was handed in: at most one at a time."""

    kind: bp.DocumentKind
    needed: bool
    document: Document | None = None


@dataclass(frozen=True)
class EntryContent:
    """Everything in an entry, in the order of the form."""

    entry: Entry
    sections: tuple[SectionContent, ...]
    slots: tuple[DocumentSlot, ...]
    declarations: tuple[tuple[bp.Choice, bool], ...]

    def section(self, key: str) -> SectionContent | None:
        """The section of this key."""
        return next((each for each in self.sections if each.section.key == key), None)

    @property
    def steps(self) -> int:
        """Parts that must be complete before the entry can be sent."""
        return len(self._demanded) + len(self._needed) + bool(self.declarations)

    @property
    def done(self) -> int:
        """Parts that are complete."""
        sections = sum(each.state is SectionState.DONE for each in self._demanded)
        documents = sum(slot.document is not None for slot in self._needed)
        return sections + documents + self.declared

    @property
    def declared(self) -> bool:
        """Whether there are declarations and every one is ticked."""
        return bool(self.declarations) and all(ticked for _, ticked in self.declarations)

    @property
    def _demanded(self) -> list[SectionContent]:
        return [each for each in self.sections if each.section.required]

    @property
    def _needed(self) -> list[DocumentSlot]:
        return [slot for slot in self.slots if slot.needed]


def assemble(
    entry: Entry, texts: Sequence[SectionText], documents: Sequence[Document]
) -> EntryContent:
    """Put an entry's rows in the order of its edition's form."""
    edition = entry.edition
    by_key = {text.key: text for text in texts}
    handed: dict[str, list[Document]] = {}
    for document in documents:
        handed.setdefault(document.key, []).append(document)
    return EntryContent(
        entry,
        tuple(
            SectionContent(
                section,
                by_key.get(section.key),
                tuple(handed.get(f"{EVIDENCE_PREFIX}{section.key}", ())),
            )
            for section in edition.form
        ),
        tuple(
            DocumentSlot(kind, is_needed(kind, entry), next(iter(handed.get(kind.key, ())), None))
            for kind in edition.documents
        ),
        tuple((each, each.key in entry.declarations) for each in edition.declarations),
    )


def is_needed(kind: bp.DocumentKind, entry: Entry) -> bool:
    """Whether the entry cannot be sent without this document."""
    return kind.required == "yes" or (
        kind.required == "if_application" and entry.innovation.application
    )


def kind_of(entry: Entry, key: str) -> bp.DocumentKind | None:
    """What may be handed in under this key; a section's evidence is a file or a link."""
    if key.startswith(EVIDENCE_PREFIX):
        return _evidence_kind(entry, key)
    return next((kind for kind in entry.edition.documents if kind.key == key), None)


def _evidence_kind(entry: Entry, key: str) -> bp.DocumentKind | None:
    name = key.removeprefix(EVIDENCE_PREFIX)
    section = next((each for each in entry.edition.form if each.key == name), None)
    if section is None or section.evidence == "none":
        return None
    return replace(EVIDENCE, key=key)


EVIDENCE = bp.DocumentKind(
    key=EVIDENCE_PREFIX,
    name=EVIDENCE_NAME,
    required="optional",
    types=EVIDENCE_TYPES,
    max_bytes=EVIDENCE_BYTES,
    link=True,
)
