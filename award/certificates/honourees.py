"""Reads about the people and offices honoured beside an entry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from award.certificates.models import Certificate, Honouree
from award.certificates.states import Kind
from award.competitions.models import Category, Edition
from award.competitions.states import EditionState
from award.core.db import Text2, db
from award.entries.models import Entry
from award.innovations.rules import acts_for
from award.judging.queries.walls import barred_in_edition, why_kept_out
from award.people.models import Agency
from award.results.models import Decision
from award.results.states import Outcome

BESIDE = (Kind.MEMBER, Kind.PARTNER)
"""The kinds that honour somebody beside an entry."""


@dataclass(frozen=True)
class Team:
    """Who is honoured beside an entry; ``bound`` is why the reader must keep off it, if so."""

    entry: Entry
    outcome: Outcome
    named: Sequence[Honouree]
    issued: frozenset[int] = frozenset()
    """Ids of those who have a certificate."""
    bound: object = None

    def of(self, kind: Kind) -> list[Honouree]:
        """Those of a kind, in their order."""
        return [each for each in self.named if each.kind == kind]


@dataclass(frozen=True)
class Summary:
    """An entry in the organiser's list, with how many are honoured beside it."""

    entry_id: int
    title: str
    agency: Text2
    category: Mapping[str, str]
    outcome: Outcome
    counts: Mapping[Kind, int]
    bound: object = None


def team_for(actor: Any, entry_id: int) -> Team | None:
    """Loader: the team of a decided entry, for organisers and the entry's own agency."""
    entry = db.session.get(Entry, entry_id)
    outcome = _outcome(entry_id)
    if entry is None or outcome is None:
        return None
    named = honourees_of(entry_id)
    return Team(entry, outcome, named, issued(named), why_kept_out(actor, entry))


def own_team(actor: Any, entry_id: int) -> Team | None:
    """Loader for an agency: nobody else learns of the entry, and it not before the results."""
    found = team_for(actor, entry_id)
    if found is None or found.entry.edition.state != EditionState.PUBLISHED:
        return None
    return found if acts_for(actor, found.entry.agency_id, found.entry.wall_id) else None


def _outcome(entry_id: int) -> Outcome | None:
    query = select(Decision.outcome).where(
        Decision.entry_id == entry_id, Decision.round_id.is_(None)
    )
    return db.session.scalar(query)


def honourees_of(entry_id: int) -> Sequence[Honouree]:
    """Everyone honoured beside an entry, in the order of their certificates."""
    query = select(Honouree).where(Honouree.entry_id == entry_id)
    return db.session.scalars(query.order_by(Honouree.id)).all()


def issued(named: Collection[Honouree]) -> frozenset[int]:
    """Ids of those for whom a certificate was ever issued."""
    subjects = {f"honouree:{each.id}": each.id for each in named}
    query = select(Certificate.subject).where(Certificate.subject.in_(subjects))
    return frozenset(subjects[each] for each in db.session.scalars(query))


def summaries(actor: Any, edition: Edition) -> list[Summary]:
    """Every decided entry of the edition with the numbers of its honourees. Few queries."""
    rows = db.session.execute(_decided().where(Decision.edition_id == edition.id)).all()
    bound = barred_in_edition(actor, edition.id)
    counts = _counts(edition)
    return [
        Summary(
            row.entry_id,
            row.title,
            {"id": row.agency, "en": row.agency_en},
            row.category,
            row.outcome,
            counts.get(row.entry_id, {}),
            bound.get(row.entry_id),
        )
        for row in rows
    ]


def own_entries(actor: Any) -> list[Any]:
    """Id, title and year of the decided entries for which the actor's office names its team."""
    own = Entry.agency_id == actor.agency_id
    if actor.agency_id == actor.wall_id:
        own = own | (Entry.wall_id == actor.wall_id)
    query = (
        select(Entry.id, Entry.title, Edition.year, Edition.settings, Decision.outcome)
        .join(Decision, Decision.entry_id == Entry.id)
        .join(Edition, Edition.id == Entry.edition_id)
        .where(own, Decision.round_id.is_(None), Edition.state == EditionState.PUBLISHED)
        .order_by(Edition.year.desc(), Entry.title)
    )
    return [
        row
        for row in db.session.execute(query)
        if row.settings.teams_of_all or row.outcome != Outcome.PARTICIPANT
    ]


def listed(actor: Any, edition: Edition) -> list[Any]:
    """Every honouree beside a decided entry to which the reader is not bound, for the table to
    take away."""
    bound = barred_in_edition(actor, edition.id)
    query = (
        select(Entry.id, Entry.title, Agency.name.label("agency"), Honouree.kind, Honouree.name)
        .join(Entry, Entry.id == Honouree.entry_id)
        .join(Agency, Agency.id == Entry.agency_id)
        .join(Decision, Decision.entry_id == Entry.id)
        .where(Entry.edition_id == edition.id, Decision.round_id.is_(None))
        .order_by(Entry.id, Honouree.kind, Honouree.id)
    )
    return [row for row in db.session.execute(query) if row.id not in bound]


def _decided() -> Any:
    return (
        select(
            Entry.id.label("entry_id"),
            Entry.title,
            Agency.name.label("agency"),
            Agency.name_en.label("agency_en"),
            Category.name.label("category"),
            Decision.outcome,
        )
        .join(Entry, Entry.id == Decision.entry_id)
        .join(Agency, Agency.id == Entry.agency_id)
        .join(Category, Category.id == Decision.category_id)
        .where(Decision.round_id.is_(None))
        .order_by(Category.position, Decision.rank, Entry.title, Entry.id)
    )


def _counts(edition: Edition) -> dict[int, dict[Kind, int]]:
    found: dict[int, dict[Kind, int]] = defaultdict(lambda: defaultdict(int))
    query = select(Honouree.entry_id, Honouree.kind).join(Entry, Entry.id == Honouree.entry_id)
    for entry_id, kind in db.session.execute(query.where(Entry.edition_id == edition.id)):
        found[entry_id][kind] += 1
    return found
