"""Who may have certificates signed, and bring signed ones back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l

from award.certificates.states import SignatureMode
from award.core.access import rule
from award.people.rules import only_organiser

if TYPE_CHECKING:
    from award.certificates.models import Batch
    from award.certificates.models_signing import Intake


@rule("certificate:import")
def may_import(actor: Any, batch: Batch) -> object:
    """Organisers export for signing elsewhere and bring back what was signed there."""
    if (reason := only_organiser(actor)) is not None:
        return reason
    if batch.signature_mode != SignatureMode.UPLOAD_SIGNED:
        return _l("Terbitan ini tidak ditandatangani di aplikasi lain.")
    return None


@rule("certificate:intake")
def may_see_intake(actor: Any, _intake: Intake) -> object:
    """Organisers see what became of the files they brought back."""
    return only_organiser(actor)


@rule("certificate:seal")
def may_seal(actor: Any, batch: Batch) -> object:
    """Organisers sign with the organisation's own key, if they know its passphrase."""
    if (reason := only_organiser(actor)) is not None:
        return reason
    if batch.signature_mode != SignatureMode.PADES:
        return _l("Terbitan ini tidak ditandatangani dengan kunci instansi.")
    return None
