"""Reads for screening: the queue, and everything a decision rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, select
from sqlalchemy.orm import defer, joinedload, lazyload, load_only

from award.competitions.models import Category, Edition
from award.core.db import db
from award.entries import changes
from award.entries.eligibility import Finding
from award.entries.models import Entry, Screening, Submission
from award.entries.queries import Neighbour, findings, keep_out, neighbours
from award.entries.states import EntryState
from award.innovations.models import Innovation
from award.people.models import User

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
class File:
    """What a decision rests on besides the entry itself."""

    submissions: Sequence[Submission]
    screenings: Sequence[Screening]
    twins: Sequence[Neighbour]
    changes: Sequence[changes.Change]
    findings: Sequence[Finding]


def submitted_entry(actor: Any, entry_id: int) -> Entry | None:
    """Loader: an entry that was submitted once; organisers bound to it are refused."""
    entry = db.session.scalar(_submitted(), {"number": entry_id})
    if entry is not None:
        keep_out(actor, entry)
    return entry


@cache  # a statement that is made once is also compiled and compared once
def _submitted() -> Select[Entry]:
    query = select(Entry).where(Entry.id == bindparam("number"), Entry.submitted_at.is_not(None))
    # The rest of an edition is wide and of no use to screen one entry.
    edition = load_only(
        Edition.name,
        Edition.year,
        Edition.state,
        Edition.groups,
        Edition.calendar,
        Edition.form,
        Edition.documents,
        Edition.declarations,
        Edition.reasons,
        Edition.eligibility,
        Edition.settings,
        Edition.version,
        Edition.published_before,
    )
    return query.options(
        joinedload(Entry.edition, innerjoin=True).options(edition),
        joinedload(Entry.innovation, innerjoin=True).lazyload(Innovation.agency),
        joinedload(Entry.category).load_only(Category.name),
    )


def queue(edition: Edition, shown: str, page: int) -> Queue:
    """The entries of an edition in one of the states of :data:`SHOWN`: three queries."""
    once = (Entry.edition_id == edition.id, Entry.submitted_at.is_not(None))
    query = select(Entry).where(*once, Entry.state.in_(SHOWN[shown]))
    query = query.order_by(Entry.submitted_at, Entry.id).limit(PAGE).offset((page - 1) * PAGE)
    found = select(Entry.state, func.count()).where(*once).group_by(Entry.state)
    of_state = {EntryState(state): count for state, count in db.session.execute(found)}
    counts = {key: sum(of_state.get(s, 0) for s in states) for key, states in SHOWN.items()}
    entries = db.session.scalars(query).all()
    return Queue(entries, counts, shown, page, _duplicated(edition.id, entries))


def file_of(entry: Entry) -> File:
    """Earlier decisions, entries under the same title, and what changed since the last signing."""
    signed, past = _history(entry)
    changed = changes.between(*_contents(signed[1], signed[0])) if len(signed) > 1 else []
    near = neighbours(entry)
    return File(signed, past, _twins(entry, near), changed, findings(entry, near))


def _history(entry: Entry) -> tuple[Sequence[Submission], Sequence[Screening]]:
    """What was signed, the newest first, and what was decided about it, in order. One query."""
    rows = db.session.execute(_signed_and_decided(), {"entry": entry.id}).all()
    decided = {row.Screening.id: row.Screening for row in rows if row.Screening is not None}
    return list(dict.fromkeys(row.Submission for row in rows)), [
        decided[n] for n in sorted(decided)
    ]


def _contents(*submissions: Submission) -> Iterator[dict[str, Any]]:
    """What was signed each time. One query: most entries are signed once, and need it not."""
    ids = [each.id for each in submissions]
    query = select(Submission.id, Submission.content).where(Submission.id.in_(ids))
    found = {row.id: row.content for row in db.session.execute(query)}
    return (found[number] for number in ids)


@cache
def _signed_and_decided() -> Select[Submission, Screening]:
    by = joinedload(Screening.by, innerjoin=False).load_only(User.name)
    return (
        select(Submission, Screening)
        .outerjoin(Screening, Screening.submission_id == Submission.id)
        .where(Submission.entry_id == bindparam("entry"))
        .options(defer(Submission.content), lazyload(Submission.signed_by), by)
        .options(by.lazyload(User.grants), by.lazyload(User.agency))
        .order_by(Submission.number.desc())
    )


def _compared(edition_id: int) -> tuple[ColumnElement[bool], ...]:
    # Drafts are their agencies' own business until a head has signed.
    return (
        Entry.edition_id == edition_id,
        Entry.submitted_at.is_not(None),
        Entry.state != EntryState.WITHDRAWN,
    )


def _duplicated(edition_id: int, entries: Sequence[Entry]) -> frozenset[int]:
    """Those of the entries under whose title the edition has another."""
    shown = {each.id: each.title_mark for each in entries if each.state != EntryState.WITHDRAWN}
    among = Entry.title_mark.in_(set(shown.values()))
    query = select(Entry.title_mark).where(*_compared(edition_id), among)
    alike = set(db.session.scalars(query.group_by(Entry.title_mark).having(func.count() > 1)))
    return frozenset(number for number, mark in shown.items() if mark in alike)


def _twins(entry: Entry, near: Sequence[Neighbour]) -> Sequence[Neighbour]:
    if entry.state == EntryState.WITHDRAWN:
        return ()
    return [each for each in near if each.same_title and each.submitted_at is not None]
