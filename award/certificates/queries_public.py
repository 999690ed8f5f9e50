"""Reads for anyone who checks a certificate: by code, by content, and in the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import defer

from award.certificates.history import act_of
from award.certificates.models import Certificate
from award.core import ledger
from award.core.db import db
from award.results.models_record import Snapshot
from award.results.states import SnapshotKind


@dataclass(frozen=True)
class Printed:
    """The act that the minutes name, and whether the ledger still says the same."""

    seq: int
    hash: str
    holds: bool


@dataclass(frozen=True)
class Trail:
    """Where the ledger speaks of a certificate: its issue, the last act of its edition, and what
    the minutes print."""

    issued: ledger.Act | None
    last: ledger.Act | None
    minutes: Printed | None


def by_digest(sha256: str) -> Certificate | None:
    """The certificate one of whose files has this SHA-256."""
    columns = (Certificate.sha256, Certificate.courtesy_sha256, Certificate.base_sha256)
    query = select(Certificate).where(or_(*(column == sha256 for column in columns)))
    return db.session.scalars(query.order_by(Certificate.id.desc()).limit(1)).first()


def by_codes(found: Iterable[str]) -> Sequence[Certificate]:
    """The certificates with these codes as printed, in the order of their issue."""
    query = select(Certificate).where(Certificate.code.in_(list(found)))
    return db.session.scalars(query.order_by(Certificate.id)).all()


def trail(certificate: Certificate) -> Trail:
    """What the ledger and the minutes say about a certificate and its edition."""
    return Trail(
        act_of(certificate),
        _last_act(certificate.edition_id),
        _minutes(certificate.edition_id),
    )


def _last_act(edition_id: int) -> ledger.Act | None:
    query = select(ledger.Act).where(ledger.Act.edition_id == edition_id)
    # What the act says may be as long as an edition.
    query = query.options(defer(ledger.Act.content)).order_by(ledger.Act.seq.desc())
    return db.session.scalar(query.limit(1))


def _minutes(edition_id: int) -> Printed | None:
    query = (
        select(Snapshot.ledger_seq, Snapshot.ledger_head, ledger.Act.hash)
        .outerjoin(ledger.Act, ledger.Act.seq == Snapshot.ledger_seq)
        .where(Snapshot.edition_id == edition_id, Snapshot.kind == SnapshotKind.FINAL)
        .order_by(Snapshot.number.desc())
        .limit(1)
    )
    row = db.session.execute(query).first()
    # Minutes that rest on no act name number 0, which no act of the ledger has.
    return Printed(row[0], row[1], row[1] == row[2]) if row and row[0] else None
