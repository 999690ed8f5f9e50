"""Withdrawing a certificate, and honouring its recipient again: both take two people."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from award.approvals.models import Approval
from award.approvals.queries import proven
from award.certificates import queries
from award.certificates.actions.issue import enter, new_batch, remember_batch, wait_for_others
from award.certificates.actions.remembering import REASON_LENGTH, remember
from award.certificates.anew import anew
from award.certificates.findings import findings, open_ones
from award.certificates.models import Certificate
from award.certificates.states import CERTIFICATE
from award.certificates.words import sentence_of
from award.core import clock, jobs
from award.core.access import ensure
from award.core.problems import Invalid, Stale
from award.people.models import User


def revoke(*, certificate: Certificate, approval: Approval) -> None:
    """Withdraw a certificate as two people agreed.

    Its public page says so from now on, with the date and the proposer's reason.
    """
    proven(approval, "certificate.revoke", certificate.id)
    queries.hold(certificate)
    ensure("certificate:revoke", certificate, _second(approval))
    certificate.state = CERTIFICATE.after("revoke", certificate.state)
    certificate.revoked_at = clock.now()
    certificate.revoked_reason = approval.reason[:REASON_LENGTH]
    remember(
        "certificate.revoked",
        certificate,
        approval.confirmed_by,
        reason=certificate.revoked_reason,
        approval_id=str(approval.id),
    )
    for job in ("certificates.bind", "certificates.export"):
        jobs.enqueue(job, batch_id=certificate.batch_id)


def reissue(*, certificate: Certificate, approval: Approval) -> Certificate:
    """Honour again, as two people agreed, whose certificate was withdrawn: with a new number, as
    the data now stand, dated today. The withdrawn one stays withdrawn.

    Whoever was refused by two people is never honoured again by issuing to "everyone who has
    none": only this act does it. Raises :class:`Stale` when they have another one by now.
    """
    proven(approval, "certificate.reissue", certificate.id)
    edition, actor = certificate.batch.edition, _second(approval)
    wait_for_others(edition)
    if queries.in_force(certificate) is not None:
        raise Stale(_l("Penerima ini sudah memiliki piagam yang berlaku."))
    found = anew(certificate, dated=clock.today())
    if found is None:
        raise Stale(_l("Penerima ini tidak lagi termasuk penerima piagam jenis ini."))
    if found.terms.signatory is None:
        raise Invalid(
            _l(
                "Penanda tangan piagam ini tidak lagi menjabat, dan penggantinya belum ada dalam "
                "daftar penanda tangan. Tambahkan dahulu."
            )
        )
    if faults := open_ones(findings(edition, certificate.kind, [found.draft], found.terms)):
        raise Invalid(sentence_of(faults[0].fault))
    batch = new_batch(edition, certificate.kind, found.terms, actor)
    enter(batch, [found.draft])
    remember_batch(batch, [found.draft], actor)
    (made,) = queries.certificates(batch)
    remember("certificate.reissued", made, actor, after=certificate.number, reason=approval.reason)
    jobs.enqueue("certificates.render", batch_id=batch.id)
    return made


def _second(approval: Approval) -> User:
    """Whoever confirmed: the database holds one for every confirmed proposal."""
    if approval.confirmed_by is None:
        raise LookupError("a confirmed proposal without a second person")
    return approval.confirmed_by
