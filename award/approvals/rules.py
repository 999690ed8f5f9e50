"""Who may see, confirm, decline and withdraw a proposal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l

from award.approvals.states import APPROVAL, ApprovalState
from award.core import clock
from award.core.access import rule, why_not
from award.people.rules import only_organiser

if TYPE_CHECKING:
    from award.approvals.queries import Matter

OVER = {
    ApprovalState.CONFIRMED: _l("Usul ini sudah dikonfirmasi dan dijalankan."),
    ApprovalState.DECLINED: _l("Usul ini sudah ditolak."),
    ApprovalState.WITHDRAWN: _l("Usul ini sudah ditarik."),
    ApprovalState.LAPSED: _l("Usul ini tidak berlaku lagi."),
}


@rule("approval:list")
def may_list(actor: Any, _target: object = None) -> object:
    """Organisers see which acts wait for a second person."""
    return only_organiser(actor)


@rule("approval:see")
def may_see(actor: Any, matter: Matter) -> object:
    """Organisers who have no conflict of interest in it."""
    if (reason := only_organiser(actor)) is not None:
        return reason
    return None if matter.target is None else matter.kind.wall(actor, matter.target)


@rule("approval:confirm")
def may_confirm(actor: Any, matter: Matter) -> object:
    """A second organiser, who may do the act too, while the proposal holds."""
    if (reason := may_decline(actor, matter)) is not None:
        return reason
    if matter.target is None:
        return OVER[ApprovalState.LAPSED]
    return why_not(matter.kind.rule, matter.target, actor)


@rule("approval:decline")
def may_decline(actor: Any, matter: Matter) -> object:
    """A second organiser."""
    if (reason := _open_to(actor, matter)) is not None:
        return reason
    if matter.approval.proposed_by_id == actor.id:
        return _l("Usul Anda harus dikonfirmasi oleh panitia lain.")
    return None


@rule("approval:withdraw")
def may_withdraw(actor: Any, matter: Matter) -> object:
    """Whoever proposed it, while it is open."""
    if (reason := _open_to(actor, matter)) is not None:
        return reason
    if matter.approval.proposed_by_id != actor.id:
        return _l("Hanya pengusul yang dapat menarik usul ini.")
    return None


def _open_to(actor: Any, matter: Matter) -> object:
    if (reason := may_see(actor, matter)) is not None:
        return reason
    approval = matter.approval
    if not APPROVAL.allows("confirm", approval.state):
        return OVER[approval.state]
    return _l("Batas waktu usul ini sudah lewat.") if approval.lapses_at <= clock.now() else None
