"""The register of conflicts as its pages show it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload, lazyload

from award.competitions.models import Edition
from award.core import clock
from award.core.db import db
from award.entries.models import Entry
from award.entries.states import EntryState
from award.judging.models_wall import Conflict
from award.people.models import FormerAgency, User
from award.people.states import Role

SHOWN = (
    joinedload(Conflict.person, innerjoin=True).lazyload(User.grants),
    joinedload(Conflict.declared_by, innerjoin=True).lazyload(User.grants),
    joinedload(Conflict.entry).options(lazyload(Entry.edition), lazyload(Entry.innovation)),
    joinedload(Conflict.agency),
)


def of_edition(edition: Edition) -> Sequence[Conflict]:
    """What was declared about the edition's entries and about agencies, the newest first."""
    query = select(Conflict).outerjoin(Conflict.entry)
    about = or_(Conflict.entry_id.is_(None), Entry.edition_id == edition.id)
    return db.session.scalars(query.where(about).options(*SHOWN).order_by(Conflict.id.desc())).all()


def own(person: Any) -> Sequence[Conflict]:
    """What stands in the register about the person, the newest first."""
    query = select(Conflict).where(Conflict.person_id == person.id, Conflict.lifted_at.is_(None))
    return db.session.scalars(query.options(*SHOWN).order_by(Conflict.id.desc())).all()


def former() -> Sequence[tuple[User, FormerAgency]]:
    """Agencies that judges and organisers left and that still bar them, by name."""
    query = select(User, FormerAgency).join(FormerAgency, FormerAgency.user_id == User.id)
    rows = db.session.execute(
        query.where(
            FormerAgency.bars_until >= clock.today(),
            _concerned(),
        )
        .options(lazyload(User.grants))
        .order_by(User.name, FormerAgency.left_on.desc())
    )
    return [(user, left) for user, left in rows]


def people() -> Sequence[User]:
    """Active judges and organisers, by name."""
    query = select(User).where(User.active, _concerned()).options(lazyload(User.grants))
    return db.session.scalars(query.order_by(User.name, User.id)).all()


def _concerned() -> ColumnElement[bool]:
    return or_(User.grants.any(role=Role.JUDGE), User.grants.any(role=Role.ORGANISER))


def entries(edition: Edition) -> Sequence[Entry]:
    """The edition's entries that passed screening, by title."""
    query = select(Entry).where(Entry.edition_id == edition.id, Entry.state == EntryState.PASSED)
    bare = (lazyload(Entry.edition), lazyload(Entry.innovation), lazyload(Entry.category))
    return db.session.scalars(query.options(*bare).order_by(Entry.title, Entry.id)).all()


def conflict_for(_actor: Any, conflict_id: int) -> Conflict | None:
    """Loader: one conflict of the register."""
    return db.session.get(Conflict, conflict_id)
