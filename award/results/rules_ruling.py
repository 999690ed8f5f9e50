"""Who may take an entry out of the competition and back in, and who may read why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l

from award.competitions.states import EditionState
from award.core.access import rule
from award.entries.states import EntryState
from award.innovations.rules import NOT_YOURS, acts_for
from award.people.rules import is_a, only_organiser
from award.people.states import Role
from award.results.rules import SETTLED

if TYPE_CHECKING:
    from award.results.queries.rulings import Ruling

NOT_OUT = _l("Usulan ini tidak didiskualifikasi.")


@rule("entry:disqualify")
def may_disqualify(actor: Any, ruling: Ruling) -> object:
    """Two organisers disqualify an entry that passed screening, while results can change."""
    if (reason := _may_rule(actor, ruling)) is not None:
        return reason
    if ruling.standing is not None:
        return _l("Usulan ini sudah didiskualifikasi.")
    passed = ruling.entry.state == EntryState.PASSED
    return None if passed else _l("Usulan ini tidak mengikuti penilaian.")


@rule("entry:reinstate")
def may_reinstate(actor: Any, ruling: Ruling) -> object:
    """Two organisers take the disqualification back before results are published."""
    if (reason := _may_rule(actor, ruling)) is not None:
        return reason
    return NOT_OUT if ruling.standing is None else None


@rule("ruling:own")
def may_read_own(actor: Any, ruling: Ruling) -> object:
    """Staff and heads read why their agency's entry was disqualified."""
    own = acts_for(actor, ruling.entry.agency_id, ruling.entry.wall_id)
    if not own or not is_a(actor, Role.STAFF, Role.HEAD):
        return NOT_YOURS
    return NOT_OUT if ruling.standing is None else None


def _may_rule(actor: Any, ruling: Ruling) -> object:
    if (reason := only_organiser(actor)) is not None:
        return reason
    if ruling.barred is not None:
        return ruling.barred
    state = ruling.entry.edition.state
    return None if state == EditionState.OPEN else SETTLED[state]
