"""Correcting a certificate: a new one with its own number supersedes it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, NamedTuple

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
from award.certificates.anew import DATED, Anew, anew
from award.certificates.drafting import Draft, Terms
from award.certificates.findings import findings, open_ones
from award.certificates.models import Batch, Certificate
from award.certificates.printing.imprint import imprint
from award.certificates.states import CERTIFICATE
from award.certificates.words import PARTS, sentence_of
from award.core import clock, jobs
from award.core.access import ensure
from award.core.db import db
from award.core.language import long_date
from award.core.problems import Invalid, Refused, required
from award.people.models import User


class Correction(NamedTuple):
    """What a correction comes to: its parts, and what is then printed."""

    parts: frozenset[str]
    terms: Terms
    draft: Draft


def correct(
    *,
    certificate: Certificate,
    parts: Collection[str],
    dated: date | None = None,
    place: str | None = None,
    reason: str,
    password: str,
    actor: User,
) -> Certificate:
    """Issue a new certificate that says these parts as the data now stand, on this date and in
    this place where they are given; the old one is superseded by it, in one transaction.

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
    found = wanted(certificate, parts, dated=dated, place=place)
    old_batch, batch = certificate.batch, _batch_for(certificate, found, actor)
    supersede([certificate])
    made = _entered(batch, found.draft, certificate, why)
    remember_both(certificate, made, found, actor)
    jobs.enqueue("certificates.render", batch_id=batch.id)
    if batch is not old_batch:
        for job in ("certificates.bind", "certificates.export"):
            jobs.enqueue(job, batch_id=old_batch.id)
    return made


def keep_off(certificate: Certificate, actor: Any) -> None:
    """Raise :class:`Refused` when the actor is bound to the entry of the certificate."""
    if (reason := queries.why_kept_off(actor, certificate)) is not None:
        raise Refused(reason)


def wanted(
    certificate: Certificate,
    parts: Collection[str],
    *,
    dated: date | None = None,
    place: str | None = None,
) -> Correction:
    """A correction of these parts, and of place and date where one of them differs. Raises
    :class:`Invalid` when there is none to make.
    """
    found = anew(certificate, dated=dated, place=place)
    if found is None:
        raise Invalid(
            _l("Penerima ini tidak lagi termasuk penerima piagam jenis ini. Cabut piagamnya.")
        )
    differing = {change.part for change in found.changes}
    all_parts = frozenset({*parts, *({DATED} & differing)})
    _check_differs(differing, all_parts)
    _check_signer(found, all_parts)
    _check_copy(found, all_parts)
    terms, draft = found.chosen(all_parts)
    edition = certificate.batch.edition
    if faults := open_ones(findings(edition, certificate.kind, [draft], terms)):
        sentences = {each.fault.field: sentence_of(each.fault) for each in faults}
        raise Invalid(_l("Piagam yang baru belum dapat diterbitkan."), sentences)
    return Correction(all_parts, terms, draft)


def _check_differs(differing: Collection[str], parts: Collection[str]) -> None:
    if not differing:
        raise Invalid(_l("Isi piagam sama dengan data sekarang. Ubah datanya lebih dahulu."))
    if not {*differing} & {*parts}:
        sentence = _l("Pilih sekurangnya satu bagian yang berbeda.")
        raise Invalid(sentence, {"parts": sentence})


def _check_signer(found: Anew, parts: Collection[str]) -> None:
    """Another date needs somebody who may sign on it."""
    batch, day = found.certificate.batch, found.terms.dated
    if DATED not in parts or day == batch.dated or found.may_sign:
        return
    if "signer" in parts and found.terms.signatory is not None:
        return
    sentence = _l(
        "%(name)s tidak menjabat pada %(date)s. Pilih tanggal lain, atau pilih juga bagian "
        "penanda tangan bila pejabat pada tanggal itu ada dalam daftar.",
        name=batch.signer_name,
        date=long_date(day),
    )
    raise Invalid(sentence, {"dated": sentence})


def _check_copy(found: Anew, parts: Collection[str]) -> None:
    """A first English copy never says other than its certificate."""
    if unsaid := found.unsaid(parts):
        sentence = _l(
            "Salinan bahasa Inggris hanya dapat dibuat bersama bagian ini: %(parts)s. Pilih juga.",
            parts=", ".join(str(PARTS[part]).lower() for part in unsaid),
        )
        raise Invalid(sentence, {"parts": sentence})


def _batch_for(certificate: Certificate, found: Correction, actor: User) -> Batch:
    """The same batch where everything that it freezes stays, so that packs remain whole."""
    old, terms = certificate.batch, found.terms
    same_signer = terms.signatory is None
    same_day = (terms.dated, terms.place) == (old.dated, old.place)
    if same_signer and same_day and imprint(terms.style) == old.design_version:
        return old
    batch = new_batch(old.edition, certificate.kind, terms, actor)
    remember_batch(batch, [found.draft], actor)
    return batch


def _entered(batch: Batch, draft: Draft, old: Certificate, why: str) -> Certificate:
    made = Certificate(**row_of(batch, draft), replaces_id=old.id, correction=why)
    db.session.add(made)
    db.session.flush()
    return made


def supersede(certificates: Iterable[Certificate]) -> None:
    """Let others take their place, and make room for those in force."""
    for each in certificates:
        each.state = CERTIFICATE.after("supersede", each.state)
        each.superseded_at = clock.now()
    db.session.flush()


def remember_both(old: Certificate, made: Certificate, found: Correction, actor: User) -> None:
    """Record both halves of a correction: what went, and what came in its place."""
    why = made.correction
    remember("certificate.superseded", old, actor, by=made.number, reason=why)
    remember(
        "certificate.corrected",
        made,
        actor,
        replaces=old.number,
        reason=why,
        parts=sorted(found.parts),
        facts_sha256=facts_digest([found.draft]),
    )
