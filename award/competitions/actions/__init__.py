"""Writes about editions and holidays."""

from award.competitions.actions.amending import amend
from award.competitions.actions.editions import (
    create_edition,
    keep_version,
    lock,
    open_edition,
    start_edition,
)
from award.competitions.actions.reweighing import reweigh_rubric, reweigh_stages
from award.competitions.actions.working_days import add_holidays, remove_holiday, set_holiday

__all__ = [
    "add_holidays",
    "amend",
    "create_edition",
    "keep_version",
    "lock",
    "open_edition",
    "remove_holiday",
    "reweigh_rubric",
    "reweigh_stages",
    "set_holiday",
    "start_edition",
]
