"""One visit with its checklist, as the team and the organiser read it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, lazyload, selectinload

from award.competitions.models import Round
from award.core.db import db
from award.core.problems import Refused
from award.entries.models import Entry
from award.judging.models import Assignment
from award.judging.queries.walls import why_kept_out
from award.people.models import User
from award.people.rules import is_a
from award.people.states import Role
from award.visits.models import Claim, Photo, Visit
from award.visits.rules import in_team


def visit_for(actor: Any, visit_id: int) -> Visit | None:
    """Loader: a visit of the team or, for organisers, any; nobody else knows of it."""
    found = db.session.scalar(
        select(Visit)
        .where(Visit.id == visit_id)
        .options(
            joinedload(Visit.round, innerjoin=True).joinedload(Round.edition),
            joinedload(Visit.entry, innerjoin=True).lazyload(Entry.innovation),
            selectinload(Visit.team).joinedload(Assignment.judge).lazyload(User.grants),
            selectinload(Visit.claims).options(
                selectinload(Claim.photos).lazyload(Photo.added_by),
                joinedload(Claim.answered_by).options(lazyload(User.grants), lazyload(User.agency)),
            ),
        )
    )
    return found if found is not None and _known(actor, found) else None


def claim_for(actor: Any, claim_id: int) -> Claim | None:
    """Loader: a claim of a visit that the actor may read."""
    found = db.session.get(Claim, claim_id)
    return found if found is not None and _known(actor, found.visit) else None


def photo_for(actor: Any, photo_id: int) -> Photo | None:
    """Loader: a photo that was not taken back, of a visit that the actor may read."""
    found = db.session.get(Photo, photo_id)
    if found is None or found.removed_at is not None:
        return None
    return found if _known(actor, found.claim.visit) else None


def _known(actor: Any, visit: Visit) -> bool:
    if in_team(actor, visit):
        return True
    if not is_a(actor, Role.ORGANISER):
        return False
    keep_out(actor, visit.entry)
    return True


def keep_out(actor: Any, entry: Entry) -> None:
    """Raise ``Refused`` for an organiser who is bound to the entry."""
    if (reason := why_kept_out(actor, entry)) is not None:
        raise Refused(reason)


def held_visit(visit: Visit) -> Visit:
    """The visit as it stands once nobody else is writing its checklist.

    Its row is locked first; what is read after that no longer changes until the transaction ends.
    """
    db.session.execute(select(Visit.id).where(Visit.id == visit.id).with_for_update())
    db.session.refresh(visit)
    db.session.refresh(visit.round, ["state"])
    return visit


def held_claim(claim: Claim) -> Claim:
    """A claim of a visit that is held."""
    held_visit(claim.visit)
    db.session.refresh(claim)
    return claim


def photo_named(claim: Claim, key: str) -> Photo | None:
    """The photo that was sent under this name before, taken back or not."""
    return db.session.scalar(select(Photo).where(Photo.claim_id == claim.id, Photo.key == key))
