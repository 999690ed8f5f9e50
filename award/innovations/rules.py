"""Who may register and change innovations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l

from award.core.access import rule
from award.people.rules import is_a
from award.people.states import Role

if TYPE_CHECKING:
    from award.innovations.models import Innovation

ONLY_STAFF = _l("Hanya staf perangkat daerah yang dapat melakukan ini.")
NOT_YOURS = _l("Ini milik perangkat daerah lain.")


def acts_for(actor: Any, agency_id: int, root_id: int) -> bool:
    """Whether the actor's office is this agency, or the office above it."""
    if not actor.is_authenticated:
        return False
    at_the_top = actor.agency_id == actor.wall_id
    return bool(actor.agency_id == agency_id or (at_the_top and actor.wall_id == root_id))


@rule("innovation:register")
def may_register(actor: Any, _target: object = None) -> object:
    """Agency staff register innovations of their agency."""
    return None if is_a(actor, Role.STAFF) else ONLY_STAFF


@rule("innovation:list")
def may_list(actor: Any, _target: object = None) -> object:
    """Staff and heads see the register of their agency."""
    return None if is_a(actor, Role.STAFF, Role.HEAD) else ONLY_STAFF


@rule("innovation:read")
def may_read(actor: Any, innovation: Innovation) -> object:
    """Organisers, and staff and heads of the agency that owns it."""
    if is_a(actor, Role.ORGANISER):
        return None
    if not is_a(actor, Role.STAFF, Role.HEAD):
        return ONLY_STAFF
    own = acts_for(actor, innovation.agency_id, innovation.agency.root_id)
    return None if own else NOT_YOURS


@rule("innovation:change")
def may_change(actor: Any, innovation: Innovation) -> object:
    """Staff of the agency that owns it; historical records belong to the organiser's archive."""
    if not is_a(actor, Role.STAFF):
        return ONLY_STAFF
    if not acts_for(actor, innovation.agency_id, innovation.agency.root_id):
        return NOT_YOURS
    return _l("Catatan arsip tidak dapat diubah.") if innovation.archive else None
