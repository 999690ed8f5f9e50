"""The course of an edition: its scoring rounds in order, and who counts as a finalist."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from award.competitions.states import FINAL, RoundKind

if TYPE_CHECKING:
    from award.competitions.models import Edition, Round


def scoring_rounds(edition: Edition) -> list[Round]:
    """The rounds that judges score, in order."""
    return [each for each in edition.rounds if each.kind == RoundKind.SCORING]


def next_round(round_: Round) -> Round | None:
    """The scoring round after this one."""
    rounds = scoring_rounds(round_.edition)
    return next((each for each in rounds if each.position > round_.position), None)


def finalists_round(edition: Edition) -> Round | None:
    """The round whose entries are the finalists: the first one behind a cut line."""
    rounds = scoring_rounds(edition)
    behind = pairwise(rounds)
    return next((after for cut, after in behind if cut.advance_per_category is not None), None)


def all_decided(edition: Edition) -> bool:
    """Whether the last word on every scoring round has been said."""
    rounds = scoring_rounds(edition)
    return bool(rounds) and all(each.state in FINAL for each in rounds)
