"""Who settles a discrepancy between judges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l

from award.competitions.states import SEALED, RoundState
from award.core.access import rule
from award.judging.rules import may_assign
from award.people.rules import only_organiser

if TYPE_CHECKING:
    from award.judging.queries.discrepancies import Case

ALREADY_SCORED = _l("Juri ini sudah menilai usulan tersebut.")


@rule("discrepancy:see")
def may_see(actor: Any, case: Case) -> object:
    """Organisers read it, unless they are bound to the entry."""
    return only_organiser(actor) or case.barred


@rule("discrepancy:settle")
def may_settle(actor: Any, case: Case) -> object:
    """Organisers record what the plenary found, until the round is locked."""
    if (reason := may_see(actor, case)) is not None:
        return reason
    if case.found.settled_at is not None:
        return _l("Selisih ini sudah diselesaikan.")
    sealed = case.found.round.state in SEALED
    return _l("Babak ini sudah dikunci.") if sealed else None


@rule("discrepancy:call")
def may_call(actor: Any, case: Case) -> object:
    """Organisers call an extra judge while the round is open."""
    if (reason := may_settle(actor, case)) is not None:
        return reason
    if case.found.round.state == RoundState.CLOSED:
        return _l("Buka babak lagi untuk menambah juri.")
    return may_assign(actor, case.found.round)
