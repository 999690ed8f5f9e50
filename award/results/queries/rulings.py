"""Reads about disqualified entries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ScalarSelect, Select, select
from sqlalchemy.orm import joinedload

from award.approvals.models import Approval
from award.competitions.models import Edition, Round
from award.competitions.states import RoundKind
from award.core.db import db
from award.entries.models import Entry
from award.entries.queries import entry_for
from award.judging.models import RoundEntry
from award.judging.queries.walls import why_kept_out
from award.people.rules import is_a
from award.people.states import Role
from award.results.models_ruling import Disqualification


@dataclass(frozen=True)
class Ruling:
    """An entry and whether it is disqualified; ``barred`` is why the reader has no hand in it."""

    entry: Entry
    standing: Disqualification | None
    barred: object = None

    @property
    def id(self) -> int:
        """The entry's number: what is ruled on."""
        return self.entry.id


def ruling(entry_id: int) -> Ruling | None:
    """The entry as two people rule on it."""
    entry = db.session.get(Entry, entry_id)
    return None if entry is None else Ruling(entry, standing(entry_id))


def ruling_for(actor: Any, entry_id: int) -> Ruling | None:
    """Loader: an entry that the actor may know of; 403 for organisers who are bound to it."""
    entry = entry_for(actor, entry_id)
    if entry is None:
        return None
    barred = why_kept_out(actor, entry) if is_a(actor, Role.ORGANISER) else None
    return Ruling(entry, standing(entry_id), barred)


def standing(entry_id: int) -> Disqualification | None:
    """Why the entry is out, if it is."""
    query = select(Disqualification).where(
        Disqualification.entry_id == entry_id, Disqualification.lifted_at.is_(None)
    )
    return db.session.scalar(query.options(*_people()))


def disqualified(edition: Edition) -> Sequence[Disqualification]:
    """Every entry of the edition that is out, with round, reason and the two people."""
    query = (
        select(Disqualification)
        .join(Disqualification.entry)
        .where(Entry.edition_id == edition.id, Disqualification.lifted_at.is_(None))
        .options(joinedload(Disqualification.entry), joinedload(Disqualification.round), *_people())
        .order_by(Disqualification.id)
    )
    return db.session.scalars(query).all()


def out() -> ScalarSelect[int]:
    """Numbers of all entries that are out, to leave them out of a query."""
    numbers: Select[int] = select(Disqualification.entry_id).where(
        Disqualification.lifted_at.is_(None)
    )
    return numbers.scalar_subquery()


def last_round(entry: Entry) -> Round | None:
    """The last round that the entry takes part in."""
    query = select(Round).join(RoundEntry, RoundEntry.round_id == Round.id)
    reached = query.where(RoundEntry.entry_id == entry.id, Round.kind == RoundKind.SCORING)
    return db.session.scalar(reached.order_by(Round.position.desc()).limit(1))


def _people() -> tuple[Any, ...]:
    approval = joinedload(Disqualification.approval)
    return (approval.joinedload(Approval.confirmed_by), approval.joinedload(Approval.proposed_by))
