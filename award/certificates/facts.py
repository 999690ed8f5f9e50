"""What a certificate says: plain facts, frozen at issue, and what keeps them from being printed.

Knows no typesetting: the pages of the site read facts, only the worker loads what prints them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple
from unicodedata import category, normalize

from award.certificates.printing import designs as shelf
from award.core import typefaces

KINDS = shelf.KINDS
ELECTED = ("BUPATI ", "WAKIL BUPATI ")  # elected officials have no civil servant number


class Fault(NamedTuple):
    """Why a fact cannot be printed: `missing`, `too long`, `too many lines`, `missing glyphs`,
    `unknown` or `does not fit`.

    `limit` is the most characters or lines the field may have, `characters` are those that no
    typeface of the designs has, each where that is the matter.
    """

    field: str
    reason: str
    limit: int = 0
    characters: str = ""


@dataclass(frozen=True)
class Signer:
    """Who signs: the office as printed, with its lines, the name, and a civil servant's rank and
    number."""

    office: str
    name: str
    rank: str = ""
    nip: str = ""


class UnprintableError(ValueError):
    """These facts make no certificate; `faults` says why, one by one."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(f"{fault.field}: {fault.reason}" for fault in faults))
        self.faults = faults


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What one certificate says, frozen at issue. Every value is plain text, never markup.

    `kind` is one of `KINDS`; `decree` is what follows "Berdasarkan"; `signer_nip` holds 18
    digits; `url` is the public page the QR code leads to; `demo` prints a specimen line.
    """

    number: str
    kind: str
    recipient: str
    predicate: str
    competition: str
    year: int
    place: str
    date_text: str
    signer_office: str
    signer_name: str
    code: str
    url: str
    issuer: str
    title: str = "PIAGAM PENGHARGAAN"
    category: str | None = None
    innovation: str | None = None
    closing: str | None = None
    signer_rank: str | None = None
    signer_nip: str | None = None
    decree: str | None = None
    language: str = "id"
    demo: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Plain values for a JSON column."""
        return dict(vars(self))

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Facts:
        """The facts frozen by `to_dict`. Raises `TypeError` for an unknown or missing fact."""
        return cls(**values)


def sample(kind: str, design: str = "klasik", language: str = "id") -> Facts:
    """Invented facts that show what a design looks like for a kind; marked as a specimen.

    In English it is the courtesy copy of the same certificate.
    """
    words = shelf.words(language, kind)
    fields = shelf.load(design).fields.values()
    shown = {field.name: _sample(field, kind, language) for field in fields if kind in field.kinds}
    own = {
        "kind": kind,
        "title": words["title"],
        "closing": words["closing"],
        "predicate": shelf.predicate(language, "juara_1" if kind == "winner" else kind),
        "year": int(shown["year"]),
        "language": language,
        "demo": True,
    }
    return Facts.from_dict({**shown, **own})


def _sample(field: shelf.Field, kind: str, language: str) -> str:
    return field.samples.get(kind, field.samples.get(language, field.sample))


def version(design: str = "klasik") -> str:
    """A short hash that changes with anything a design is made of; stored beside the facts."""
    return shelf.fingerprint(design)[:12]


def faults(facts: Facts, design: str = "klasik") -> list[Fault]:
    """What keeps these facts from being printed; empty when all is well."""
    if facts.kind not in KINDS:
        return [Fault("kind", "unknown")]
    texts = texts_of(facts)
    found = []
    for field in shelf.load(design).fields.values():
        text = texts[field.name]
        if facts.kind in field.kinds and field.required and not text:
            found.append(Fault(field.name, "missing"))
        if len(text) > field.limit:
            found.append(Fault(field.name, "too long", field.limit))
        if text.count("\n") >= field.lines:
            found.append(Fault(field.name, "too many lines", field.lines))
        if strange := _strange(text.replace("\n", " ")):
            found.append(Fault(field.name, "missing glyphs", characters=strange))
    return found


# Most texts of a batch are the same on every certificate.
@lru_cache(maxsize=1024)
def _strange(text: str) -> str:
    return "".join(typefaces.missing_glyphs(text))


def in_braces(text: str) -> bool:
    """Whether somebody wrote a placeholder of their own: texts are printed as they are."""
    return not {"{", "}"}.isdisjoint(text)


def texts_of(facts: Facts) -> dict[str, str]:
    """Every placeholder as it is printed; an absent fact is empty. Only an office has lines.

    Without what has no shape of its own: control characters, and marks that only turn the
    direction of writing or join letters, with which a name could show other than it is kept.
    """
    texts = {
        name: "" if value is None else _plain(str(value))
        for name, value in facts.to_dict().items()
        if name not in ("kind", "language", "demo")
    }
    office = map(_plain, facts.signer_office.split("\n"))
    texts["signer_office"] = "\n".join(filter(None, office))
    texts["signer_nip"] = _nip(facts)
    return texts


def is_elected(office: str) -> bool:
    """Whether the office is held by election: its holder signs without a civil servant number."""
    return f"{office.strip().upper()} ".startswith(ELECTED)


@lru_cache(maxsize=1024)
def _plain(text: str) -> str:
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    shown = (each for each in text if each.isspace() or category(each) not in ("Cc", "Cf", "Cs"))
    return normalize("NFC", " ".join("".join(shown).split()))


def _nip(facts: Facts) -> str:
    """The number as it is written, `19860926 201505 1 001`; nothing for an elected official."""
    digits = "".join((facts.signer_nip or "").split())
    if is_elected(facts.signer_office):
        return ""
    if len(digits) != 18:
        return digits
    return " ".join((digits[:8], digits[8:14], digits[14], digits[15:]))
