"""Who sees the participation board and who screens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l

from award.competitions.states import EditionState
from award.core.access import rule
from award.entries import deadline
from award.entries.states import EntryState, ScreeningOutcome
from award.people.rules import only_organiser

if TYPE_CHECKING:
    from award.competitions.models import Edition
    from award.entries.models import Entry


def outcomes(entry: Entry) -> tuple[ScreeningOutcome, ...]:
    """What can be decided now: one return per entry; a lapsed correction can only be rejected."""
    if entry.state == EntryState.SUBMITTED:
        again = () if entry.correction_due is not None else (ScreeningOutcome.RETURN,)
        return (ScreeningOutcome.PASS, *again, ScreeningOutcome.REJECT)
    return (ScreeningOutcome.REJECT,) if has_lapsed(entry) else ()


def has_lapsed(entry: Entry) -> bool:
    """Whether the entry was returned and has not been signed again in time."""
    waiting = entry.state in (EntryState.CORRECTION, EntryState.AWAITING_SIGNOFF)
    return waiting and entry.correction_due is not None and deadline.is_over(entry)


@rule("screening:see")
def may_see(actor: Any, _entry: Entry | None) -> object:
    """Organisers see what waits to be screened."""
    return only_organiser(actor)


@rule("entry:screen")
def may_screen(actor: Any, entry: Entry) -> object:
    """Organisers decide on what was submitted, except on entries of their own agency."""
    if (reason := only_organiser(actor)) is not None:
        return reason
    if actor.wall_id == entry.wall_id:
        return _l(
            "Usulan ini berasal dari instansi Anda. Panitia dari instansi lain yang memutuskannya."
        )
    if entry.edition.state != EditionState.OPEN:
        return _l("Edisi ini sudah ditutup.")
    return None if outcomes(entry) else _l("Usulan ini sedang tidak menunggu keputusan seleksi.")


@rule("board:see")
def may_see_board(actor: Any, _edition: Edition | None) -> object:
    """Organisers see which agencies take part."""
    return only_organiser(actor)


@rule("board:waive")
def may_waive(actor: Any, edition: Edition) -> object:
    """Organisers excuse an agency from its duty until the edition is closed."""
    if (reason := only_organiser(actor)) is not None:
        return reason
    return None if edition.state == EditionState.OPEN else _l("Edisi ini sudah ditutup.")


@rule("entry:veil")
def may_veil(actor: Any, entry: Entry) -> object:
    """Organisers decide what judges of blind rounds see, except of their own agency's entries."""
    if (reason := only_organiser(actor)) is not None:
        return reason
    if actor.wall_id == entry.wall_id:
        return _l(
            "Usulan ini berasal dari instansi Anda. Panitia dari instansi lain yang menyamarkannya."
        )
    return None
