"""Who may name signatories, choose looks, and name the people honoured beside an entry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l

from award.certificates.rules import may_manage
from award.competitions.states import EditionState
from award.core.access import rule
from award.innovations.rules import NOT_YOURS, ONLY_STAFF, acts_for
from award.people.rules import is_a, only_organiser
from award.people.states import Role
from award.results.states import Outcome

if TYPE_CHECKING:
    from award.certificates.honourees import Team
    from award.certificates.models import Signatory
    from award.certificates.recipients import Preparation


@rule("signatory:manage")
def may_manage_signatories(actor: Any, _signatory: Signatory | None = None) -> object:
    """Organisers keep the list of those who sign."""
    return only_organiser(actor)


@rule("look:edit")
def may_edit_look(actor: Any, _preparation: Preparation) -> object:
    """Organisers choose how certificates look, at any time: what is issued keeps its look."""
    return only_organiser(actor)


@rule("team:list")
def may_list_teams(actor: Any, _target: object = None) -> object:
    """Staff see for which entries they name the team."""
    return None if is_a(actor, Role.STAFF) else ONLY_STAFF


@rule("team:name")
def may_name_team(actor: Any, team: Team) -> object:
    """Staff name the team of their agency's entry once the results are published."""
    if not is_a(actor, Role.STAFF):
        return ONLY_STAFF
    entry = team.entry
    if not acts_for(actor, entry.agency_id, entry.wall_id):
        return NOT_YOURS
    if entry.edition.state != EditionState.PUBLISHED:
        return _l("Nama tim diisi setelah hasil diumumkan.")
    if team.outcome == Outcome.PARTICIPANT and not entry.edition.settings.teams_of_all:
        return _l("Nama tim hanya diisi untuk usulan juara dan finalis.")
    return None


@rule("team:correct")
def may_correct_team(actor: Any, team: Team) -> object:
    """Organisers name whom they are not bound to, once the results stand."""
    return may_manage(actor, team.entry.edition) or team.bound
