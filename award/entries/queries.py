"""Reads about entries: loaders, what an entry contains, what it lacks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, or_, select
from sqlalchemy.orm import joinedload, lazyload

from award.competitions.models import Edition
from award.core.db import db
from award.core.problems import Refused
from award.entries import deadline
from award.entries.completeness import Gap, gaps
from award.entries.content import EntryContent, assemble
from award.entries.eligibility import Facts, Finding, check
from award.entries.models import Document, Entry, HandBack, SectionText
from award.entries.states import EntryState
from award.innovations.models import Innovation
from award.innovations.queries import lineage
from award.innovations.rules import acts_for
from award.innovations.states import Stage
from award.people.models import Agency, User
from award.people.rules import is_a
from award.people.states import Role

Places = Callable[[Sequence[int]], Sequence[tuple[int, int]]]


def _no_places(_innovation_ids: Sequence[int]) -> Sequence[tuple[int, int]]:
    return ()


class EarlierPlaces:
    """Who knows what innovations won before: results come later and offer it themselves."""

    of: Places = staticmethod(_no_places)


def _not_bound(_person: Any, _entry: Entry) -> object:
    return None


class Bonds:
    """Who knows what binds people to entries: judging comes later and offers its register."""

    of: Callable[[Any, Entry], object] = staticmethod(_not_bound)


def keep_out(actor: Any, entry: Entry) -> None:
    """Raise ``Refused`` for an organiser who is bound to the entry.

    Whoever writes or signs it comes as its agency, not as organiser.
    """
    as_agency = is_a(actor, Role.STAFF, Role.HEAD)
    if as_agency and acts_for(actor, entry.agency_id, entry.wall_id):
        return
    if is_a(actor, Role.ORGANISER) and (reason := Bonds.of(actor, entry)) is not None:
        raise Refused(reason)


def entry_for(actor: Any, entry_id: int, **_place: str) -> Entry | None:
    """Loader: an entry of the actor's own agency, or for an organiser any they are not bound to.

    What else an address names (a section, a document kind) is looked up by its page.
    """
    years = joinedload(Entry.edition, innerjoin=True).undefer(Edition.published_before)
    entry = db.session.get(Entry, entry_id, options=[years])
    if entry is None or not _may_know(actor, entry):
        return None
    keep_out(actor, entry)
    return entry


def _may_know(actor: Any, entry: Entry) -> bool:
    if is_a(actor, Role.ORGANISER):
        return True
    return is_a(actor, Role.STAFF, Role.HEAD) and acts_for(actor, entry.agency_id, entry.wall_id)


def document_for(actor: Any, document_id: int) -> Document | None:
    """Loader: a document of an entry that the actor knows of, replaced ones included."""
    document = db.session.get(Document, document_id, options=[joinedload(Document.entry)])
    if document is None or not _may_know(actor, document.entry):
        return None
    keep_out(actor, document.entry)
    return document


def entry_of(innovation: Innovation, edition: Edition) -> Entry | None:
    """The innovation's entry in this edition."""
    return db.session.scalar(
        select(Entry).where(Entry.innovation_id == innovation.id, Entry.edition_id == edition.id)
    )


def entries_of(actor: User) -> Sequence[Entry]:
    """The entries of the actor's agency, the newest edition first."""
    own: ColumnElement[bool] = Entry.agency_id == actor.agency_id
    if actor.agency_id == actor.wall_id:
        own = Entry.wall_id == actor.wall_id
    query = select(Entry).join(Entry.edition).where(own)
    return db.session.scalars(query.order_by(Edition.year.desc(), Entry.id.desc())).all()


def contents(entries: Sequence[Entry]) -> dict[int, EntryContent]:
    """What each entry contains, by its id: two queries however many entries there are."""
    ids = [entry.id for entry in entries]
    texts: dict[int, list[SectionText]] = {entry_id: [] for entry_id in ids}
    documents: dict[int, list[Document]] = {entry_id: [] for entry_id in ids}
    for text in db.session.scalars(select(SectionText).where(SectionText.entry_id.in_(ids))):
        texts[text.entry_id].append(text)
    for document in db.session.scalars(_handed().where(Document.entry_id.in_(ids))):
        documents[document.entry_id].append(document)
    return {entry.id: assemble(entry, texts[entry.id], documents[entry.id]) for entry in entries}


def content(entry: Entry, *, writers: bool = False) -> EntryContent:
    """What the entry contains: its sections, documents and declarations. Two queries.

    With ``writers`` it is known who saved each section, which only the writers' pages show.
    """
    texts = db.session.scalars(_texts_of(writers), {"entry": entry.id}).all()
    documents = db.session.scalars(_documents_of(), {"entry": entry.id}).all()
    return assemble(entry, texts, documents)


@cache  # a statement that is made once is also compiled and compared once
def _texts_of(writers: bool) -> Select[SectionText]:
    query = select(SectionText).where(SectionText.entry_id == bindparam("entry"))
    writer = joinedload(SectionText.saved_by)
    who = writer.options(lazyload(User.agency), lazyload(User.grants))
    return query.options(who) if writers else query


@cache
def _documents_of() -> Select[Document]:
    return _handed().where(Document.entry_id == bindparam("entry"))


def _handed() -> Select[Document]:
    return select(Document).where(Document.removed_at.is_(None)).order_by(Document.id.desc())


def section_text(entry: Entry, key: str) -> SectionText | None:
    """What was written in one section, freshly read."""
    query = select(SectionText).where(SectionText.entry_id == entry.id, SectionText.key == key)
    return db.session.scalar(query.execution_options(populate_existing=True))


@dataclass(frozen=True)
class Neighbour:
    """Another entry of the edition: of the same agency, or under the same title."""

    entry_id: int
    title: str
    state: EntryState
    submitted_at: datetime | None
    agency_id: int
    agency: str
    same_title: bool


def neighbours(entry: Entry) -> Sequence[Neighbour]:
    """What the edition holds besides, without what was withdrawn. One query."""
    where = {"edition": entry.edition_id, "agency": entry.agency_id, "number": entry.id}
    rows = db.session.execute(_near(), where | {"mark": entry.title_mark})
    return [Neighbour(*row) for row in rows]


@cache
def _near() -> Select[int, str, EntryState, datetime | None, int, str, bool]:
    same_title = Entry.title_mark == bindparam("mark")
    columns = (Entry.id, Entry.title, Entry.state, Entry.submitted_at, Entry.agency_id)
    query = select(*columns, Agency.name, same_title).join(Agency, Agency.id == Entry.agency_id)
    return query.where(
        Entry.edition_id == bindparam("edition"),
        or_(Entry.agency_id == bindparam("agency"), same_title),
        Entry.id != bindparam("number"),
        Entry.state != EntryState.WITHDRAWN,
    ).order_by(Entry.id)


def facts(entry: Entry, others: Sequence[Neighbour] | None = None) -> Facts:
    """What the eligibility rules need to know; ``others`` are the entry's neighbours, if read."""
    near = neighbours(entry) if others is None else others
    own, years = [it for it in near if it.agency_id == entry.agency_id], _earlier_years(entry)
    # Places count only where an edition was published before this one.
    places = EarlierPlaces.of(lineage(entry.innovation)) if years else ()
    declared = set(entry.declarations)
    return Facts(
        group=entry.group,
        started_on=entry.innovation.started_on,
        closes_on=deadline.registration(entry.edition).ends,
        applied=entry.innovation.stage == Stage.APPLIED,
        sent_by_agency=sum(it.state != EntryState.DRAFT for it in own),
        title_taken=any(it.same_title for it in own),
        origin=entry.innovation.origin,
        undeclared=sum(each.key not in declared for each in entry.edition.declarations),
        earlier_years=years,
        earlier_places=tuple(places),
    )


def _earlier_years(entry: Entry) -> tuple[int, ...]:
    years = (entry.edition.published_before or "").split(",")
    return tuple(sorted({int(year) for year in years if year}, reverse=True))


def findings(entry: Entry, others: Sequence[Neighbour] | None = None) -> list[Finding]:
    """What each eligibility rule of the edition says about the entry."""
    return check(facts(entry, others), entry.edition.eligibility)


def gaps_of(entry: Entry) -> list[Gap]:
    """What still keeps the entry from being sent, and where to mend it."""
    return gaps(content(entry), findings(entry))


def missing(entry: Entry) -> list[str]:
    """The same in sentences; empty when the entry may be sent."""
    return [str(gap.sentence) for gap in gaps_of(entry)]


def last_hand_back(entry: Entry) -> HandBack | None:
    """The note with which the head of agency last gave the entry back."""
    query = select(HandBack).where(HandBack.entry_id == entry.id)
    return db.session.scalar(query.order_by(HandBack.id.desc()).limit(1))
