"""Who is behind an entry, and who may know: the one policy of blind rounds.

A :class:`Seen` is an entry as one reader may see it. Pages, lists, searches, orders, files and
letters for judges are made from it and never from the entry itself. Outside blind rounds it shows
everything; under a :class:`Veil` the entrant is an alias, names are masked wherever they were
written, files have neutral names and no metadata, and links lead nowhere.

Pure: what it needs is gathered by :mod:`award.entries.queries_visibility`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from secrets import SystemRandom
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from award.core.problems import Invalid
from award.core.text import mentioned
from award.entries.states import CopyFinding

if TYPE_CHECKING:
    from award.entries.content import DocumentSlot, EntryContent, SectionContent
    from award.entries.models import Document, Entry, NeutralCopy

LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
"""Without those that are mistaken for a figure or for each other."""
SHORTEST = 3
"""A name of fewer letters would mask ordinary words."""
E_MAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
TITLES = re.compile(r"^(?:(?:prof|dr|drs|dra|ir|hj?|tn|ny)\b\.?\s*)+", re.IGNORECASE)

HELD = {
    None: _l("Berkas ini masih disiapkan; coba lagi beberapa saat lagi."),
    CopyFinding.NAMED: _l("Ditahan panitia: berkas ini menyebut pengusulnya."),
    CopyFinding.UNCLEAN: _l("Ditahan panitia: data di dalam berkas ini tidak dapat dibersihkan."),
}
HELD_BY_CHOICE = _l("Ditahan panitia.")
HELD_LINK = _l("Tautan tidak ditampilkan dalam penilaian tanpa nama.")


@dataclass(frozen=True)
class SeenText:
    """What was written in a section, as it may be read."""

    text: str
    answer: bool | None
    version: int


@dataclass(frozen=True)
class SeenDocument:
    """A document under a neutral name; ``held`` says why it is not given out."""

    id: int
    name: str
    kind: str
    size: int
    held: object = None
    link: str = ""


@dataclass(frozen=True)
class Veil:
    """What stands between a judge of a blind round and the entrant."""

    alias: str
    names: tuple[str, ...]
    """Names of the agency, of what belongs to it, and of its people."""
    copies: Mapping[int, NeutralCopy]
    """Files made fit to be given out, by the number of their document."""

    def under(self, alias: str) -> Veil:
        """The same with the entrant's name in one round."""
        return replace(self, alias=alias)

    def masked(self, text: str) -> str:
        """The text with every hidden name and every e-mail address covered."""
        return _pattern(self.names).sub(_("[disamarkan]"), text)

    def document(self, kept: Document) -> SeenDocument:
        """A document as it may be known: where it belongs and of what kind it is."""
        if kept.link:
            return SeenDocument(kept.id, _("Tautan"), "", 0, HELD_LINK)
        copy = self.copies.get(kept.id)
        name = neutral_name(self.alias, kept)
        return SeenDocument(kept.id, name, kept.kind, copy.size if copy else 0, why_held(copy))


@dataclass(frozen=True)
class Seen:
    """An entry as one reader may see it; without a veil nothing is hidden."""

    entry: Entry
    veil: Veil | None = None

    @property
    def title(self) -> str:
        """Its title."""
        return self.text(self.entry.title)

    @property
    def entrant(self) -> str:
        """Who sent it, in short."""
        return self.entry.agency.label if self.veil is None else entrant_called(self.veil.alias)

    @property
    def entrant_in_full(self) -> dict[str, str]:
        """Who sent it, by the full name in each language."""
        if self.veil is not None:
            return {"id": entrant_called(self.veil.alias)}
        return self.entry.agency.full_name

    def text(self, written: str) -> str:
        """Anything that people wrote."""
        return written if self.veil is None else self.veil.masked(written)

    def content(self, content: EntryContent) -> EntryContent:
        """Its sections and documents."""
        if self.veil is None:
            return content
        return replace(
            content,
            sections=tuple(_section(self.veil, each) for each in content.sections),
            slots=tuple(_slot(self.veil, each) for each in content.slots),
        )

    def order_by(self, field: str) -> str:
        """What a list is put in order by: ``title`` or ``entrant``.

        Raises ``Invalid`` for what is hidden: an order would tell it.
        """
        if field == "entrant" and self.veil is not None:
            raise Invalid(_l("Babak tanpa nama tidak dapat diurutkan menurut pengusul."))
        return (self.title if field == "title" else self.entrant).casefold()

    def matches(self, sought: str) -> bool:
        """Whether every word sought stands in what the reader may see."""
        return mentioned(sought, self.title, self.entrant, *self.entrant_in_full.values())


def _section(veil: Veil, part: SectionContent) -> SectionContent:
    # Only what a reader of the page needs: a row of the database would bring its writer along.
    kept: Any = SeenText(veil.masked(part.text), part.answer, part.version) if part.kept else None
    documents: Any = tuple(veil.document(each) for each in part.documents)
    return replace(part, kept=kept, documents=documents)


def _slot(veil: Veil, slot: DocumentSlot) -> DocumentSlot:
    document: Any = veil.document(slot.document) if slot.document else None
    return replace(slot, document=document)


def entrant_called(alias: str) -> str:
    """``Pengusul K-07``."""
    return str(_("Pengusul %(alias)s", alias=alias))


def neutral_name(alias: str, document: Document) -> str:
    """``K-07-bukti_dampak-12.pdf``: whose it is, what it proves, and which it is."""
    return f"{alias}-{document.key.rpartition(':')[2]}-{document.id}.{document.kind}"


def why_held(copy: NeutralCopy | None) -> object:
    """Why a document is not given out to judges of a blind round, or ``None``."""
    if copy is not None and not copy.held:
        return None
    return HELD.get(CopyFinding(copy.finding) if copy else None, HELD_BY_CHOICE)


def mentions(names: tuple[str, ...], text: str) -> list[str]:
    """Which hidden names and e-mail addresses a text contains, each once, as written there."""
    found = (" ".join(match[0].split()) for match in _pattern(names).finditer(text))
    return list(dict.fromkeys(found))


def spellings(names: Iterable[str]) -> tuple[str, ...]:
    """The names, and people's names without their titles; ones too short to tell are left out."""
    both = [spelling for name in names for spelling in (name, TITLES.sub("", name.split(",")[0]))]
    kept = {" ".join(each.split()) for each in both}
    return tuple(sorted(each for each in kept if len(each) >= SHORTEST))


@lru_cache(maxsize=4096)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    # The longest first: "Puskesmas Kuta II" must not be left as "[…] II".
    longest = sorted(names, key=len, reverse=True)
    words = [r"\s+".join(map(re.escape, name.split())) for name in longest]
    known = "|".join([E_MAIL, *(rf"(?<!\w){word}(?!\w)" for word in words)])
    return re.compile(known, re.IGNORECASE)


def new_aliases(count: int, taken: Collection[str]) -> list[str]:
    """That many names such as ``K-07``, drawn by lot: they tell neither order nor origin."""
    total = count + len(taken)
    digits = next(n for n in range(2, 9) if len(LETTERS) * 10**n >= 4 * total)
    drawn: dict[str, None] = {}
    chance = SystemRandom()
    while len(drawn) < count:
        alias = f"{chance.choice(LETTERS)}-{chance.randrange(1, 10**digits):0{digits}}"
        if alias not in taken:
            drawn[alias] = None
    return list(drawn)
