"""Who may do what with accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l

from award.core.access import rule
from award.people.states import Role

if TYPE_CHECKING:
    from award.people.models import Agency, User

ONLY_ORGANISER = _l("Hanya panitia yang dapat melakukan ini.")


def is_a(actor: Any, *roles: Role) -> bool:
    """Whether the actor is signed in and holds one of the roles."""
    return bool(actor.is_authenticated and actor.has(*roles))


def only_organiser(actor: Any, _target: object = None) -> object:
    """The reason for everyone but an organiser."""
    return None if is_a(actor, Role.ORGANISER) else ONLY_ORGANISER


@rule("people:manage")
def may_manage(actor: Any, user: User | None) -> object:
    """Organisers manage accounts."""
    return only_organiser(actor)


@rule("agency:manage")
def may_manage_agencies(actor: Any, _agency: Agency | None) -> object:
    """Organisers keep the list of agencies and of institutions that judges come from."""
    return only_organiser(actor)


@rule("people:deactivate")
def may_deactivate(actor: Any, user: User) -> object:
    """Organisers deactivate accounts, except their own."""
    if (reason := only_organiser(actor)) is not None:
        return reason
    return _l("Anda tidak dapat menonaktifkan akun sendiri.") if user.id == actor.id else None
