"""Who may set up and run editions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from award.core.access import rule
from award.people.rules import only_organiser

if TYPE_CHECKING:
    from award.competitions.models import Edition


@rule("edition:manage")
def may_manage(actor: Any, _edition: Edition | None) -> object:
    """Organisers set up and run editions."""
    return only_organiser(actor)
