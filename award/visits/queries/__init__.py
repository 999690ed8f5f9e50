"""Reads about field verification."""

from award.visits.queries.plans import agency_visits, own_visits, plan, round_for, visit_of
from award.visits.queries.referrals import (
    open_referrals,
    referral_for,
    referrals_of_round,
    undecided_referrals,
)
from award.visits.queries.visits import claim_for, photo_for, visit_for

__all__ = (
    "agency_visits",
    "claim_for",
    "open_referrals",
    "own_visits",
    "photo_for",
    "plan",
    "referral_for",
    "referrals_of_round",
    "round_for",
    "undecided_referrals",
    "visit_for",
    "visit_of",
)
