"""Writes about judging."""

from award.judging.actions.computed import give_level, withdraw_level
from award.judging.actions.conduct import sign_conduct
from award.judging.actions.conflicts import declare, leave_agency, lift
from award.judging.actions.discrepancies import call_judge, settle_in_plenary
from award.judging.actions.discussion import change_mark, start_comparing
from award.judging.actions.order import announce_order, make_order, move_entry
from award.judging.actions.panel import assign, give, unassign, wish
from award.judging.actions.paper import discard_keyings, key_sheet, settle_sheet
from award.judging.actions.proposal import publish_proposal
from award.judging.actions.recounting import reweigh_round
from award.judging.actions.rounds import (
    admit,
    close_round,
    lock_round,
    open_round,
    reopen_round,
    retract,
    unlock_round,
)
from award.judging.actions.seats import copy_panel, seat, unseat
from award.judging.actions.sheets import finish_sheet, missing, reopen_sheet, save_sheet

__all__ = (
    "admit",
    "announce_order",
    "assign",
    "call_judge",
    "change_mark",
    "close_round",
    "copy_panel",
    "declare",
    "discard_keyings",
    "finish_sheet",
    "give",
    "give_level",
    "key_sheet",
    "leave_agency",
    "lift",
    "lock_round",
    "make_order",
    "missing",
    "move_entry",
    "open_round",
    "publish_proposal",
    "reopen_round",
    "reopen_sheet",
    "retract",
    "reweigh_round",
    "save_sheet",
    "seat",
    "settle_in_plenary",
    "settle_sheet",
    "sign_conduct",
    "start_comparing",
    "unassign",
    "unlock_round",
    "unseat",
    "wish",
    "withdraw_level",
)
