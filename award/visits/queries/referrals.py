"""Disproved impact claims before the plenary."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from award.core.db import db
from award.people.rules import is_a
from award.people.states import Role
from award.visits.models import Claim, Referral, Visit
from award.visits.queries.visits import keep_out
from award.visits.states import ReferralState, Settlement


def referral_for(actor: Any, referral_id: int) -> Referral | None:
    """Loader for the organiser's page of one matter, of an entry they are not bound to."""
    found = db.session.scalar(_referrals().where(Referral.id == referral_id))
    if found is not None and is_a(actor, Role.ORGANISER):
        keep_out(actor, found.claim.visit.entry)
    return found


def held_referral(referral: Referral) -> Referral:
    """The matter as it stands once nobody else is settling it."""
    db.session.execute(select(Referral.id).where(Referral.id == referral.id).with_for_update())
    db.session.refresh(referral)
    return referral


def referral_of(claim: Claim) -> Referral | None:
    """What was raised about a claim, in any state."""
    return db.session.scalar(select(Referral).where(Referral.claim_id == claim.id))


def referrals_of_round(round_id: int) -> Sequence[Referral]:
    """Every matter that was not withdrawn, in the order in which they were raised."""
    return db.session.scalars(
        _referrals().where(Referral.round_id == round_id, Referral.state != ReferralState.WITHDRAWN)
    ).all()


def open_referrals(round_id: int) -> Sequence[Referral]:
    """What the plenary has yet to settle before the round can be decided."""
    return [each for each in referrals_of_round(round_id) if each.state == ReferralState.OPEN]


def undecided_referrals(round_id: int, out: Collection[int]) -> Sequence[Referral]:
    """What keeps the round from being decided: no word of the plenary, or one not yet carried out.

    ``out`` are the entries that have left the competition.
    """
    return [
        each
        for each in referrals_of_round(round_id)
        if each.outcome != Settlement.KEEP and each.entry_id not in out
    ]


def referrals_of_visit(visit: Visit) -> Sequence[Referral]:
    """Every matter raised about the claims of a visit."""
    return db.session.scalars(
        select(Referral).join(Referral.claim).where(Claim.visit_id == visit.id)
    ).all()


def _referrals() -> Select[Referral]:
    visit = joinedload(Referral.claim, innerjoin=True).joinedload(Claim.visit, innerjoin=True)
    return (
        select(Referral)
        .options(visit.joinedload(Visit.round), visit.joinedload(Visit.entry))
        .order_by(Referral.raised_at, Referral.id)
    )
