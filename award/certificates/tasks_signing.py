"""What the worker does about signing: exports, examines what comes back, signs with our key."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog
from flask import current_app
from sqlalchemy import update

from award.certificates import queries_signing as queries
from award.certificates.actions import signing as actions
from award.certificates.models import Certificate
from award.certificates.models_signing import Intake
from award.certificates.packing import for_signing as packs_signing
from award.certificates.packing.binding import lost_files_told
from award.certificates.signing import uploads
from award.certificates.signing.matching import Awaited, Register, code_in
from award.certificates.signing.signatures import Refusal, RefusedError, Signature
from award.certificates.states import CertificateState
from award.core import clock, files
from award.core.db import db, only_reading
from award.core.jobs import enqueue, job, sweep
from award.core.kept import Stored
from award.people.models import User

if TYPE_CHECKING:
    from award.certificates.signing.examination import Trust

CHUNK = 16
"""Certificates recorded together: all that a crash can cost."""
OFTEN = 20
"""Files examined between two signs of life."""
STALLED_AFTER = timedelta(minutes=2)
MOST_TRIES = 3
"""A file that ends the worker again and again must not do so for ever."""

log = structlog.get_logger()


@dataclass(frozen=True)
class Finding:
    """What became of one file: `accepted` or a refusal, and which certificate it is."""

    file: str
    outcome: str
    certificate_id: int | None = None
    number: str = ""
    stored: Stored | None = None
    signature: Signature | None = None

    def to_dict(self, outcome: str, number: str) -> dict[str, Any]:
        """Plain values for the page."""
        return {
            "file": self.file,
            "outcome": outcome,
            "number": number,
            "signature": self.signature.to_dict() if self.signature else None,
        }


@job("certificates.export")
def export(batch_id: int) -> None:
    """Put what waits for a signature into one ZIP."""
    with only_reading():
        waiting = queries.unsigned(batch_id)
    with lost_files_told(batch_id):
        packs_signing.make(batch_id, waiting)


@job("certificates.examine")
def examine_intake(intake_id: int) -> None:
    """Examine what was brought back, then record all of it at once.

    Safe to run twice, also at the same time: until the end nothing is recorded but signs of
    life, and only a certificate that still waits is signed.
    """
    if (begun := _begin(intake_id)) is None:
        return
    folder, batch_id, names = begun
    register = _register(batch_id)
    trust = trusted()
    findings = []
    for upload in uploads.unpacked(_received(folder, names)):
        findings.append(_finding(upload, register, batch_id, trust))
        if len(findings) % OFTEN == 0:
            _touch(intake_id, len(findings))
    _conclude(intake_id, findings)
    shutil.rmtree(folder, ignore_errors=True)


def _begin(intake_id: int) -> tuple[Path, int, list[str]] | None:
    intake = queries.locked_intake(intake_id)
    if intake is None or intake.done_at is not None:
        return None
    intake.tries += 1
    intake.touched_at = clock.now()
    if intake.tries > MOST_TRIES:
        given_up = [Finding(name, Refusal.UNEXPECTED) for name in intake.names]
        actions.conclude(intake=intake, results=[it.to_dict(it.outcome, "") for it in given_up])
        db.session.commit()
        shutil.rmtree(packs_signing.folder_of(intake_id), ignore_errors=True)
        return None
    found = packs_signing.folder_of(intake_id), intake.batch_id, list(intake.names)
    db.session.commit()
    return found


def _received(folder: Path, names: list[str]) -> Iterator[tuple[str, Path]]:
    for number, name in enumerate(names):
        if (path := folder / str(number)).exists():
            yield name, path


def _register(batch_id: int) -> Register:
    with only_reading():
        bases = queries.bases(batch_id)
    return Register(
        Awaited(number, sha256, files.path_of(sha256).stat().st_size)
        for sha256, number in bases.items()
    )


def trusted() -> Trust:
    """The roots in the folder of the installation; a file that is no certificate is passed over."""
    # pyHanko takes 40 MB: only who examines signatures loads it.
    from award.certificates.signing.examination import Trust, certificates

    roots = []
    for path in queries.root_files():
        try:
            roots += certificates([path.read_bytes()])
        except (ValueError, TypeError, OSError):
            log.warning("not a certificate", file=path.name)
    return Trust(roots, current_app.config["BSRE_NAMES"], clock.now())


def _finding(upload: uploads.Upload, register: Register, batch_id: int, trust: Trust) -> Finding:
    from award.certificates.signing.examination import admit

    name = files.safe_name(upload.name)
    if upload.refusal:
        return Finding(name, upload.refusal)
    found = register.find(upload.content)
    if found is None:
        return _unmatched(name, upload.content, batch_id)
    try:
        signature = admit(upload.content, files.load(found.base_sha256), trust)
        stored = files.store(upload.content)
    except RefusedError as refusal:
        return Finding(name, refusal.reason, found.certificate_id)
    except OSError:
        log.exception("signed certificate not kept", file=name)
        return Finding(name, Refusal.STORAGE, found.certificate_id)
    return Finding(name, "accepted", found.certificate_id, stored=stored, signature=signature)


def _unmatched(name: str, content: bytes, batch_id: int) -> Finding:
    """None of our files, though it may carry the code of one."""
    code = code_in(content)
    with only_reading():
        known = queries.batch_of_code(code) if code else None
    if known is None:
        return Finding(name, Refusal.FOREIGN)
    reason = Refusal.ALTERED if known[0] == batch_id else Refusal.OTHER_BATCH
    return Finding(name, reason, number=known[1])


def _touch(intake_id: int, checked: int) -> None:
    db.session.execute(
        update(Intake)
        .where(Intake.id == intake_id, Intake.done_at.is_(None))
        .values(checked=checked, touched_at=clock.now())
    )
    db.session.commit()


def _conclude(intake_id: int, findings: list[Finding]) -> None:
    intake = queries.locked_intake(intake_id)
    if intake is None or intake.done_at is not None:
        db.session.rollback()
        return
    ids = [each.certificate_id for each in findings if each.certificate_id is not None]
    waiting = queries.to_sign(ids)
    actor = db.session.get_one(User, intake.uploaded_by_id)
    results = [_recorded(each, waiting, actor) for each in findings]
    actions.conclude(intake=intake, results=results)
    db.session.commit()


def _recorded(
    finding: Finding, certificates: dict[int, Certificate], actor: User
) -> dict[str, Any]:
    """Sign the certificate of an accepted file, if it still waits; what became of the file."""
    certificate = certificates.get(finding.certificate_id or 0)
    if certificate is None:
        return finding.to_dict(finding.outcome, finding.number)
    outcome = finding.outcome
    if finding.stored is not None and finding.signature is not None:
        outcome = _standing(certificate, finding.stored)
        if outcome == "accepted":
            actions.sign(
                certificate=certificate,
                stored=finding.stored,
                signature=finding.signature,
                actor=actor,
            )
    return finding.to_dict(outcome, certificate.number)


def _standing(certificate: Certificate, stored: Stored) -> str:
    if certificate.state == CertificateState.UNSIGNED:
        return "accepted"
    if certificate.sha256 == stored.sha256:
        return "known"
    return Refusal.TAKEN if certificate.sha256 else Refusal.NOT_WAITING


@sweep
def restart_stalled_intakes() -> None:
    """Examine again what a crash left half examined."""
    for intake_id in queries.stalled_intakes(clock.now() - STALLED_AFTER):
        enqueue("certificates.examine", intake_id=intake_id)
