"""Disproved impact claims go before the plenary."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from award.core import clock, ledger
from award.core.access import ensure
from award.core.db import db
from award.core.problems import Refused, required
from award.people.models import User
from award.visits.models import Referral, Visit
from award.visits.queries.referrals import held_referral, referral_of, referrals_of_visit
from award.visits.queries.visits import keep_out
from award.visits.scoring import Verdict
from award.visits.states import REFERRAL, ReferralState, Settlement


def raise_referrals(*, visit: Visit, actor: User) -> list[Referral]:
    """Put every disproved impact claim of a finished checklist before the plenary."""
    raised = []
    for claim in visit.claims:
        if claim.impact and claim.verdict == Verdict.DISPROVED:
            referral = referral_of(claim) or Referral(
                claim=claim, round_id=visit.round_id, entry_id=visit.entry_id
            )
            referral.state, referral.raised_at = ReferralState.OPEN, clock.now()
            db.session.add(referral)
            raised.append(referral)
    db.session.flush()
    for each in raised:
        _record("referral.raised", each, actor)
    return raised


def withdraw_referrals(*, visit: Visit, actor: User) -> None:
    """Take back what waits for the plenary. Raises ``Refused`` once something was settled."""
    found = referrals_of_visit(visit)
    if any(each.state == ReferralState.SETTLED for each in found):
        raise Refused(_l("Pleno sudah memutuskan klaim pada kunjungan ini."))
    for each in found:
        if REFERRAL.allows("withdraw", each.state):
            each.state = REFERRAL.after("withdraw", each.state)
            _record("referral.withdrawn", each, actor)


def settle_referral(
    *, referral: Referral, outcome: Settlement, reason: str, actor: User
) -> Referral:
    """Record what the plenary said of the entry, and why. Raises ``Invalid`` without a reason.

    "Disqualify" is the plenary's recommendation: the entry leaves only by the act of two people.
    """
    held_referral(referral)
    ensure("referral:settle", referral, actor)
    keep_out(actor, referral.claim.visit.entry)
    why = required(reason, "reason", _l("Tulis alasan pleno."))
    referral.state = REFERRAL.after("settle", referral.state)
    referral.outcome, referral.reason = outcome, why
    referral.settled_at, referral.settled_by_id = clock.now(), actor.id
    db.session.flush()
    _record("referral.settled", referral, actor, outcome=outcome, reason=why)
    return referral


def _record(action: str, referral: Referral, actor: User, **more: object) -> None:
    ledger.record(
        action,
        referral,
        actor=actor,
        edition_id=referral.claim.visit.round.edition_id,
        round_id=referral.round_id,
        entry_id=referral.entry_id,
        claim_id=referral.claim_id,
        **more,
    )
