"""Packs that should be there and are not: a worker died between printing and binding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlalchemy import select

from award.certificates.models import Certificate
from award.certificates.packing import for_signing, packs
from award.certificates.queries import Printed
from award.certificates.queries_signing import Unsigned
from award.certificates.states import CertificateState
from award.core.db import db

KEPT = (Certificate.number, Certificate.sha256, Certificate.courtesy_sha256)
"""What the name of a pack follows from: facts are wide, and pages ask every other second."""


def pack_of(batch_id: int) -> Path | None:
    """The ZIP of what is in force in a batch, once it is there."""
    query = select(*KEPT).where(
        Certificate.batch_id == batch_id, Certificate.state == CertificateState.READY
    )
    rows = db.session.execute(query.order_by(Certificate.serial)).all()
    found = packs.path_of(batch_id, [_light(row) for row in rows])
    return found if rows and found.exists() else None


def unbound() -> Iterator[int]:
    """Ids of batches that wait for no PDF, while the ZIP of what is in force is missing.

    One statement, whatever there is.
    """
    for batch_id, rows in _finished(CertificateState.READY, *KEPT):
        if not packs.path_of(batch_id, [_light(row) for row in rows]).exists():
            yield batch_id


def unexported() -> Iterator[int]:
    """The same for the ZIP of what waits for a signature."""
    columns = (Certificate.id, Certificate.number, Certificate.code, Certificate.base_sha256)
    for batch_id, rows in _finished(CertificateState.UNSIGNED, *columns):
        if not for_signing.path_of(batch_id, [Unsigned(*row) for row in rows]).exists():
            yield batch_id


def _light(row: Sequence[Any]) -> Printed:
    number, sha256, courtesy_sha256 = row
    return Printed(number, sha256, {}, courtesy_sha256=courtesy_sha256)


def _finished(
    state: CertificateState, *columns: Any
) -> Iterator[tuple[int, list[tuple[Any, ...]]]]:
    """Batches that wait for no PDF, with these columns of their certificates in a state."""
    waiting = select(Certificate.batch_id).where(Certificate.state == CertificateState.QUEUED)
    query = (
        select(Certificate.batch_id, *columns)
        .where(Certificate.state == state, Certificate.batch_id.not_in(waiting))
        .order_by(Certificate.batch_id, Certificate.serial)
    )
    for batch_id, rows in groupby(db.session.execute(query), key=lambda row: row.batch_id):
        yield batch_id, [tuple(row)[1:] for row in rows]
