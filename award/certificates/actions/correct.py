"""Correcting a certificate: a new one with its own number supersedes it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask_babel import lazy_gettext as _l

from award.approvals.actions import check_password
from award.certificates import queries
from award.certificates.actions.issue import (
    facts_digest,
    new_batch,
    remember_batch,
    row_of,
    wait_for_others,
)
from award.certificates.actions.remembering import REASON_LENGTH, remember
from award.certificates.anew import Anew, anew
from award.certificates.drafting import Draft, Terms
from award.certificates.findings import findings, open_ones
from award.certificates.models import Batch, Certificate
from award.certificates.printing.imprint import imprint
from award.certificates.states import CERTIFICATE
from award.certificates.words import sentence_of
from award.core import clock, jobs
from award.core.access import ensure
from award.core.db import db
from award.core.problems import Invalid, Refused, required
from award.people.models import User


def correct(
    *, certificate: Certificate, parts: Collection[str], reason: str, password: str, actor: User
) -> Certificate:
    """Issue a new certificate that says these parts as the data now stand; the old one is
    superseded by it, in one transaction.

    Raises :class:`Invalid` without a reason, with a wrong password, when nothing of what was
    chosen differs, and when the new facts cannot be printed.
    """
    ensure("certificate:correct", certificate, actor)
    keep_off(certificate, actor)
    why = required(reason, "reason", _l("Tuliskan alasan koreksi."))[:REASON_LENGTH]
    check_password(actor, password)
    wait_for_others(certificate.batch.edition)
    queries.hold(certificate)
    ensure("certificate:correct", certificate, actor)
    terms, draft = chosen(certificate, parts)
    old_batch, batch = certificate.batch, _batch_for(certificate, terms, draft, actor)
    certificate.state = CERTIFICATE.after("supersede", certificate.state)
    certificate.superseded_at = clock.now()
    db.session.flush()  # makes room for the one in force
    made = _entered(batch, draft, certificate, why)
    remember("certificate.superseded", certificate, actor, by=made.number, reason=why)
    remember(
        "certificate.corrected",
        made,
        actor,
        replaces=certificate.number,
        reason=why,
        parts=sorted(parts),
        facts_sha256=facts_digest([draft]),
    )
    jobs.enqueue("certificates.render", batch_id=batch.id)
    if batch is not old_batch:
        jobs.enqueue("certificates.bind", batch_id=old_batch.id)
    return made


def keep_off(certificate: Certificate, actor: Any) -> None:
    """Raise :class:`Refused` when the actor is bound to the entry of the certificate."""
    if (reason := queries.why_kept_off(actor, certificate)) is not None:
        raise Refused(reason)


def chosen(certificate: Certificate, parts: Collection[str]) -> tuple[Terms, Draft]:
    """Terms and draft of a correction; raises :class:`Invalid` when there is none to make."""
    found = anew(certificate)
    if found is None:
        raise Invalid(
            _l("Penerima ini tidak lagi termasuk penerima piagam jenis ini. Cabut piagamnya.")
        )
    _check_differs(found, parts)
    terms, draft = found.chosen(parts)
    edition = certificate.batch.edition
    if faults := open_ones(findings(edition, certificate.kind, [draft], terms)):
        sentences = {each.fault.field: sentence_of(each.fault) for each in faults}
        raise Invalid(_l("Piagam yang baru belum dapat diterbitkan."), sentences)
    return terms, draft


def _check_differs(found: Anew, parts: Collection[str]) -> None:
    differing = {change.part for change in found.changes}
    if not differing:
        raise Invalid(_l("Isi piagam sama dengan data sekarang. Ubah datanya lebih dahulu."))
    if not differing & set(parts):
        sentence = _l("Pilih sekurangnya satu bagian yang berbeda.")
        raise Invalid(sentence, {"parts": sentence})


def _batch_for(certificate: Certificate, terms: Terms, draft: Draft, actor: User) -> Batch:
    """The same batch where everything that it freezes stays, so that packs remain whole."""
    old = certificate.batch
    same_signer = terms.signatory is None
    if same_signer and imprint(terms.style) == old.design_version:
        return old
    batch = new_batch(old.edition, certificate.kind, terms, actor)
    remember_batch(batch, [draft], actor)
    return batch


def _entered(batch: Batch, draft: Draft, old: Certificate, why: str) -> Certificate:
    made = Certificate(**row_of(batch, draft), replaces_id=old.id, correction=why)
    db.session.add(made)
    db.session.flush()
    return made
