"""Issuing: facts, numbers and codes are frozen, all or none."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import insert, select

from award.certificates.drafting import Draft, Terms
from award.certificates.models import Batch, Certificate
from award.certificates.nip import digits
from award.certificates.preflight import Preflight, preflight
from award.certificates.printing.imprint import imprint
from award.certificates.states import Kind
from award.certificates.words import sentence_of
from award.competitions.models import Edition
from award.core import clock, jobs, ledger
from award.core.access import ensure
from award.core.db import db
from award.core.problems import Invalid, Stale
from award.people.models import User


def issue(*, edition: Edition, kind: Kind, terms: Terms, actor: User) -> Batch:
    """Issue certificates to everyone who has none of this kind yet, all or none.

    Facts, number and code are frozen here; the worker prints afterwards. Two organisers at once
    wait for each other: the second finds nobody left and gets :class:`Stale`. Anything open in
    the pre-flight, or a layout that nobody has checked, raises :class:`Invalid`.
    """
    ensure("certificate:issue", edition, actor)
    wait_for_others(edition)
    found = preflight(edition, kind, terms)
    _check(found)
    batch = new_batch(edition, kind, terms, actor)
    enter(batch, found.drafts)
    remember_batch(batch, found.drafts, actor)
    jobs.enqueue("certificates.render", batch_id=batch.id)
    return batch


def wait_for_others(edition: Edition) -> None:
    """Give numbers one after the other, also when two organisers act at once."""
    # PostgreSQL: whoever issues for this edition holds its row until the end of the transaction.
    # SQLite has one writer from the first statement on.
    db.session.execute(select(Edition.id).where(Edition.id == edition.id).with_for_update())


def _check(found: Preflight) -> None:
    if not found.drafts:
        raise Stale(
            _l("Semua penerima sudah memiliki piagam jenis ini. Tidak ada yang diterbitkan.")
        )
    if found.open:
        raise Invalid(
            _l("Piagam belum dapat diterbitkan karena ada data yang perlu dilengkapi."),
            {each.fault.field: sentence_of(each.fault) for each in found.open},
        )
    if not found.laid_out:
        raise Invalid(_l("Piagam belum dapat diterbitkan karena tata letaknya belum diperiksa."))


def new_batch(edition: Edition, kind: Kind, terms: Terms, actor: User) -> Batch:
    """A batch that freezes what its certificates share."""
    signer = terms.signer
    batch = Batch(
        edition=edition,
        edition_id=edition.id,
        kind=kind,
        style=terms.style.to_dict(),
        design_version=imprint(terms.style),
        dated=terms.dated,
        place=terms.place,
        signer_office=signer.office,
        signer_name=signer.name,
        signer_rank=signer.rank,
        signer_nip=digits(signer.nip),
        issued_at=clock.now(),
        issued_by_id=actor.id,
    )
    db.session.add(batch)
    db.session.flush()
    return batch


def enter(batch: Batch, drafts: Sequence[Draft]) -> None:
    """Write the certificates of a batch in one statement."""
    db.session.execute(insert(Certificate), [row_of(batch, draft) for draft in drafts])


def row_of(batch: Batch, draft: Draft) -> dict[str, object]:
    """A draft as it is frozen."""
    row = {
        "batch_id": batch.id,
        "edition_id": batch.edition_id,
        "kind": batch.kind,
        "issued_at": clock.now(),
        "serial": draft.serial,
        "number": draft.facts.number,
        "code": draft.facts.code,
        "subject": draft.recipient.subject,
        "entry_id": draft.recipient.entry_id,
        "facts": draft.facts.to_dict(),
    }
    # Left out rather than None, which a JSON column would keep as the word "null".
    return row if draft.courtesy is None else {**row, "courtesy": draft.courtesy.to_dict()}


def facts_digest(drafts: Sequence[Draft]) -> str:
    """SHA-256 over the facts, those of courtesy copies among them, for the ledger."""
    frozen = ledger.canonical([sheet.to_dict() for draft in drafts for sheet in draft.sheets])
    return hashlib.sha256(frozen.encode()).hexdigest()


def remember_batch(batch: Batch, drafts: Sequence[Draft], actor: User) -> None:
    """Record the issue of a batch: its numbers, and what its facts were."""
    ledger.record(
        "certificates.issued",
        batch,
        actor=actor,
        edition_id=batch.edition_id,
        kind=batch.kind,
        numbers=[draft.facts.number for draft in drafts],
        facts_sha256=facts_digest(drafts),
        design=f"{batch.design} {batch.design_version}",
    )
