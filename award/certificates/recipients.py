"""Whom an edition honours, and what each certificate would say before it is issued."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app
from flask_babel import force_locale
from sqlalchemy import Row, func, select

from award.certificates import codes, designs, numbering
from award.certificates.facts import Facts, Fault, Signer, faults, is_elected
from award.certificates.models import Certificate
from award.certificates.states import Kind
from award.competitions.models import Category, Edition, Round
from award.core.db import db
from award.core.language import long_date
from award.entries.models import Entry
from award.judging.models import Assignment, ScoreSheet
from award.judging.states import SheetState
from award.people.models import Agency, User
from award.results.models import Decision
from award.results.states import WINNING_PLACES, Outcome

LANGUAGE = "id"
"""The award itself is in Indonesian, whatever language its visitors read."""

OUTCOMES = {
    Kind.WINNER: Outcome.WINNER,
    Kind.FINALIST: Outcome.FINALIST,
    Kind.PARTICIPANT: Outcome.PARTICIPANT,
}


@dataclass(frozen=True)
class Recipient:
    """Who is honoured for what; ``subject`` is ``entry:12`` or ``user:7``."""

    subject: str
    name: str
    predicate: str
    category: str | None = None
    innovation: str | None = None
    entry_id: int | None = None
    user_id: int | None = None


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


def recipients(edition: Edition, kind: Kind) -> list[Recipient]:
    """Everyone whom this kind of certificate is for, in the order of their numbers."""
    if kind == Kind.JUDGE:
        return [_judge(user) for user in _judges(edition)]
    rows = sorted(_decisions(edition, OUTCOMES[kind]), key=_order)
    return [_honoured(row, kind) for row in rows]


def _decisions(edition: Edition, outcome: Outcome) -> Iterable[Row[Any]]:
    query = (
        select(
            Decision.place,
            Decision.rank,
            Category.position,
            Category.name.label("category"),
            Entry.id.label("entry_id"),
            Entry.title,
            Agency.name.label("agency"),
        )
        .join(Entry, Entry.id == Decision.entry_id)
        .join(Agency, Agency.id == Entry.agency_id)
        .join(Category, Category.id == Decision.category_id)
        .where(
            Decision.edition_id == edition.id,
            Decision.round_id.is_(None),
            Decision.outcome == outcome,
        )
    )
    return db.session.execute(query)


def _order(row: Row[Any]) -> tuple[int, int, int, str, int]:
    place = WINNING_PLACES.index(row.place) if row.place in WINNING_PLACES else 0
    return (row.position, place, row.rank or 0, row.agency, row.entry_id)


def _honoured(row: Row[Any], kind: Kind) -> Recipient:
    key = row.place if kind == Kind.WINNER else kind.value
    return Recipient(
        subject=f"entry:{row.entry_id}",
        name=row.agency,
        predicate=designs.predicate(LANGUAGE, key),
        category=row.category[LANGUAGE],
        innovation=row.title,
        entry_id=row.entry_id,
    )


def _judges(edition: Edition) -> Iterable[User]:
    scored = (
        select(Assignment.judge_id)
        .join(ScoreSheet, ScoreSheet.assignment_id == Assignment.id)
        .join(Round, Round.id == Assignment.round_id)
        .where(Round.edition_id == edition.id, ScoreSheet.state == SheetState.FINISHED)
    )
    return db.session.scalars(select(User).where(User.id.in_(scored)).order_by(User.name, User.id))


def _judge(user: User) -> Recipient:
    return Recipient(
        subject=f"user:{user.id}",
        name=user.name,
        predicate=designs.predicate(LANGUAGE, Kind.JUDGE.value),
        user_id=user.id,
    )


def without_certificate(edition: Edition, kind: Kind) -> list[Recipient]:
    """Those among the recipients for whom nothing has been issued yet."""
    query = select(Certificate.subject).where(
        Certificate.edition_id == edition.id, Certificate.kind == kind
    )
    issued = frozenset(db.session.scalars(query))
    return [each for each in recipients(edition, kind) if each.subject not in issued]


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
