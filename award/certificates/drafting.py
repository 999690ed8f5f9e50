"""What each certificate would say if it were issued now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from flask import current_app
from flask_babel import force_locale
from sqlalchemy import func, select

from award.certificates import codes, numbering
from award.certificates.facts import Facts, Signer, is_elected
from award.certificates.looks import look_of
from award.certificates.models import Certificate, Signatory
from award.certificates.printing import designs
from award.certificates.recipients import LANGUAGE, Recipient, without_certificate
from award.certificates.signatories import signer_of
from award.certificates.states import Kind
from award.certificates.style import Style
from award.competitions.models import Edition
from award.core.db import Text2, db
from award.core.language import long_date

COURTESY = "en"
"""The language of the copy that comes beside the certificate itself."""
OFFICES = {"BUPATI": "REGENT OF", "WAKIL BUPATI": "DEPUTY REGENT OF"}
SPECIMEN_CODE = "0000-0000-0000-0000-0000"
WORTH_A_LOOK = 5


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What all certificates of a batch share.

    `texts` are the organisers' own words by placeholder and language (`title`, `closing`);
    `signatory` is where the signer comes from, when it comes from the list.
    """

    style: Style
    dated: date
    place: str
    signer: Signer
    texts: Mapping[str, Text2] = field(default_factory=dict)
    courtesy: bool = False
    signatory: Signatory | None = None

    def text(self, name: str, language: str) -> str:
        """The organisers' own words, empty where they wrote none."""
        return self.texts.get(name, {}).get(language, "")


def terms(
    edition: Edition, kind: Kind, *, dated: date, place: str, signatory: Signatory | None
) -> Terms:
    """What a batch would share: what was chosen for the kind, and who signs when and where."""
    look = look_of(edition, kind)
    return Terms(
        style=look.style_for(signatory),
        dated=dated,
        place=place,
        signer=signer_of(signatory) if signatory else Signer("", ""),
        texts=look.texts,
        courtesy=look.courtesy,
        signatory=signatory,
    )


@dataclass(frozen=True)
class Draft:
    """A certificate that could be issued now, and its courtesy copy where one is wanted."""

    recipient: Recipient
    serial: int
    facts: Facts
    courtesy: Facts | None = None

    @property
    def sheets(self) -> tuple[Facts, ...]:
        """Everything that would be printed for it."""
        return (self.facts,) if self.courtesy is None else (self.facts, self.courtesy)


def drafts(edition: Edition, kind: Kind, terms: Terms) -> list[Draft]:
    """A draft for everyone who has no certificate yet; serials follow the last one issued."""
    found = without_certificate(edition, kind)
    return drafts_for(found, edition, kind, terms)


def drafts_for(
    recipients: Iterable[Recipient], edition: Edition, kind: Kind, terms: Terms
) -> list[Draft]:
    """Drafts for these recipients, with the next numbers."""
    wordings = {
        language: wording(edition, kind, terms, language)
        for language in ((LANGUAGE, COURTESY) if terms.courtesy else (LANGUAGE,))
    }
    return [
        _draft(each, serial, number_of(edition, kind, serial, terms.dated), wordings)
        for serial, each in enumerate(recipients, last_serial(edition, kind) + 1)
    ]


def last_serial(edition: Edition, kind: Kind) -> int:
    """The number last given in this edition and kind, 0 for none."""
    query = select(func.max(Certificate.serial)).where(
        Certificate.edition_id == edition.id, Certificate.kind == kind
    )
    return db.session.scalar(query) or 0


def number_of(edition: Edition, kind: Kind, serial: int, dated: date) -> str:
    """The number of the certificate with this serial."""
    settings = edition.settings
    return numbering.number(
        settings.number_pattern,
        kind=kind,
        serial=serial,
        code=settings.number_code,
        unit=settings.number_unit,
        dated=dated,
    )


def wording(edition: Edition, kind: Kind, terms: Terms, language: str = LANGUAGE) -> dict[str, Any]:
    """What all certificates of a batch say alike, as arguments of :class:`Facts`."""
    words = designs.words(language, kind.value)
    office = _office(terms.signer.office, language)
    title = terms.text("title", language) or words.get("title")
    return {
        "kind": kind.value,
        "competition": edition.name[language],
        "year": edition.year,
        "place": terms.place,
        "date_text": _long(terms.dated, language),
        "issuer": office.upper() if is_elected(terms.signer.office) else words["government"],
        "signer_office": office,
        "signer_name": terms.signer.name,
        "signer_rank": terms.signer.rank or None,
        "signer_nip": terms.signer.nip or None,
        "closing": _closing(terms, words, language),
        "decree": _decree(edition, words["decision"], language),
        "language": language,
        "demo": bool(current_app.config["DEMO"]),
        **({"title": title} if title else {}),
    }


def _office(office: str, language: str) -> str:
    """An elected office in English; every other office is known by its own name."""
    if language == LANGUAGE:
        return office
    before = next((each for each in OFFICES if office.upper().startswith(f"{each} ")), None)
    return office if before is None else OFFICES[before] + office[len(before) :]


def _closing(terms: Terms, words: Mapping[str, str], language: str) -> str | None:
    """The organisers' sentence; the design's own where they wrote none in this language."""
    wanted = terms.text("closing", LANGUAGE)
    return terms.text("closing", language) or (words.get("closing") if wanted else None)


def _decree(edition: Edition, sentence: str, language: str) -> str | None:
    if not edition.decree_number or edition.decree_date is None:
        return None
    dated = _long(edition.decree_date, language)
    return sentence.format(number=edition.decree_number, date=dated)


def _long(day: date, language: str) -> str:
    with force_locale(language):
        return long_date(day)


def _draft(
    recipient: Recipient, serial: int, number: str, wordings: Mapping[str, dict[str, Any]]
) -> Draft:
    own = identity(number)
    told = {
        language: Facts(
            recipient=recipient.name,
            innovation=recipient.innovation,
            **own,
            **_honour(recipient, language),
            **wording,
        )
        for language, wording in wordings.items()
    }
    return Draft(recipient, serial, told[LANGUAGE], told.get(COURTESY))


def identity(number: str) -> dict[str, Any]:
    """What no two certificates share: the number, and a code of its own with its address."""
    code = codes.new_code()
    return {"number": number, "code": code, "url": f"{current_app.config['BASE_URL']}/v/{code}"}


def _honour(recipient: Recipient, language: str) -> dict[str, Any]:
    """Predicate and category in a language."""
    if language == LANGUAGE:
        return {"predicate": recipient.predicate, "category": recipient.category}
    return {
        "predicate": designs.predicate(language, recipient.key),
        "category": (recipient.categories or {}).get(language) or recipient.category,
    }


def worth_a_look(drafts: Sequence[Draft]) -> list[Facts]:
    """Specimens of the first draft and of those with the longest names and titles, five at most;
    each with its courtesy copy."""
    by_name = sorted(drafts, key=lambda draft: -len(draft.facts.recipient))
    by_title = sorted(drafts, key=lambda draft: -len(draft.facts.innovation or ""))
    order = [drafts[0], by_title[0], *by_name]
    chosen = list({draft.serial: draft for draft in order}.values())[:WORTH_A_LOOK]
    return [specimen(sheet) for draft in chosen for sheet in draft.sheets]


def specimen(facts: Facts) -> Facts:
    """The same without a code of its own, so that equal drafts stay equal."""
    address = f"{current_app.config['BASE_URL']}/v/{SPECIMEN_CODE}"
    return replace(facts, code=SPECIMEN_CODE, url=address)
