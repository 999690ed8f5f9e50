"""Taking an entry out of the competition, and back in."""

from __future__ import annotations

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from award.approvals.models import Approval
from award.approvals.queries import proven
from award.competitions.states import EditionState
from award.core import clock, ledger, mail
from award.core.db import db
from award.core.problems import Stale
from award.entries.models import Entry
from award.people.queries import people_with
from award.people.states import Role
from award.results.models_ruling import Disqualification
from award.results.queries import rulings
from award.results.rules_ruling import NOT_OUT

DISQUALIFY, REINSTATE = "entry.disqualify", "entry.reinstate"


def disqualify(*, entry: Entry, approval: Approval) -> Disqualification:
    """Take the entry out of ranking and certificates as two people agreed; its agency is told.

    Marks and earlier decisions stay as they are. Rounds that are already decided keep their list.
    """
    proven(approval, DISQUALIFY, entry.id)
    _hold(entry)
    round_ = rulings.last_round(entry)
    made = Disqualification(
        entry=entry,
        round=round_,
        reason=approval.reason,
        at=clock.now(),
        approval=approval,
    )
    db.session.add(made)
    db.session.flush()
    _record("disqualified", entry, approval, round_id=round_.id if round_ else None)
    _tell(entry, approval.reason)
    return made


def reinstate(*, entry: Entry, approval: Approval) -> None:
    """Take the entry back into the competition as two people agreed."""
    proven(approval, REINSTATE, entry.id)
    _hold(entry)
    found = rulings.standing(entry.id)
    if found is None:
        raise Stale(NOT_OUT)
    found.lifted_at, found.lifted_approval = clock.now(), approval
    db.session.flush()
    _record("reinstated", entry, approval)


def _hold(entry: Entry) -> None:
    """Nobody freezes the result meanwhile, and nobody has."""
    db.session.refresh(entry.edition, ["state", "version"], with_for_update=True)
    if entry.edition.state != EditionState.OPEN:
        raise Stale(_l("Hasil edisi ini sudah dikunci. Buka kuncinya, lalu usulkan kembali."))


def _record(verb: str, entry: Entry, approval: Approval, **content: int | None) -> None:
    ledger.record(
        f"entry.{verb}",
        entry,
        actor=approval.confirmed_by,
        edition_id=entry.edition_id,
        reason=approval.reason,
        approval_id=approval.id,
        proposed_by=approval.proposed_by_id,
        **content,
    )


def _tell(entry: Entry, reason: str) -> None:
    people = {
        person.id: person
        for role in (Role.HEAD, Role.STAFF)
        for agency in {entry.agency_id, entry.wall_id}
        for person in people_with(role, agency)
    }
    # Whoever confirms may read English; the mail goes to an office.
    with force_locale("id"):
        for person in people.values():
            body = _(
                "Yth. %(name)s,\n\nUsulan “%(title)s” didiskualifikasi.\n\nAlasan: %(reason)s\n\n"
                "Usulan ini tidak lagi diperingkat. Alasan lengkapnya terbaca setelah Anda masuk.",
                name=person.name,
                title=entry.title,
                reason=reason,
            )
            subject = _("Diskualifikasi usulan %(title)s", title=entry.title)
            mail.post(recipient=person.email, subject=subject, body=body)
