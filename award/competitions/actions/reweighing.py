"""Changing weights after the first mark: what two people agreed on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from award.approvals.models import Approval
from award.approvals.queries import proven
from award.competitions import blueprint as bp
from award.competitions import queries
from award.competitions.actions.amending import carry_out
from award.competitions.models import Edition, Round

RUBRIC, STAGES = "round.weights", "edition.weights"


def reweigh_rubric(*, round_: Round, approval: Approval) -> None:
    """Give the criteria of a round other weights; a new version of the edition is kept."""
    weights = proven(approval, RUBRIC, round_.id)["weights"]
    before = queries.blueprint_of(round_.edition)
    rounds = tuple(
        replace(each, criteria=tuple(_weighed(one, weights) for one in each.criteria))
        if each.key == round_.key
        else each
        for each in before.rounds
    )
    carry_out(edition=round_.edition, blueprint=replace(before, rounds=rounds), approval=approval)


def reweigh_stages(*, edition: Edition, approval: Approval) -> None:
    """Give the rounds other weights in the final score; a new version of the edition is kept."""
    weights = proven(approval, STAGES, edition.id)["weights"]
    before = queries.blueprint_of(edition)
    rounds = tuple(_reweighed(each, weights) for each in before.rounds)
    carry_out(edition=edition, blueprint=replace(before, rounds=rounds), approval=approval)


def _weighed(each: bp.Criterion, weights: Mapping[str, str]) -> bp.Criterion:
    return replace(each, weight=Decimal(weights.get(each.key, str(each.weight))))


def _reweighed(each: bp.Round, weights: Mapping[str, str]) -> bp.Round:
    return replace(each, weight=Decimal(weights.get(each.key, str(each.weight))))
