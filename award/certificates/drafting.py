"""What each certificate would say before it is issued, and what keeps it from being issued."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import current_app
from flask_babel import force_locale
from sqlalchemy import func, select

from award.certificates import codes, designs, numbering
from award.certificates.facts import Facts, Fault, Signer, faults, is_elected
from award.certificates.models import Certificate
from award.certificates.recipients import LANGUAGE, Recipient, without_certificate
from award.certificates.states import Kind
from award.competitions.models import Edition
from award.core.db import db
from award.core.language import long_date

SPECIMEN_CODE = "0000-0000-0000-0000-0000"


@dataclass(frozen=True)
class Draft:
    """A certificate that could be issued now."""

    recipient: Recipient
    serial: int
    facts: Facts


@dataclass(frozen=True)
class Finding:
    """Why certificates cannot be issued yet, and whom that concerns."""

    fault: Fault
    recipients: tuple[Recipient, ...]


def wording(
    edition: Edition, kind: Kind, *, dated: date, place: str, signer: Signer, closing: str
) -> dict[str, Any]:
    """What all certificates of a batch say alike, as arguments of :class:`Facts`."""
    words = designs.words(LANGUAGE, kind.value)
    elected = is_elected(signer.office)
    return {
        "kind": kind.value,
        "competition": edition.name[LANGUAGE],
        "year": edition.year,
        "place": place,
        "date_text": _long(dated),
        "issuer": signer.office.upper() if elected else words["government"],
        "signer_office": signer.office,
        "signer_name": signer.name,
        "signer_rank": signer.rank or None,
        "signer_nip": signer.nip or None,
        "closing": closing or None,
        "decree": _decree(edition, words["decision"]),
        "language": LANGUAGE,
        "demo": bool(current_app.config["DEMO"]),
    }


def _decree(edition: Edition, sentence: str) -> str | None:
    if not edition.decree_number or edition.decree_date is None:
        return None
    return sentence.format(number=edition.decree_number, date=_long(edition.decree_date))


def _long(day: date) -> str:
    with force_locale(LANGUAGE):
        return long_date(day)


def drafts(edition: Edition, kind: Kind, *, dated: date, wording: dict[str, Any]) -> list[Draft]:
    """A draft for everyone who has no certificate yet; serials follow the last one issued."""
    query = select(func.max(Certificate.serial)).where(
        Certificate.edition_id == edition.id, Certificate.kind == kind
    )
    last = db.session.scalar(query) or 0
    found = without_certificate(edition, kind)
    return [
        Draft(each, serial, _facts(each, _number(edition, kind, serial, dated), wording))
        for serial, each in enumerate(found, last + 1)
    ]


def _number(edition: Edition, kind: Kind, serial: int, dated: date) -> str:
    settings = edition.settings
    return numbering.number(
        settings.number_pattern,
        kind=kind,
        serial=serial,
        code=settings.number_code,
        unit=settings.number_unit,
        dated=dated,
    )


def _facts(recipient: Recipient, number: str, wording: dict[str, Any]) -> Facts:
    code = codes.new_code()
    return Facts(
        number=number,
        recipient=recipient.name,
        predicate=recipient.predicate,
        category=recipient.category,
        innovation=recipient.innovation,
        code=code,
        url=f"{current_app.config['BASE_URL']}/v/{code}",
        **wording,
    )


def findings(drafts: Sequence[Draft], design: str) -> list[Finding]:
    """Everything that keeps these drafts from being issued, each fault once."""
    concerned: dict[Fault, list[Recipient]] = {}
    numbers = Counter(draft.facts.number for draft in drafts)
    taken = _taken(list(numbers))
    for draft in drafts:
        found = faults(draft.facts, design)
        if numbers[draft.facts.number] > 1 or draft.facts.number in taken:
            found.append(Fault("number", "taken"))
        for fault in found:
            concerned.setdefault(fault, []).append(draft.recipient)
    return [Finding(fault, tuple(found)) for fault, found in concerned.items()]


def _taken(numbers: list[str]) -> frozenset[str]:
    query = select(Certificate.number).where(Certificate.number.in_(numbers))
    return frozenset(db.session.scalars(query))


def worth_a_look(drafts: Sequence[Draft]) -> list[Facts]:
    """Specimens of the first draft and of those with the longest name and title."""
    chosen = {
        draft.serial: draft.facts
        for draft in (
            drafts[0],
            max(drafts, key=lambda draft: len(draft.facts.recipient)),
            max(drafts, key=lambda draft: len(draft.facts.innovation or "")),
        )
    }
    address = f"{current_app.config['BASE_URL']}/v/{SPECIMEN_CODE}"
    return [replace(each, code=SPECIMEN_CODE, url=address) for each in chosen.values()]
