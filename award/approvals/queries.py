"""Reads about acts that take two people."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from award.approvals.kinds import KINDS, Details, Kind
from award.approvals.models import Approval
from award.approvals.states import ApprovalState
from award.core import clock, ledger
from award.core.access import can
from award.core.db import db
from award.core.problems import Refused
from award.people.models import User
from award.people.queries import people_with
from award.people.states import Role

LATEST = 30


@dataclass(frozen=True)
class Matter:
    """A proposal with its kind and its object (``None`` when that is gone)."""

    approval: Approval
    kind: Kind
    target: Any

    @property
    def effects(self) -> Sequence[object]:
        """Exactly what will happen; nothing when the object is gone."""
        return () if self.target is None else self.kind.effects(self.target, self.approval.details)

    @property
    def holds(self) -> bool:
        """Whether the object still is what the proposal rests on."""
        if self.target is None:
            return False
        return fingerprint(self.kind, self.target, self.approval.details) == self.approval.basis


def fingerprint(kind: Kind, target: Any, details: Details) -> str:
    """SHA-256 of the facts that a proposal rests on."""
    facts = ledger.canonical(kind.basis(target, details))
    return hashlib.sha256(facts.encode()).hexdigest()


def matter(approval: Approval) -> Matter:
    """The proposal with what it is about."""
    kind = KINDS[approval.kind]
    return Matter(approval, kind, kind.load(approval.subject_id))


def matter_for(_actor: Any, approval_id: int) -> Matter | None:
    """Loader for the pages of one proposal."""
    approval = db.session.get(Approval, approval_id)
    return None if approval is None else matter(approval)


def held_matter(approval: Approval) -> Matter:
    """The proposal as it stands once nobody else is answering it."""
    db.session.refresh(approval, with_for_update={"of": Approval})
    return matter(approval)


def open_of(kind: str, subject_id: int) -> Approval | None:
    """What is proposed for an object and not over yet."""
    query = select(Approval).where(
        Approval.kind == kind,
        Approval.subject_id == subject_id,
        Approval.state == ApprovalState.OPEN,
        Approval.lapses_at > clock.now(),
    )
    return db.session.scalar(query)


def all_open() -> Sequence[Approval]:
    """Every open proposal, the oldest first, those whose time is over included."""
    query = select(Approval).where(Approval.state == ApprovalState.OPEN)
    return db.session.scalars(query.order_by(Approval.id)).all()


def open_matters(actor: User) -> list[Matter]:
    """What waits for a second person and may be seen by the actor."""
    now = clock.now()
    found = [matter(each) for each in all_open() if each.lapses_at > now]
    return [each for each in found if can("approval:see", each, actor)]


def awaiting(actor: User) -> int:
    """How many proposals wait for a person such as the actor."""
    if not actor.asked:  # as on most pages: it came with the person who reads
        return 0
    return sum(each.approval.proposed_by_id != actor.id for each in open_matters(actor))


def closed(actor: User) -> list[Matter]:
    """The latest proposals that are over."""
    query = select(Approval).where(Approval.state != ApprovalState.OPEN)
    latest = db.session.scalars(query.order_by(Approval.id.desc()).limit(LATEST)).all()
    return [each for each in map(matter, latest) if can("approval:see", each, actor)]


def seconds(kind: Kind, target: Any, proposer: User) -> list[User]:
    """The organisers who could confirm: everyone but the proposer who may do the act."""
    others = [each for each in people_with(Role.ORGANISER) if each.id != proposer.id]
    return [
        each for each in others if kind.wall(each, target) is None and can(kind.rule, target, each)
    ]


def proven(approval: Approval, kind: str, subject_id: int) -> Details:
    """The details of a confirmed proposal of this kind on this object: the guard of its action.

    Raises ``Refused`` for anything else: such an act is never done by one person.
    """
    confirmed = approval.state == ApprovalState.CONFIRMED
    if not confirmed or (approval.kind, approval.subject_id) != (kind, subject_id):
        raise Refused(_l("Tindakan ini memerlukan dua orang panitia."))
    return approval.details
