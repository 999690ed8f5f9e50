"""From the writers to the head of agency and to the organiser: send, hand back, sign, withdraw."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from award.core import clock, ledger
from award.core.access import ensure
from award.core.db import db
from award.core.language import local
from award.core.problems import Invalid
from award.entries import queries_signing as queries
from award.entries import seal
from award.entries.actions import letters
from award.entries.actions.holding import hold, required, same
from award.entries.models import Entry, HandBack, Submission
from award.entries.queries import missing
from award.entries.rules_signing import signs_for
from award.entries.states import ENTRY, EntryState
from award.people.models import User

NOTE_LIMIT = 2000
REASON_LIMIT = 500


def send_to_head(*, entry: Entry, actor: User) -> None:
    """Send a complete entry to the head of agency, who is told by mail. Safe to repeat.

    Raises ``Invalid`` with every sentence of what is missing.
    """
    hold(entry)
    if entry.state == EntryState.AWAITING_SIGNOFF:
        return
    ensure("entry:send", entry, actor)
    if gaps := missing(entry):
        raise Invalid(_l("Usulan belum lengkap: %(gaps)s", gaps=" ".join(gaps)))
    _move(entry, "send", actor)
    letters.waiting(entry, actor)


def hand_back(*, entry: Entry, note: str, actor: User, version: int | None = None) -> HandBack:
    """Give the entry back to its writers, who are told why by mail."""
    hold(entry)
    ensure("entry:hand_back", entry, actor)
    same(entry, version)
    ask = _l("Tulis catatan agar penulis tahu apa yang diperbaiki.")
    note = required("note", note, ask, NOTE_LIMIT)
    move = "hand_back" if entry.correction_due is None else "hand_back_correction"
    back = HandBack(entry_id=entry.id, note=note, by_id=actor.id, at=clock.now())
    db.session.add(back)
    _move(entry, move, actor, note=note)
    letters.handed_back(entry, note)
    return back


def sign(*, entry: Entry, agreed: bool, actor: User, version: int | None = None) -> Submission:
    """Freeze the entry as signed and submit it.

    Signing what has just been signed answers the same submission. ``agreed`` is the head's tick
    under the edition's statement of integrity; raises ``Stale`` when the head read another
    ``version``.
    """
    hold(entry)
    if entry.state == EntryState.SUBMITTED and signs_for(actor, entry):
        return queries.submissions(entry)[0]
    ensure("entry:sign", entry, actor)
    same(entry, version)
    if not agreed:
        sentence = _l("Centang pernyataan integritas sebelum menandatangani.")
        raise Invalid(sentence, {"agreed": sentence})
    submission = _submission(entry, actor)
    entry.submitted_at = submission.signed_at
    _move(entry, "sign", actor, number=submission.number, sha256=submission.sha256)
    return submission


def _submission(entry: Entry, actor: User) -> Submission:
    number = len(queries.submissions(entry)) + 1
    content = seal.frozen(entry, number, queries.texts(entry), queries.documents(entry))
    submission = Submission(
        entry_id=entry.id,
        number=number,
        content=content,
        sha256=seal.sha256_of(content),
        statement=local(entry.edition.integrity),
        signed_by_id=actor.id,
        signed_at=clock.now(),
    )
    db.session.add(submission)
    return submission


def withdraw(*, entry: Entry, reason: str, actor: User) -> None:
    """Take the entry back, with a reason that the organiser reads."""
    hold(entry)
    ensure("entry:withdraw", entry, actor)
    reason = required("reason", reason, _l("Tulis alasan penarikan."), REASON_LIMIT)
    entry.withdrawn_reason = reason
    _move(entry, "withdraw", actor, reason=reason)


def reopen(*, entry: Entry, actor: User) -> None:
    """Take up a withdrawn entry again: as a draft, or in the correction window it was given."""
    hold(entry)
    ensure("entry:reopen", entry, actor)
    entry.withdrawn_reason = ""
    if entry.correction_due is not None:
        _move(entry, "reopen_correction", actor)
        return
    entry.submitted_at = None  # what was signed before stays, under its number
    _move(entry, "reopen", actor)


def _move(entry: Entry, move: str, actor: User, **content: object) -> None:
    entry.state = ENTRY.after(move, entry.state)
    db.session.flush()
    ledger.record(f"entry.{move}", entry, actor=actor, edition_id=entry.edition_id, **content)
