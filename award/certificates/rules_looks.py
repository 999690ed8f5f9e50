"""Who may name signatories, choose looks, and name the people honoured beside an entry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from award.core.access import rule
from award.people.rules import only_organiser

if TYPE_CHECKING:
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
