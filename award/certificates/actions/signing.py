"""Writes about signing: what came back, what was signed here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from award.certificates import queries_signing as queries
from award.certificates.models import Batch, Certificate
from award.certificates.models_signing import Intake
from award.certificates.signing.signatures import Refusal, Signature
from award.certificates.states import CERTIFICATE, CertificateState
from award.core import clock, jobs, ledger
from award.core.access import ensure
from award.core.db import db
from award.core.kept import Stored
from award.people.models import User


def receive(*, batch: Batch, names: Sequence[str], actor: User) -> Intake:
    """Enter files brought back from signing; the worker examines them afterwards."""
    ensure("certificate:import", batch, actor)
    intake = Intake(
        batch=batch,
        uploaded_at=clock.now(),
        uploaded_by_id=actor.id,
        names=list(names),
        touched_at=clock.now(),
    )
    db.session.add(intake)
    db.session.flush()
    ledger.record(
        "certificates.received",
        batch,
        actor=actor,
        edition_id=batch.edition_id,
        intake_id=intake.id,
        files=len(names),
    )
    jobs.enqueue("certificates.examine", intake_id=intake.id)
    return intake


def sign(
    *, certificate: Certificate, stored: Stored, signature: Signature, actor: User | None
) -> None:
    """Put a signed PDF in force; from now on it is never written again."""
    _apply(certificate, stored, signature)
    _remember(certificate, signature, actor)


def sign_all(*, made: Mapping[int, tuple[Stored, Signature]], actor: User | None) -> int:
    """The same for certificates by id; returns how many still waited.

    Costs the same few statements for any number of certificates.
    """
    found = queries.to_sign(made).values()
    waiting = [each for each in found if each.state == CertificateState.UNSIGNED]
    for certificate in waiting:
        _apply(certificate, *made[certificate.id])
    for certificate in waiting:  # after all changes, so that one flush writes them together
        _remember(certificate, made[certificate.id][1], actor)
    return len(waiting)


def _apply(certificate: Certificate, stored: Stored, signature: Signature) -> None:
    certificate.state = CERTIFICATE.after("sign", certificate.state)
    certificate.sha256, certificate.size = stored.sha256, stored.size
    certificate.signature = signature.to_dict()
    certificate.signed_at = certificate.ready_at = clock.now()


def _remember(certificate: Certificate, signature: Signature, actor: User | None) -> None:
    ledger.record(
        "certificate.signed",
        certificate,
        actor=actor,
        edition_id=certificate.edition_id,
        number=certificate.number,
        sha256=certificate.sha256,
        base_sha256=certificate.base_sha256,
        signer=signature.signer,
        issuer=signature.issuer,
        level=signature.level,
        trusted=signature.trusted,
    )


def note_seal(*, batch: Batch, act: str, actor: User | None, **content: Any) -> None:
    """Record that signing with our own key began, or why it stopped."""
    ledger.record(act, batch, actor=actor, edition_id=batch.edition_id, **content)


def conclude(*, intake: Intake, results: list[dict[str, Any]]) -> None:
    """Keep what became of each file of an intake; the ledger names those refused."""
    intake.results = results
    intake.checked = len(results)
    intake.done_at = clock.now()
    ledger.record(
        "certificates.examined",
        intake.batch,
        actor=db.session.get_one(User, intake.uploaded_by_id),
        edition_id=intake.batch.edition_id,
        intake_id=intake.id,
        outcomes=Counter(str(each["outcome"]) for each in results),
        refused=[[each["file"], str(each["outcome"])] for each in results if _is_refused(each)],
    )
    for job in ("certificates.bind", "certificates.export"):
        jobs.enqueue(job, batch_id=intake.batch_id)


def _is_refused(result: dict[str, Any]) -> bool:
    return result["outcome"] in list(Refusal)
