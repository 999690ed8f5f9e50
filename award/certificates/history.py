"""What happened to a certificate, and how a batch moves on: for the organiser's pages."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select

from award.certificates.models import Batch, Certificate
from award.certificates.states import CertificateState
from award.core import clock
from award.core.db import db
from award.core.ledger import Act
from award.people.models import User

PAGE = 100
"""Certificates on one page of a list."""
LATELY = timedelta(minutes=1)
"""What the worker did in this time tells how fast it is."""


@dataclass(frozen=True)
class Step:
    """Something that happened to a certificate, as the ledger has it."""

    at: datetime
    action: str
    actor: str | None
    content: Mapping[str, Any]


def story(certificate: Certificate) -> list[Step]:
    """What happened to a certificate from its issue on."""
    own = and_(Act.subject == "Certificate", Act.subject_id == certificate.id)
    of_batch = and_(Act.subject == "Batch", Act.subject_id == certificate.batch_id)
    query = select(Act, User.name).outerjoin(User, User.id == Act.actor_id)
    rows = db.session.execute(query.where(or_(own, of_batch)).order_by(Act.seq))
    steps = [Step(act.at, act.action, name, json.loads(act.content)) for act, name in rows]
    return [step for step in steps if _concerns(certificate, step)]


def _concerns(certificate: Certificate, step: Step) -> bool:
    """Whether an act is about this certificate, not about others of its batch."""
    return certificate.number in step.content.get("numbers", (certificate.number,))


def act_of(certificate: Certificate) -> Act | None:
    """The act by which a certificate came to be: a correction, or the issue of its batch."""
    own = and_(
        Act.subject == "Certificate",
        Act.subject_id == certificate.id,
        Act.action == "certificate.corrected",
    )
    of_batch = and_(
        Act.subject == "Batch",
        Act.subject_id == certificate.batch_id,
        Act.action == "certificates.issued",
    )
    query = select(Act).where(or_(own, of_batch)).order_by(Act.seq.desc())
    return db.session.scalars(query.limit(1)).first()


def listed(
    batch: Batch, state: CertificateState | None, page: int
) -> tuple[Sequence[Certificate], int]:
    """A page of a batch's certificates by serial, in one state or all, and how many pages."""
    chosen = [Certificate.batch_id == batch.id]
    if state is not None:
        chosen.append(Certificate.state == state)
    count = db.session.scalar(select(func.count()).where(*chosen)) or 0
    query = select(Certificate).where(*chosen).order_by(Certificate.serial)
    rows = db.session.scalars(query.limit(PAGE).offset((page - 1) * PAGE)).all()
    return rows, -(-count // PAGE)


def seconds_left(batch: Batch, queued: int) -> int | None:
    """About how long the worker still needs; none as long as nobody can tell."""
    now = clock.now()
    start = max(batch.issued_at, now - LATELY)
    query = select(func.count()).where(
        Certificate.batch_id == batch.id, Certificate.ready_at >= start
    )
    made = db.session.scalar(query) or 0
    return math.ceil(queued * (now - start).total_seconds() / made) if queued and made else None
