"""Reads for screening: the queue, and everything a decision rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from award.competitions.models import Edition
from award.core.db import db
from award.entries import changes
from award.entries.duplicates import twins, twins_of
from award.entries.models import Entry, Screening, Submission
from award.entries.queries import keep_out
from award.entries.queries_signing import submissions
from award.entries.states import EntryState
from award.people.models import Agency

PAGE = 50
SHOWN = {
    "menunggu": (EntryState.SUBMITTED,),
    "perbaikan": (EntryState.CORRECTION, EntryState.AWAITING_SIGNOFF),
    "lolos": (EntryState.PASSED,),
    "tidak-lolos": (EntryState.REJECTED,),
    "ditarik": (EntryState.WITHDRAWN,),
}
"""What the queue can be narrowed to; entries that were never submitted are not in it."""


@dataclass(frozen=True)
class Queue:
    """One page of the entries to screen, the longest waiting first."""

    entries: Sequence[Entry]
    counts: dict[str, int]
    shown: str
    page: int
    duplicated: frozenset[int]

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return -(-self.counts[self.shown] // PAGE)


@dataclass(frozen=True)
class Twin:
    """Another entry of the edition under the same title."""

    entry_id: int
    title: str
    agency: str
    state: EntryState


@dataclass(frozen=True)
class File:
    """What a decision rests on besides the entry itself."""

    submissions: Sequence[Submission]
    screenings: Sequence[Screening]
    twins: Sequence[Twin]
    changes: Sequence[changes.Change]


def submitted_entry(actor: Any, entry_id: int) -> Entry | None:
    """Loader: an entry that was submitted once; organisers bound to it are refused."""
    entry = db.session.get(Entry, entry_id)
    if entry is None or entry.submitted_at is None:
        return None
    keep_out(actor, entry)
    return entry


def queue(edition: Edition, shown: str, page: int) -> Queue:
    """The entries of an edition in one of the states of :data:`SHOWN`: three queries."""
    once = (Entry.edition_id == edition.id, Entry.submitted_at.is_not(None))
    query = select(Entry).where(*once, Entry.state.in_(SHOWN[shown]))
    query = query.order_by(Entry.submitted_at, Entry.id).limit(PAGE).offset((page - 1) * PAGE)
    found = select(Entry.state, func.count()).where(*once).group_by(Entry.state)
    of_state = {EntryState(state): count for state, count in db.session.execute(found)}
    counts = {key: sum(of_state.get(s, 0) for s in states) for key, states in SHOWN.items()}
    entries = db.session.scalars(query).all()
    return Queue(entries, counts, shown, page, frozenset(twins(_titles(edition.id))))


def file_of(entry: Entry) -> File:
    """Earlier decisions, entries under the same title, and what changed since the last signing."""
    signed = submissions(entry)
    past = select(Screening).where(Screening.entry_id == entry.id).order_by(Screening.id)
    changed = changes.between(signed[1].content, signed[0].content) if len(signed) > 1 else []
    return File(signed, db.session.scalars(past).all(), _twins(entry), changed)


def _titles(edition_id: int) -> dict[int, str]:
    # Drafts are their agencies' own business until a head has signed.
    query = select(Entry.id, Entry.title).where(
        Entry.edition_id == edition_id,
        Entry.submitted_at.is_not(None),
        Entry.state != EntryState.WITHDRAWN,
    )
    return dict(db.session.execute(query).all())


def _twins(entry: Entry) -> Sequence[Twin]:
    numbers = twins_of(entry.id, _titles(entry.edition_id))
    if not numbers:
        return ()
    query = select(Entry.id, Entry.title, Agency.name, Entry.state).join(
        Agency, Agency.id == Entry.agency_id
    )
    rows = db.session.execute(query.where(Entry.id.in_(numbers)).order_by(Entry.id))
    return [Twin(number, title, name, EntryState(state)) for number, title, name, state in rows]
