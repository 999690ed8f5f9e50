"""Who may set up and run editions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l

from award.competitions.states import EDITION, EditionState
from award.core.access import rule
from award.core.language import moment
from award.people.rules import only_organiser

if TYPE_CHECKING:
    from award.competitions.models import Edition


@rule("edition:manage")
def may_manage(actor: Any, _edition: Edition | None) -> object:
    """Organisers set up and run editions."""
    return only_organiser(actor)


@rule("edition:edit")
def may_edit(actor: Any, _edition: Edition) -> object:
    """Organisers change dates, texts, reasons and settings at any time; versions keep the past."""
    return only_organiser(actor)


@rule("edition:edit_rubric")
def may_edit_rubric(actor: Any, edition: Edition) -> object:
    """Organisers change what results rest on until the first sheet is scored."""
    if (reason := only_organiser(actor)) is not None or edition.locked_at is None:
        return reason
    return _l(
        "Terkunci sejak %(when)s, saat lembar nilai pertama diisi: rubrik, bobot, formulir, "
        "aturan nilai seri, kuota, jumlah juara, dan masa sanggah tidak dapat diubah lagi.",
        when=moment(edition.locked_at),
    )


@rule("edition:reweigh")
def may_reweigh(actor: Any, edition: Edition) -> object:
    """Two organisers change the weights of rounds after the first mark, until results stand."""
    if (reason := only_organiser(actor)) is not None:
        return reason
    if edition.state != EditionState.OPEN:
        return _l("Edisi ini tidak sedang berjalan.")
    return None if edition.locked_at else _l("Bobot masih dapat diubah di halaman edisi.")


@rule("edition:open")
def may_open(actor: Any, edition: Edition) -> object:
    """Organisers open an edition once; that it has no faults is checked as it opens."""
    if (reason := only_organiser(actor)) is not None:
        return reason
    return None if EDITION.allows("open", edition.state) else _l("Edisi ini sudah dibuka.")
