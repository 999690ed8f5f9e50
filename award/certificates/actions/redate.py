"""Another date or place for a whole batch: everything in force in it is issued again at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from flask_babel import lazy_gettext as _l
from sqlalchemy import insert, select

from award.approvals.actions import check_password
from award.certificates import drafting, queries
from award.certificates.actions.correct import Correction, remember_both, supersede
from award.certificates.actions.issue import (
    new_batch,
    remember_batch,
    row_of,
    wait_for_others,
)
from award.certificates.actions.remembering import REASON_LENGTH
from award.certificates.anew import DATED, PARTS, holds_office, signer_of_batch
from award.certificates.drafting import COURTESY, Draft, Terms
from award.certificates.facts import Facts
from award.certificates.findings import findings, open_ones
from award.certificates.models import Batch, Certificate
from award.certificates.recipients import LANGUAGE, Recipient
from award.certificates.states import CertificateState, Kind
from award.certificates.style import Style
from award.certificates.words import sentence_of
from award.core import jobs
from award.core.access import ensure
from award.core.db import db
from award.core.language import long_date
from award.core.problems import Invalid, required
from award.people.models import User


class Redating(NamedTuple):
    """What is in force in a batch, and what would be issued in its place, one for each."""

    terms: Terms
    old: Sequence[Certificate]
    drafts: Sequence[Draft]


def redate(
    *, batch: Batch, dated: date, place: str, reason: str, password: str, actor: User
) -> Batch:
    """Issue every certificate in force in the batch again, on this date and in this place and
    otherwise as it was; each supersedes the old one, all in one transaction.

    Like issuing, it leaves no choice about a single entry: whoever is bound to one may do it.
    Raises :class:`Invalid` without a reason, with a wrong password, when neither date nor place
    differs and when they cannot be printed, `Refused` while something in it is being made.
    """
    why = required(reason, "reason", _l("Tuliskan alasan koreksi."))[:REASON_LENGTH]
    check_password(actor, password)
    wait_for_others(batch.edition)
    found = redating(batch, dated=dated, place=place)
    for each in found.old:
        ensure("certificate:correct", each, actor)
    new = new_batch(batch.edition, Kind(batch.kind), found.terms, actor)
    remember_batch(new, found.drafts, actor)
    for old, made, draft in zip(found.old, _replaced(found, new, why), found.drafts, strict=True):
        parts = Correction(frozenset({DATED}), found.terms, draft)
        remember_both(old, made, parts, actor)
    jobs.enqueue("certificates.render", batch_id=new.id)
    for job in ("certificates.bind", "certificates.export"):
        jobs.enqueue(job, batch_id=batch.id)
    return new


def redating(batch: Batch, *, dated: date, place: str) -> Redating:
    """What another date and place come to. Raises :class:`Invalid` when nothing does."""
    if (dated, place) == (batch.dated, batch.place):
        sentence = _l("Tulis tanggal atau tempat yang lain daripada yang tercetak.")
        raise Invalid(sentence, {"dated": sentence})
    _check_signer(batch, dated)
    old = _in_force(batch)
    if not old:
        raise Invalid(_l("Tidak ada piagam yang berlaku dalam terbitan ini."))
    terms = Terms(
        style=Style.from_dict(batch.style),
        dated=dated,
        place=place,
        signer=signer_of_batch(batch),
    )
    found = Redating(terms, old, _drafts(batch, old, terms))
    _check_printable(batch, found)
    return found


def _check_signer(batch: Batch, day: date) -> None:
    if day == batch.dated or holds_office(batch, day):
        return
    sentence = _l(
        "%(name)s tidak menjabat pada %(date)s. Pilih tanggal lain.",
        name=batch.signer_name,
        date=long_date(day),
    )
    raise Invalid(sentence, {"dated": sentence})


def _in_force(batch: Batch) -> Sequence[Certificate]:
    """As they are now, and kept from changing until the transaction ends."""
    over = (CertificateState.SUPERSEDED, CertificateState.REVOKED)
    query = select(Certificate).where(
        Certificate.batch_id == batch.id, Certificate.state.not_in(over)
    )
    locked = query.order_by(Certificate.serial).with_for_update(of=Certificate)
    return db.session.scalars(locked.execution_options(populate_existing=True)).all()


def _drafts(batch: Batch, old: Sequence[Certificate], terms: Terms) -> list[Draft]:
    edition, kind = batch.edition, Kind(batch.kind)
    said = {
        language: _dated(drafting.wording(edition, kind, terms, language))
        for language in (LANGUAGE, COURTESY)
    }
    return [
        _draft(each, serial, drafting.number_of(edition, kind, serial, terms.dated), said)
        for serial, each in enumerate(old, drafting.last_serial(edition, kind) + 1)
    ]


def _dated(wording: Mapping[str, object]) -> dict[str, object]:
    return {name: wording[name] for name in PARTS[DATED]}


def _draft(
    old: Certificate, serial: int, number: str, said: Mapping[str, dict[str, object]]
) -> Draft:
    """The certificate as it was issued but for place, date and what is never used twice."""
    own = drafting.identity(number)
    facts = Facts.from_dict({**old.facts, **said[LANGUAGE], **own})
    had = old.courtesy
    copy = None if had is None else Facts.from_dict({**had, **said[COURTESY], **own})
    honoured = Recipient(old.subject, facts.recipient, facts.predicate, entry_id=old.entry_id)
    return Draft(honoured, serial, facts, copy)


def _check_printable(batch: Batch, found: Redating) -> None:
    """Only what is new can be at fault: everything else stands as it was issued."""
    fresh = {*PARTS[DATED], "number"}
    known = findings(batch.edition, Kind(batch.kind), found.drafts, found.terms)
    if faults := [each.fault for each in open_ones(known) if each.fault.field in fresh]:
        sentences = {each.field: sentence_of(each) for each in faults}
        raise Invalid(_l("Piagam yang baru belum dapat diterbitkan."), sentences)


def _replaced(found: Redating, batch: Batch, why: str) -> Sequence[Certificate]:
    """The new ones, in the order of the old ones."""
    supersede(found.old)
    rows = [
        {**row_of(batch, draft), "replaces_id": old.id, "correction": why}
        for old, draft in zip(found.old, found.drafts, strict=True)
    ]
    db.session.execute(insert(Certificate), rows)
    return queries.certificates(batch)
