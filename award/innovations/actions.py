"""Writes about the register."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from award.core import clock, ledger
from award.core.access import ensure
from award.core.db import db
from award.core.problems import Invalid, Refused, Stale
from award.core.text import clean, clean_line
from award.innovations import queries
from award.innovations.description import Description, faults
from award.innovations.models import Innovation
from award.innovations.rules import NOT_YOURS, acts_for
from award.people.models import Agency, User


def register(*, agency: Agency, description: Description, actor: User) -> Innovation:
    """Enter an innovation of the agency into the register.

    One that is described exactly alike is answered instead: a form sent twice registers once.
    """
    ensure("innovation:register", None, actor)
    if not acts_for(actor, agency.id, agency.root_id):
        raise Refused(NOT_YOURS)
    said = _checked(description, agency, None)
    db.session.execute(select(Agency.id).where(Agency.id == agency.id).with_for_update())
    if (known := queries.alike(agency, said)) is not None:
        return known
    now = clock.now()
    innovation = Innovation(agency_id=agency.id, created_at=now, updated_at=now, **said)
    db.session.add(innovation)
    db.session.flush()
    ledger.record("innovation.registered", innovation, actor=actor, **said)
    return innovation


def change(*, innovation: Innovation, description: Description, version: int, actor: User) -> None:
    """Describe an innovation anew. Raises ``Stale`` when it changed since ``version``."""
    ensure("innovation:change", innovation, actor)
    held = select(Innovation.version).where(Innovation.id == innovation.id).with_for_update()
    if db.session.scalar(held) != version or innovation.version != version:
        raise Stale(_l("Inovasi ini sudah diubah orang lain sejak Anda membukanya."))
    said = _checked(description, innovation.agency, innovation)
    for name, value in said.items():
        setattr(innovation, name, value)
    innovation.updated_at = clock.now()
    db.session.flush()
    ledger.record("innovation.changed", innovation, actor=actor, **said)


def _checked(
    description: Description, agency: Agency, innovation: Innovation | None
) -> dict[str, Any]:
    said = replace(
        description,
        title=clean_line(description.title),
        summary=clean(description.summary).strip(),
        origin=clean_line(description.origin),
        sdgs=tuple(sorted(set(description.sdgs))),
    )
    found = faults(said, clock.today())
    possible = {each.id for each in queries.possible_predecessors(agency, innovation)}
    if said.predecessor_id is not None and said.predecessor_id not in possible:
        found["predecessor_id"] = _l("Pilih inovasi terdahulu milik perangkat daerah yang sama.")
    if found:
        raise Invalid(_l("Ada yang perlu diperbaiki."), found)
    return {**asdict(said), "sdgs": list(said.sdgs)}
