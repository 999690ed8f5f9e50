"""Writes about certificates: issue, record what the worker made, retry, revoke."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy import insert, select

from award.approvals.models import Approval
from award.approvals.queries import proven
from award.certificates import drafting, queries
from award.certificates.drafting import Draft
from award.certificates.facts import Signer, is_elected, version
from award.certificates.models import Batch, Certificate
from award.certificates.nip import digits, is_nip
from award.certificates.states import CERTIFICATE, Kind
from award.certificates.style import Style
from award.certificates.words import NIP_OF_ELECTED, WRONG_NIP, sentence_of
from award.competitions.models import Edition
from award.core import clock, jobs, ledger
from award.core.access import ensure
from award.core.db import db
from award.core.files import Stored
from award.core.problems import Invalid, Stale
from award.people.models import User

REASON_LENGTH = 500


def issue(
    *,
    edition: Edition,
    kind: Kind,
    style: Style,
    dated: date,
    place: str,
    signer: Signer,
    closing: str,
    actor: User,
) -> Batch:
    """Issue certificates to everyone who has none of this kind yet, all or none.

    Facts, number and code are frozen here; the worker prints afterwards. Two organisers at once
    wait for each other: the second finds nobody left and gets :class:`Stale`. Facts that cannot
    be printed raise :class:`Invalid` with every fault.
    """
    ensure("certificate:issue", edition, actor)
    _check_signer(signer)
    _wait_for_others(edition)
    wording = drafting.wording(
        edition, kind, dated=dated, place=place, signer=signer, closing=closing
    )
    drafts = drafting.drafts(edition, kind, dated=dated, wording=wording)
    _check(drafts, style.design)
    batch = Batch(
        edition_id=edition.id,
        kind=kind,
        style=style.to_dict(),
        design_version=version(style.design),
        dated=dated,
        place=place,
        signer_office=signer.office,
        signer_name=signer.name,
        signer_rank=signer.rank,
        signer_nip=digits(signer.nip),
        issued_at=clock.now(),
        issued_by_id=actor.id,
    )
    _enter(batch, drafts)
    _remember(batch, drafts, actor)
    jobs.enqueue("certificates.render", batch_id=batch.id)
    return batch


def _check_signer(signer: Signer) -> None:
    if signer.nip and is_elected(signer.office):
        raise Invalid(NIP_OF_ELECTED, {"signer_nip": NIP_OF_ELECTED})
    if signer.nip and not is_nip(signer.nip):
        raise Invalid(WRONG_NIP, {"signer_nip": WRONG_NIP})


def _wait_for_others(edition: Edition) -> None:
    # PostgreSQL: whoever issues for this edition holds its row until the end of the transaction.
    # SQLite has one writer from the first statement on.
    db.session.execute(select(Edition.id).where(Edition.id == edition.id).with_for_update())


def _check(drafts: Sequence[Draft], design: str) -> None:
    if not drafts:
        raise Stale(
            _l("Semua penerima sudah memiliki piagam jenis ini. Tidak ada yang diterbitkan.")
        )
    if found := drafting.findings(drafts, design):
        raise Invalid(
            _l("Piagam belum dapat diterbitkan karena ada data yang perlu dilengkapi."),
            {each.fault.field: sentence_of(each.fault) for each in found},
        )


def _enter(batch: Batch, drafts: Sequence[Draft]) -> None:
    db.session.add(batch)
    db.session.flush()
    common = {
        "batch_id": batch.id,
        "edition_id": batch.edition_id,
        "kind": batch.kind,
        "issued_at": batch.issued_at,
    }
    rows = [
        {
            **common,
            "serial": draft.serial,
            "number": draft.facts.number,
            "code": draft.facts.code,
            "subject": draft.recipient.subject,
            "entry_id": draft.recipient.entry_id,
            "facts": draft.facts.to_dict(),
        }
        for draft in drafts
    ]
    db.session.execute(insert(Certificate), rows)


def _remember(batch: Batch, drafts: Sequence[Draft], actor: User) -> None:
    frozen = ledger.canonical([draft.facts.to_dict() for draft in drafts])
    ledger.record(
        "certificates.issued",
        batch,
        actor=actor,
        edition_id=batch.edition_id,
        kind=batch.kind,
        numbers=[draft.facts.number for draft in drafts],
        facts_sha256=hashlib.sha256(frozen.encode()).hexdigest(),
        design=f"{batch.design} {batch.design_version}",
    )


def finish(*, certificate: Certificate, stored: Stored) -> None:
    """Record the PDF that the worker made and kept; one to be signed is not in force yet."""
    certificate.fault = ""
    if certificate.batch.signature_mode.electronic:
        certificate.state = CERTIFICATE.after("prepare", certificate.state)
        certificate.base_sha256 = stored.sha256
        _record("certificate.prepared", certificate, None, sha256=stored.sha256)
        return
    certificate.state = CERTIFICATE.after("finish", certificate.state)
    certificate.sha256, certificate.size = stored.sha256, stored.size
    certificate.ready_at = clock.now()
    _record("certificate.ready", certificate, None, sha256=stored.sha256)


def fail(*, certificate: Certificate, fault: str) -> None:
    """Record why the PDF could not be made (see :attr:`Certificate.fault`)."""
    certificate.state = CERTIFICATE.after("fail", certificate.state)
    certificate.fault = fault[:300]
    _record("certificate.failed", certificate, None, fault=fault)


def retry(*, certificate: Certificate, actor: User) -> None:
    """Start again what failed."""
    ensure("certificate:retry", certificate, actor)
    certificate.state = CERTIFICATE.after("retry", certificate.state)
    certificate.fault = ""
    _record("certificate.retried", certificate, actor)
    jobs.enqueue("certificates.render", batch_id=certificate.batch_id)


def retry_failed(*, batch: Batch, actor: User) -> None:
    """Start again whatever failed in a batch."""
    for certificate in queries.failed(batch):
        retry(certificate=certificate, actor=actor)


def revoke(*, certificate: Certificate, approval: Approval) -> None:
    """Withdraw a certificate as two people agreed.

    Its public page says so from now on, with the date and the proposer's reason.
    """
    proven(approval, "certificate.revoke", certificate.id)
    certificate.state = CERTIFICATE.after("revoke", certificate.state)
    certificate.revoked_at = clock.now()
    certificate.revoked_reason = approval.reason[:REASON_LENGTH]
    _record(
        "certificate.revoked",
        certificate,
        approval.confirmed_by,
        reason=certificate.revoked_reason,
        approval_id=str(approval.id),
    )
    jobs.enqueue("certificates.bind", batch_id=certificate.batch_id)


def _record(action: str, certificate: Certificate, actor: User | None, **content: str) -> None:
    ledger.record(
        action,
        certificate,
        actor=actor,
        edition_id=certificate.edition_id,
        number=certificate.number,
        **content,
    )
