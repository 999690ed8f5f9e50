"""Reads about the register."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, select

from award.core.access import can
from award.core.db import db
from award.innovations.models import Innovation
from award.people.models import Agency, User

LONGEST_LINEAGE = 30


def innovation_for(actor: Any, innovation_id: int) -> Innovation | None:
    """Loader: an innovation of the actor's own agency, or any one for an organiser."""
    innovation = db.session.get(Innovation, innovation_id)
    known = innovation is not None and can("innovation:read", innovation, actor)
    return innovation if known else None


def innovations_of(actor: User) -> Sequence[Innovation]:
    """The register of the actor's agency and, at its top, of its sub-units; newest first."""
    query = select(Innovation).join(Innovation.agency).where(_own(actor))
    return db.session.scalars(query.order_by(Innovation.id.desc())).all()


def agencies_of(actor: User) -> Sequence[Agency]:
    """The agencies for which the actor may register: the own one first."""
    query = select(Agency).where(Agency.active, _own(actor))
    return db.session.scalars(
        query.order_by((Agency.id == actor.agency_id).desc(), Agency.name)
    ).all()


def _own(actor: User) -> ColumnElement[bool]:
    if actor.agency_id == actor.wall_id:
        return Agency.root_id == actor.wall_id
    return Agency.id == actor.agency_id


def alike(agency: Agency, said: dict[str, Any]) -> Innovation | None:
    """The agency's innovation of which exactly the same is said; archive records apart."""
    query = select(Innovation).where(
        Innovation.agency_id == agency.id,
        Innovation.title == said["title"],
        Innovation.archive.is_(False),
    )
    found = db.session.scalars(query.order_by(Innovation.id))
    return next(
        (each for each in found if all(getattr(each, n) == v for n, v in said.items())), None
    )


def possible_predecessors(agency: Agency, innovation: Innovation | None) -> Sequence[Innovation]:
    """Innovations of the same agency that may be named as the earlier form of this one."""
    query = select(Innovation).where(Innovation.agency_id == agency.id)
    found = db.session.scalars(query.order_by(Innovation.title)).all()
    if innovation is None:
        return found
    return [each for each in found if innovation.id not in lineage(each)]


def lineage(innovation: Innovation) -> list[int]:
    """Ids of the innovation and of what it grew out of, the youngest first."""
    ids: list[int] = []
    each: Innovation | None = innovation
    while each is not None and each.id not in ids and len(ids) < LONGEST_LINEAGE:
        ids.append(each.id)
        each = each.predecessor
    return ids
