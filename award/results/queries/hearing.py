"""Reads of the objection window: snapshots, objections, and an agency's own hearing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from award.competitions.models import Edition
from award.core.db import db
from award.entries.models import Entry
from award.entries.queries import entry_for
from award.judging.queries.walls import keep_hands_off
from award.results.models_record import Objection, Paper, Snapshot
from award.results.states import ObjectionState, PaperKind, SnapshotKind


@dataclass(frozen=True)
class Hearing:
    """An entry, the provisional result it was told (if any yet), and its objections."""

    entry: Entry
    snapshot: Snapshot | None
    objections: tuple[Objection, ...]

    @property
    def waiting(self) -> bool:
        """Whether an objection has not been answered yet."""
        return any(each.state is ObjectionState.OPEN for each in self.objections)


def hearing_for(actor: Any, entry_id: int) -> Hearing | None:
    """Loader: the hearing of an entry that the actor may know of."""
    entry = entry_for(actor, entry_id)
    if entry is None:
        return None
    query = select(Objection).where(Objection.entry_id == entry.id).order_by(Objection.id)
    return Hearing(entry, provisional(entry.edition), tuple(db.session.scalars(query)))


def provisional(edition: Edition) -> Snapshot | None:
    """The last provisional snapshot, while the window it opened has not been withdrawn."""
    if edition.objections_until is None:
        return None
    query = select(Snapshot).where(
        Snapshot.edition_id == edition.id, Snapshot.kind == SnapshotKind.PROVISIONAL
    )
    return db.session.scalar(query.order_by(Snapshot.number.desc()).limit(1))


def snapshots(edition: Edition) -> Sequence[Snapshot]:
    """All snapshots of an edition with their papers, the newest first."""
    query = select(Snapshot).where(Snapshot.edition_id == edition.id)
    return db.session.scalars(
        query.options(selectinload(Snapshot.papers)).order_by(Snapshot.number.desc())
    ).all()


def snapshot_by_id(_actor: Any, snapshot_id: int) -> Snapshot | None:
    """Loader: a snapshot with its papers."""
    return db.session.get(Snapshot, snapshot_id, options=[selectinload(Snapshot.papers)])


def paper_for(_actor: Any, snapshot_id: int, kind: str) -> Paper | None:
    """Loader: one printed paper of a snapshot."""
    if kind not in set(PaperKind):
        return None
    return db.session.get(
        Paper, (snapshot_id, PaperKind(kind)), options=[joinedload(Paper.snapshot)]
    )


def unprinted() -> Sequence[int]:
    """Snapshots that lack a paper."""
    having = (
        select(Paper.snapshot_id).group_by(Paper.snapshot_id).having(func.count() == len(PaperKind))
    )
    query = select(Snapshot.id).where(Snapshot.id.not_in(having)).order_by(Snapshot.id)
    return db.session.scalars(query).all()


def objections_of(edition: Edition) -> Sequence[Objection]:
    """All objections of an edition with their entries, those that wait first."""
    query = (
        select(Objection)
        .where(Objection.edition_id == edition.id)
        .options(joinedload(Objection.entry).lazyload(Entry.edition))
        .options(joinedload(Objection.filed_by))
    )
    found = db.session.scalars(query.order_by(Objection.id)).all()
    return sorted(found, key=lambda each: each.state is not ObjectionState.OPEN)


def waiting(edition: Edition) -> int:
    """How many objections have not been answered."""
    query = select(func.count()).where(
        Objection.edition_id == edition.id, Objection.state == ObjectionState.OPEN
    )
    return db.session.scalar(query) or 0


def objection_for(actor: Any, objection_id: int) -> Objection | None:
    """Loader: an objection; ``Refused`` for an organiser who is bound to its entry."""
    found = db.session.get(
        Objection,
        objection_id,
        options=[joinedload(Objection.edition), joinedload(Objection.entry)],
    )
    if found is not None:
        keep_hands_off(actor, [found.entry_id])
    return found
