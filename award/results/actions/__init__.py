"""Writes about results."""

from award.results.actions.final import freeze, unfreeze
from award.results.actions.hearing import answer, hear, object_to
from award.results.actions.overriding import dissent, override
from award.results.actions.plenary import vote
from award.results.actions.publishing import publish
from award.results.actions.record import file_paper, keep
from award.results.actions.rounds import decide_round, undecide_round

__all__ = (
    "answer",
    "decide_round",
    "dissent",
    "file_paper",
    "freeze",
    "hear",
    "keep",
    "object_to",
    "override",
    "publish",
    "undecide_round",
    "unfreeze",
    "vote",
)
