"""What an edition's ceremony needs to know, gathered from published decisions and what was issued.

Everything here is in Indonesian, whatever language visitors read: papers are read in offices.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace

from flask_babel import force_locale
from sqlalchemy import select

from award.certificates.ceremony.course import Honour, Part, course
from award.certificates.models import Batch, Certificate
from award.certificates.models_ceremony import Ceremony, Seat
from award.certificates.packing.piles import by_row
from award.certificates.printing import designs
from award.certificates.recipients import LANGUAGE, Recipient, recipients
from award.certificates.states import CertificateState, Kind, SignatureMode
from award.certificates.style import Style
from award.competitions.models import Edition
from award.core import ledger
from award.core.db import db
from award.core.language import hour, local, long_date
from award.results.queries.published import winners
from award.results.queries.rulings import disqualified

STANDING = (CertificateState.QUEUED, CertificateState.UNSIGNED, CertificateState.READY)


@dataclass(frozen=True)
class Guest:
    """Somebody who is honoured; ``number`` is that of the certificate, empty before issue."""

    kind: Kind
    subject: str
    name: str
    predicate: str
    category: str
    innovation: str
    seat: str
    number: str


@dataclass(frozen=True)
class Prints:
    """Certificates that are printed alike: how many, on which paper, signed how and by whom."""

    kind: Kind
    paper: str
    count: int
    ready: int
    spare: int
    signing: SignatureMode
    signer: str


@dataclass(frozen=True)
class Plan:
    """The whole ceremony as plain data."""

    edition_id: int
    competition: str
    year: int
    decree: str
    day: str
    hour: str
    venue: str
    giver: str
    collector: str
    labels: tuple[int, int]
    """Columns and rows on a sheet."""
    design: str
    colours: dict[str, str]
    parts: tuple[Part, ...]
    guests: tuple[Guest, ...]
    """Everyone honoured, kind by kind, but who is no longer to be."""
    prints: tuple[Prints, ...]

    @property
    def sha256(self) -> str:
        """Names what is printed from it."""
        return hashlib.sha256(ledger.canonical(asdict(self)).encode()).hexdigest()

    @property
    def issued(self) -> tuple[Guest, ...]:
        """Those whose certificates exist, as they lie for handing out: by seat, then by number."""
        found = [guest for guest in self.guests if guest.number]
        return tuple(sorted(found, key=lambda guest: (by_row(guest.seat), guest.number)))

    def honoured(self, kind: Kind) -> tuple[Guest, ...]:
        """Everyone of one kind."""
        return tuple(guest for guest in self.guests if guest.kind == kind)


def details(edition: Edition) -> Ceremony:
    """What was entered about the ceremony, or what is likely."""
    found = db.session.get(Ceremony, edition.id)
    if found is not None:
        return found
    return Ceremony(
        edition_id=edition.id, venue="", giver="", collector="",
        spare=10, label_columns=3, label_rows=8,
    )  # fmt: skip


def seats(edition_id: int) -> dict[str, str]:
    """Labels of seats by subject."""
    rows = db.session.execute(select(Seat.subject, Seat.label).where(Seat.edition_id == edition_id))
    return {each.subject: each.label for each in rows}


def plan(edition: Edition) -> Plan:
    """The ceremony as it stands; without winners before publication."""
    with force_locale(LANGUAGE):
        return _plan(edition, details(edition))


def _plan(edition: Edition, told: Ceremony) -> Plan:
    issued, batches = _issued(edition), _batches(edition)
    out = _excluded(edition, issued)
    guests = _guests(edition, issued, out)
    style = _style(batches)
    return Plan(
        edition_id=edition.id,
        competition=edition.name[LANGUAGE],
        year=edition.year,
        decree=_decree(edition),
        day=long_date(told.starts_at),
        hour=hour(told.starts_at) if told.starts_at else "",
        venue=told.venue,
        giver=told.giver or _office(batches),
        collector=told.collector,
        labels=(told.label_columns, told.label_rows),
        design=style.design,
        colours=dict(style.colours),
        parts=_parts(edition, guests, out),
        guests=guests,
        prints=tuple(_prints(batches, issued, told.spare)),
    )


def _issued(edition: Edition) -> list[Certificate]:
    query = select(Certificate).where(Certificate.edition_id == edition.id)
    return list(db.session.scalars(query.order_by(Certificate.kind, Certificate.serial)))


def _batches(edition: Edition) -> list[Batch]:
    query = select(Batch).where(Batch.edition_id == edition.id)
    return list(db.session.scalars(query.order_by(Batch.id)))


def _excluded(edition: Edition, issued: Iterable[Certificate]) -> set[tuple[Kind, str]]:
    """Kind and subject of those whose certificate was revoked and not replaced, and whose entry
    was disqualified."""
    standing = {(each.kind, each.subject) for each in issued if each.state in STANDING}
    revoked = {
        (each.kind, each.subject) for each in issued if each.state == CertificateState.REVOKED
    }
    entries = {f"entry:{each.entry_id}" for each in disqualified(edition)}
    return (revoked - standing) | {(kind, subject) for kind in Kind for subject in entries}


def _guests(
    edition: Edition, issued: Iterable[Certificate], out: set[tuple[Kind, str]]
) -> tuple[Guest, ...]:
    numbers = {(each.kind, each.subject): each.number for each in issued if each.state in STANDING}
    seated = seats(edition.id)
    return tuple(
        _guest(kind, each, numbers.get((kind, each.subject), ""), seated.get(each.subject, ""))
        for kind in Kind
        for each in recipients(edition, kind)
        if (kind, each.subject) not in out
    )


def _guest(kind: Kind, one: Recipient, number: str, seat: str) -> Guest:
    return Guest(
        kind=kind,
        subject=one.subject,
        name=one.name,
        predicate=one.predicate,
        category=one.category or "",
        innovation=one.innovation or "",
        seat=seat,
        number=number,
    )


def _parts(
    edition: Edition, guests: Iterable[Guest], out: set[tuple[Kind, str]]
) -> tuple[Part, ...]:
    known = {guest.subject: guest for guest in guests if guest.kind == Kind.WINNER}
    boards = winners(edition)
    honours = [
        Honour(
            subject=f"entry:{each.entry_id}",
            category=local(board.category.name),
            place=each.place,
            name=known[f"entry:{each.entry_id}"].name,
            innovation=each.entry.title,
            seat=known[f"entry:{each.entry_id}"].seat,
        )
        for board in boards
        for each in board.winners
        if f"entry:{each.entry_id}" in known
    ]
    gone = {subject for kind, subject in out if kind == Kind.WINNER}
    return course([local(board.category.name) for board in boards], honours, excluded=gone)


def _prints(
    batches: Iterable[Batch], issued: Iterable[Certificate], spare: int
) -> Iterable[Prints]:
    of = {batch.id: batch for batch in batches}
    counts: Counter[Prints] = Counter()
    ready: Counter[Prints] = Counter()
    for each in issued:
        if each.state in STANDING:
            alike = _alike(of[each.batch_id])
            counts[alike] += 1
            ready[alike] += each.state == CertificateState.READY
    for alike, count in sorted(counts.items(), key=lambda one: list(Kind).index(one[0].kind)):
        yield replace(alike, count=count, ready=ready[alike], spare=-(-count * spare // 100))


def _alike(batch: Batch) -> Prints:
    style = Style.from_dict(batch.style)
    signer = f"{batch.signer_name}, {batch.signer_office}"
    return Prints(batch.kind, style.paper, 0, 0, 0, style.signing, signer)


def _style(batches: Iterable[Batch]) -> Style:
    """That of the winners' certificates: slides look like them."""
    found = [batch for batch in batches if batch.kind == Kind.WINNER] or list(batches)
    return Style.from_dict(found[-1].style) if found else Style()


def _office(batches: Iterable[Batch]) -> str:
    found = [batch.signer_office for batch in batches if batch.kind == Kind.WINNER]
    return found[-1].title() if found else ""


def _decree(edition: Edition) -> str:
    if not edition.decree_number or edition.decree_date is None:
        return ""
    sentence = designs.words(LANGUAGE, Kind.WINNER.value)["decision"]
    return sentence.format(number=edition.decree_number, date=long_date(edition.decree_date))
