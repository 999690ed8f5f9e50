"""What the worker made of certificates, and starting it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from award.certificates import queries
from award.certificates.actions.remembering import remember
from award.certificates.models import Batch, Certificate
from award.certificates.states import CERTIFICATE, CertificateState
from award.core import clock, jobs
from award.core.access import ensure
from award.core.kept import Stored
from award.people.models import User


@dataclass(frozen=True)
class Made:
    """The kept files of one certificate."""

    pdf: Stored
    courtesy: Stored | None = None


def settle(*, results: Mapping[int, Made | str]) -> None:
    """Record what the worker made of certificates by id: their files, or why there are none.

    Those that no longer wait are left alone, so that two workers at once change nothing twice.
    Costs the same few statements for any number of certificates.
    """
    waiting = queries.still_waiting(results)
    for certificate in waiting:
        _apply(certificate, results[certificate.id])
    for certificate in waiting:  # after all changes, so that one flush writes them together
        _remember(certificate)


def finish(*, certificate: Certificate, stored: Stored) -> None:
    """Record the PDF of one certificate."""
    _apply(certificate, Made(stored))
    _remember(certificate)


def fail(*, certificate: Certificate, fault: str) -> None:
    """Record why the PDF could not be made (see :attr:`Certificate.fault`)."""
    _apply(certificate, fault)
    _remember(certificate)


def _apply(certificate: Certificate, result: Made | str) -> None:
    if isinstance(result, str):
        certificate.state = CERTIFICATE.after("fail", certificate.state)
        certificate.fault = result[:300]
        return
    if certificate.batch.signature_mode.electronic:
        certificate.state = CERTIFICATE.after("prepare", certificate.state)
        certificate.base_sha256 = result.pdf.sha256
    else:
        certificate.state = CERTIFICATE.after("finish", certificate.state)
        certificate.sha256, certificate.size = result.pdf.sha256, result.pdf.size
    if result.courtesy is not None:
        certificate.courtesy_sha256 = result.courtesy.sha256
        certificate.courtesy_size = result.courtesy.size
    certificate.ready_at = clock.now()
    certificate.fault = ""


def _remember(certificate: Certificate) -> None:
    if certificate.state == CertificateState.FAILED:
        remember("certificate.failed", certificate, None, fault=certificate.fault)
        return
    kept = {"sha256": certificate.sha256 or certificate.base_sha256}
    if certificate.courtesy_sha256:
        kept["courtesy_sha256"] = certificate.courtesy_sha256
    unsigned = certificate.state == CertificateState.UNSIGNED
    action = "certificate.prepared" if unsigned else "certificate.ready"
    remember(action, certificate, None, **kept)


def retry(*, certificate: Certificate, actor: User) -> None:
    """Start again what failed."""
    ensure("certificate:retry", certificate, actor)
    certificate.state = CERTIFICATE.after("retry", certificate.state)
    certificate.fault = ""
    remember("certificate.retried", certificate, actor)
    jobs.enqueue("certificates.render", batch_id=certificate.batch_id)


def retry_failed(*, batch: Batch, actor: User) -> None:
    """Start again whatever failed in a batch."""
    for certificate in queries.failed(batch):
        retry(certificate=certificate, actor=actor)
