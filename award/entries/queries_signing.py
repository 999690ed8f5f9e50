"""Reads for the agency's side of an entry after writing: sign-off, receipt, outcome."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, or_, select
from sqlalchemy.orm import joinedload, lazyload

from award.competitions.blueprint import Reason
from award.core.db import db
from award.entries.models import Document, Entry, HandBack, Screening, SectionText, Submission
from award.entries.queries import last_hand_back
from award.entries.states import WRITABLE, EntryState
from award.people.models import Agency, User


@dataclass(frozen=True)
class Receipt:
    """The proof of a signature: the submission shown, and all of them, the newest first."""

    entry: Entry
    submission: Submission
    submissions: Sequence[Submission]


@dataclass(frozen=True)
class Outcome:
    """What the head and the organiser last said about an entry."""

    hand_back: HandBack | None
    screening: Screening | None
    reasons: Sequence[Reason]


def entries_to_sign(actor: Any) -> Sequence[Entry]:
    """The entries this head signs for, drafts left out, the newest edition first."""
    mine = or_(
        Entry.agency_id == actor.agency_id,
        and_(Entry.wall_id == actor.agency_id, ~Agency.heads.any()),
    )
    query = select(Entry).join(Entry.agency).where(mine, Entry.state != EntryState.DRAFT)
    return db.session.scalars(query.order_by(Entry.edition_id.desc(), Entry.id)).unique().all()


def texts(entry: Entry) -> Sequence[SectionText]:
    """What was written, section by section."""
    return db.session.scalars(select(SectionText).where(SectionText.entry_id == entry.id)).all()


def documents(entry: Entry) -> Sequence[Document]:
    """The documents that have not been removed, in a steady order."""
    query = select(Document).where(Document.entry_id == entry.id, Document.removed_at.is_(None))
    return db.session.scalars(query.order_by(Document.key, Document.id)).all()


def submissions(entry: Entry) -> Sequence[Submission]:
    """Every signed version, the newest first."""
    return db.session.scalars(_submissions(), {"entry": entry.id}).all()


@cache  # a statement that is made once is also compiled and compared once
def _submissions() -> Select[Submission]:
    query = select(Submission).where(Submission.entry_id == bindparam("entry"))
    signer = joinedload(Submission.signed_by, innerjoin=True).options(
        lazyload(User.grants), lazyload(User.agency)
    )
    return query.options(signer).order_by(Submission.number.desc())


def receipt(entry: Entry, number: int | None = None) -> Receipt | None:
    """The receipt of the submission with this number, or of the newest."""
    signed = submissions(entry)
    wanted = (each for each in signed if number in (None, each.number))
    shown = next(wanted, None)
    return None if shown is None else Receipt(entry, shown, signed)


def outcome(entry: Entry) -> Outcome:
    """What still stands: a hand-back waiting for the writers, a screening not signed over."""
    latest = select(Screening).where(Screening.entry_id == entry.id)
    screening = db.session.scalar(latest.order_by(Screening.id.desc()).limit(1))
    if entry.state in (EntryState.SUBMITTED, EntryState.WITHDRAWN):
        screening = None
    back = last_hand_back(entry) if entry.state in WRITABLE else None
    if back is not None and screening is not None and screening.at > back.at:
        back = None
    keys = screening.reasons if screening is not None else []
    return Outcome(back, screening, [each for each in entry.edition.reasons if each.key in keys])
