"""Reads about certificates that wait for a signature, and about what was brought back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import func, select

from award.certificates.models import Batch, Certificate
from award.certificates.models_signing import Intake
from award.certificates.states import CertificateState
from award.core import ledger
from award.core.db import db


@dataclass(frozen=True)
class Unsigned:
    """A certificate that waits for its signature."""

    id: int
    number: str
    code: str
    base_sha256: str


@dataclass(frozen=True)
class SigningProgress:
    """How many certificates of a batch wait for a signature, and how many carry one."""

    unsigned: int
    signed: int


def unsigned(batch_id: int, limit: int | None = None) -> list[Unsigned]:
    """The certificates of a batch that wait for a signature, by serial."""
    query = (
        select(Certificate.id, Certificate.number, Certificate.code, Certificate.base_sha256)
        .where(Certificate.batch_id == batch_id, Certificate.state == CertificateState.UNSIGNED)
        .order_by(Certificate.serial)
        .limit(limit)
    )
    return [Unsigned(*row) for row in db.session.execute(query)]


def progress(batch_id: int) -> SigningProgress:
    """How far the signing of a batch is."""
    waiting = Certificate.state == CertificateState.UNSIGNED
    query = select(
        func.count().filter(waiting), func.count().filter(Certificate.signed_at.is_not(None))
    ).where(Certificate.batch_id == batch_id)
    return SigningProgress(*db.session.execute(query).one())


def bases(batch_id: int) -> dict[str, int]:
    """Certificates of a batch by the SHA-256 of our own PDF before anybody signed it."""
    query = select(Certificate.base_sha256, Certificate.id).where(
        Certificate.batch_id == batch_id, Certificate.base_sha256 != ""
    )
    return {row.base_sha256: row.id for row in db.session.execute(query)}


def to_sign(ids: Iterable[int]) -> dict[int, Certificate]:
    """These certificates by id, locked against another worker."""
    query = select(Certificate).where(Certificate.id.in_(list(ids)))
    found = db.session.scalars(query.with_for_update(of=Certificate))
    return {each.id: each for each in found}


def batch_of_code(code: str) -> tuple[int, str] | None:
    """The batch and the number of the certificate with this code."""
    query = select(Certificate.batch_id, Certificate.number).where(Certificate.code == code)
    row = db.session.execute(query).first()
    return None if row is None else (row.batch_id, row.number)


def intake_by_id(_actor: Any, intake_id: int) -> Intake | None:
    """Loader for the page of one intake."""
    return db.session.get(Intake, intake_id)


def locked_intake(intake_id: int) -> Intake | None:
    """An intake that no other worker concludes meanwhile."""
    query = select(Intake).where(Intake.id == intake_id)
    return db.session.scalar(query.with_for_update(of=Intake))


def intakes(batch_id: int) -> Sequence[Intake]:
    """The intakes of a batch, the newest first."""
    query = select(Intake).where(Intake.batch_id == batch_id)
    return db.session.scalars(query.order_by(Intake.id.desc())).all()


def stalled_intakes(since: datetime) -> Sequence[int]:
    """Ids of intakes at which no worker has been seen since then."""
    query = select(Intake.id).where(Intake.done_at.is_(None), Intake.touched_at < since)
    return db.session.scalars(query).all()


def last_fault(batch_id: int) -> str:
    """Why sealing a batch stopped last, a key of ``words.FAULTS``; empty since it began anew."""
    query = select(ledger.Act.action, ledger.Act.content).where(
        ledger.Act.subject == Batch.__name__,
        ledger.Act.subject_id == batch_id,
        ledger.Act.action.in_(("certificates.seal_begun", "certificates.seal_stopped")),
    )
    row = db.session.execute(query.order_by(ledger.Act.seq.desc()).limit(1)).first()
    return str(json.loads(row.content).get("fault", "")) if row else ""


def root_files() -> list[Path]:
    """The files in which this installation keeps the roots that it trusts."""
    folder: Path = current_app.config["TRUSTED_ROOTS"]
    return sorted(path for path in folder.glob("*") if path.is_file())
