"""Writes about field verification."""

from award.visits.actions.checking import answer_claim, finish_checklist, reopen_checklist
from award.visits.actions.claims import add_claim, change_claim, remove_claim
from award.visits.actions.photos import add_photo, remove_photo
from award.visits.actions.plans import cancel_visit, move_visit, plan_visit
from award.visits.actions.referrals import settle_referral

__all__ = (
    "add_claim",
    "add_photo",
    "answer_claim",
    "cancel_visit",
    "change_claim",
    "finish_checklist",
    "move_visit",
    "plan_visit",
    "remove_claim",
    "remove_photo",
    "reopen_checklist",
    "settle_referral",
)
