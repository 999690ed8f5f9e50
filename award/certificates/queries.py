"""Reads about certificates that have been issued."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from award.certificates import codes
from award.certificates.models import Batch, Certificate
from award.certificates.rules import honours
from award.certificates.states import CertificateState, Kind
from award.competitions.models import Edition
from award.competitions.states import EditionState
from award.core import ledger
from award.core.db import db
from award.core.text import folded
from award.entries.models import Entry
from award.judging.queries.walls import why_kept_out
from award.judging.rules_wall import KEPT_OUT
from award.people.models import User


@dataclass(frozen=True)
class Progress:
    """How many certificates of a batch are in which state."""

    queued: int = 0
    ready: int = 0
    failed: int = 0
    unsigned: int = 0
    superseded: int = 0
    revoked: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return sum(dataclasses.astuple(self))

    @property
    def present(self) -> list[CertificateState]:
        """The states that occur."""
        return [state for state in CertificateState if getattr(self, state)]

    @property
    def done(self) -> int:
        """Those that no longer wait."""
        return self.total - self.queued

    @property
    def made(self) -> int:
        """Those that have a PDF."""
        return self.ready + self.unsigned + self.superseded + self.revoked


def together(found: Iterable[Progress]) -> Progress:
    """Several batches as one."""
    counts = [dataclasses.astuple(each) for each in found]
    return Progress(*map(sum, zip(*counts, strict=True)))


@dataclass(frozen=True)
class Printed:
    """A certificate in force: its number, the SHA-256 of its PDF, and its facts.

    ``base_sha256`` is of our own PDF where the one in force carries an electronic signature.
    """

    number: str
    sha256: str
    facts: dict[str, Any]
    subject: str = ""
    base_sha256: str = ""
    courtesy_sha256: str = ""


PRINTED = (
    Certificate.number,
    Certificate.sha256,
    Certificate.facts,
    Certificate.subject,
    Certificate.base_sha256,
    Certificate.courtesy_sha256,
)


def editions() -> Sequence[Edition]:
    """Editions whose results stand, the newest first."""
    states = (EditionState.FROZEN, EditionState.PUBLISHED)
    query = select(Edition).where(Edition.state.in_(states))
    return db.session.scalars(query.order_by(Edition.year.desc(), Edition.id.desc())).all()


def batches(edition: Edition) -> Sequence[Batch]:
    """The batches of an edition, the newest first."""
    query = select(Batch).where(Batch.edition_id == edition.id)
    return db.session.scalars(query.order_by(Batch.id.desc())).all()


def batch_by_id(_actor: Any, batch_id: int) -> Batch | None:
    """Loader for the organiser's pages of one batch."""
    return db.session.get(Batch, batch_id)


def certificate_by_id(_actor: Any, certificate_id: int) -> Certificate | None:
    """Loader for the organiser's pages of one certificate."""
    return db.session.get(Certificate, certificate_id)


def why_kept_off(actor: Any, certificate: Certificate) -> object:
    """Why an organiser has no hand in a certificate, being bound to its entry, or ``None``."""
    entry = certificate.entry
    return None if entry is None or why_kept_out(actor, entry) is None else KEPT_OUT


def own_certificate(actor: Any, certificate_id: int) -> Certificate | None:
    """Loader for those whom a certificate honours; nobody else learns that it exists."""
    found = db.session.get(Certificate, certificate_id, options=[joinedload(Certificate.entry)])
    return found if found is not None and honours(actor, found) else None


def certificates(batch: Batch) -> Sequence[Certificate]:
    """The certificates of a batch by serial."""
    query = select(Certificate).where(Certificate.batch_id == batch.id)
    return db.session.scalars(query.order_by(Certificate.serial)).all()


def failed(batch: Batch) -> Sequence[Certificate]:
    """The certificates of a batch whose PDF could not be made."""
    return [each for each in certificates(batch) if each.state == CertificateState.FAILED]


def last_batch(edition: Edition) -> Batch | None:
    """The batch issued last: the next one is likely to be signed alike."""
    query = select(Batch).where(Batch.edition_id == edition.id).order_by(Batch.id.desc())
    return db.session.scalar(query.limit(1))


def printed(batch_id: int) -> list[Printed]:
    """What of a batch is handed out: the certificates in force, by serial."""
    query = select(*PRINTED).where(
        Certificate.batch_id == batch_id, Certificate.state == CertificateState.READY
    )
    return [Printed(*row) for row in db.session.execute(query.order_by(Certificate.serial))]


def printed_one(certificate: Certificate) -> Printed:
    """What of one certificate is handed out."""
    return Printed(certificate.number, certificate.sha256, certificate.facts)


def batch_progress(batch: Batch) -> Progress:
    """How far a batch is."""
    return _progress(Certificate.batch_id == batch.id).get(batch.id, Progress())


def edition_progress(edition: Edition) -> dict[int, Progress]:
    """How far each batch of an edition is, by the batch's id."""
    return _progress(Certificate.edition_id == edition.id)


def _progress(condition: ColumnElement[bool]) -> dict[int, Progress]:
    query = (
        select(Certificate.batch_id, Certificate.state, func.count())
        .where(condition)
        .group_by(Certificate.batch_id, Certificate.state)
    )
    counts: dict[int, dict[str, int]] = {}
    for batch_id, state, count in db.session.execute(query):
        counts.setdefault(batch_id, {})[str(state)] = count
    return {batch_id: Progress(**found) for batch_id, found in counts.items()}


def by_code(typed: str) -> Certificate | None:
    """The certificate with this code, however it was typed."""
    code = codes.normal(typed)
    return db.session.scalar(select(Certificate).where(Certificate.code == code)) if code else None


def issue_act(batch_id: int) -> ledger.Act | None:
    """The act in the ledger by which a batch was issued."""
    return db.session.scalar(
        select(ledger.Act).where(
            ledger.Act.subject == "Batch",
            ledger.Act.subject_id == batch_id,
            ledger.Act.action == "certificates.issued",
        )
    )


def of_agency(actor: User) -> Sequence[Certificate]:
    """Certificates of the entries that the actor's office answers for, as :func:`_ordered`."""
    own = Entry.agency_id == actor.agency_id
    if actor.agency_id == actor.wall_id:
        own = or_(own, Entry.wall_id == actor.wall_id)
    return _ordered(select(Certificate).join(Certificate.entry).where(own))


def of_judge(actor: User) -> Sequence[Certificate]:
    """Certificates of a judge, as :func:`_ordered`."""
    query = select(Certificate).where(
        Certificate.kind == Kind.JUDGE, Certificate.subject == f"user:{actor.id}"
    )
    return _ordered(query)


def _ordered(query: Select[Certificate]) -> list[Certificate]:
    """The latest year first; in it kind by kind, by name and number, what is over at the end."""
    kinds, over = list(Kind), (CertificateState.SUPERSEDED, CertificateState.REVOKED)

    def place(each: Certificate) -> tuple[Any, ...]:
        named = (folded(each.facts["recipient"]), each.serial)
        return (-each.facts["year"], kinds.index(each.kind), each.state in over, *named)

    return sorted(db.session.scalars(query), key=place)


@dataclass(frozen=True)
class Waiting:
    """A certificate that has no PDF yet: what it says, how it looks, what it is printed with."""

    id: int
    facts: dict[str, Any]
    courtesy: dict[str, Any] | None
    style: dict[str, Any]
    design_version: str


def waiting(batch_id: int, limit: int) -> list[Waiting]:
    """Certificates of a batch that have no PDF yet, by serial."""
    query = (
        select(
            Certificate.id,
            Certificate.facts,
            Certificate.courtesy,
            Batch.style,
            Batch.design_version,
        )
        .join(Batch)
        .where(Certificate.batch_id == batch_id, Certificate.state == CertificateState.QUEUED)
        .order_by(Certificate.serial)
        .limit(limit)
    )
    return [Waiting(*row) for row in db.session.execute(query)]


def in_force(certificate: Certificate) -> Certificate | None:
    """The certificate of this kind that its recipient holds now, if any."""
    over = (CertificateState.SUPERSEDED, CertificateState.REVOKED)
    query = select(Certificate).where(
        Certificate.edition_id == certificate.edition_id,
        Certificate.kind == certificate.kind,
        Certificate.subject == certificate.subject,
        Certificate.state.not_in(over),
    )
    return db.session.scalar(query)


def hold(certificate: Certificate) -> None:
    """Read a certificate again and keep others from changing it until the transaction ends."""
    db.session.refresh(certificate, with_for_update={"of": Certificate})


def still_waiting(ids: Iterable[int]) -> Sequence[Certificate]:
    """Those among the certificates that have no PDF yet, locked against another worker."""
    query = select(Certificate).where(
        Certificate.id.in_(list(ids)), Certificate.state == CertificateState.QUEUED
    )
    return db.session.scalars(query.with_for_update(of=Certificate)).all()


def stalled_batches(since: datetime) -> Sequence[int]:
    """Ids of batches with certificates in the queue on which nothing has happened since then."""
    moving = aliased(Certificate)
    query = (
        select(Batch.id)
        .join(Certificate, Certificate.batch_id == Batch.id)
        .where(Certificate.state == CertificateState.QUEUED, Batch.issued_at < since)
        .where(
            ~select(moving.id).where(moving.batch_id == Batch.id, moving.ready_at >= since).exists()
        )
        .distinct()
    )
    return db.session.scalars(query).all()
