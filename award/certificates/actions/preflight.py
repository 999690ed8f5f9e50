"""Asking the worker to lay out everyone before anything is issued."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete

from award.certificates.actions.issue import wait_for_others
from award.certificates.drafting import Draft, Terms
from award.certificates.facts import Fault
from award.certificates.models import LayoutCheck
from award.certificates.preflight import digest_of, preflight
from award.certificates.states import Kind
from award.competitions.models import Edition
from award.core import clock, jobs
from award.core.access import ensure
from award.core.db import db
from award.core.problems import Stale
from award.people.models import User


def ask_layout(*, edition: Edition, kind: Kind, terms: Terms, actor: User) -> LayoutCheck:
    """Have the worker lay out everyone whom the batch would honour, unless that was done.

    Raises :class:`Stale` when nobody is left without a certificate.
    """
    ensure("certificate:manage", edition, actor)
    wait_for_others(edition)
    found = preflight(edition, kind, terms)
    if not found.drafts:
        raise Stale(_l("Semua penerima sudah memiliki piagam jenis ini."))
    check = found.check or _new(edition, kind, terms, found.drafts)
    if check.finished_at is not None and found.hampered:
        check.done, check.faults, check.finished_at, check.tries = 0, [], None, 0
        check.moved_at = clock.now()
    if check.finished_at is None:
        jobs.enqueue("certificates.lay_out", check_id=check.id)
    return check


def _new(edition: Edition, kind: Kind, terms: Terms, drafts: Sequence[Draft]) -> LayoutCheck:
    check = LayoutCheck(
        edition_id=edition.id,
        kind=kind,
        dated=terms.dated,
        place=terms.place,
        signatory=terms.signatory,
        digest=digest_of(drafts, terms),
        total=len(drafts),
        asked_at=clock.now(),
        moved_at=clock.now(),
    )
    db.session.add(check)
    db.session.flush()
    return check


def begin_layout(*, check: LayoutCheck) -> None:
    """Count that a worker tries everyone from the first."""
    check.tries += 1
    check.moved_at = clock.now()


def note_layout(*, check: LayoutCheck, done: int, faults: Sequence[tuple[str, Fault]]) -> None:
    """Record how far the worker is and what it found so far; with the last one the check ends."""
    check.done, check.moved_at = done, clock.now()
    check.faults = [[subject, *fault] for subject, fault in faults]
    if done >= check.total:
        check.finished_at = clock.now()


def drop_layout(*, check_id: int) -> None:
    """Forget a check that was not finished: the data changed, so it speaks for nobody."""
    unfinished = LayoutCheck.finished_at.is_(None)
    db.session.execute(delete(LayoutCheck).where(LayoutCheck.id == check_id, unfinished))
