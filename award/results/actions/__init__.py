"""Writes about results."""

from award.results.actions.final import freeze, unfreeze
from award.results.actions.plenary import vote
from award.results.actions.publishing import publish
from award.results.actions.rounds import decide_round, undecide_round

__all__ = ("decide_round", "freeze", "publish", "undecide_round", "unfreeze", "vote")
