"""Who may send, sign, hand back and withdraw an entry, and until when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l

from award.competitions.states import EditionState
from award.core import clock
from award.core.access import rule
from award.core.language import long_date, moment_both
from award.entries import deadline
from award.entries.states import ENTRY
from award.innovations.rules import acts_for
from award.people.rules import is_a
from award.people.states import Role

if TYPE_CHECKING:
    from award.entries.models import Entry

NOT_YOURS = _l("Hanya staf dan kepala perangkat daerah pengusul yang dapat melakukan ini.")


def of_agency(actor: Any, entry: Entry) -> bool:
    """Whether the actor writes or signs for the entry's agency or for its root agency."""
    person = is_a(actor, Role.STAFF, Role.HEAD)
    return person and acts_for(actor, entry.agency_id, entry.wall_id)


def signs_for(actor: Any, entry: Entry) -> bool:
    """Whether the actor is the head who signs: the root agency's, where a sub-unit has none."""
    if not is_a(actor, Role.HEAD):
        return False
    if actor.agency_id == entry.agency_id:
        return True
    return bool(actor.agency_id == entry.wall_id and not entry.agency.heads)


def window(entry: Entry) -> object:
    """Why the entry cannot be submitted at this moment, or ``None``."""
    if entry.edition.state != EditionState.OPEN:
        return _l("Edisi ini sedang tidak menerima usulan.")
    if deadline.is_over(entry):
        return _l(
            "Batas waktu pengajuan telah lewat: %(moment)s. Isi usulan Anda tetap tersimpan.",
            moment=moment_both(deadline.due(entry)),
        )
    if clock.today() < (starts := deadline.registration(entry.edition).starts):
        return _l("Pendaftaran dibuka pada %(date)s.", date=long_date(starts))
    return None


@rule("signing:see")
def may_see(actor: Any, entry: Entry | None) -> object:
    """Heads see what waits for their signature."""
    if not is_a(actor, Role.HEAD):
        return _l("Hanya kepala perangkat daerah yang dapat menandatangani usulan.")
    if entry is not None and not signs_for(actor, entry):
        return _l("Usulan ini ditandatangani oleh kepala unitnya sendiri.")
    return None


@rule("entry:send")
def may_send(actor: Any, entry: Entry) -> object:
    """The agency sends what it is writing to its head, while the edition takes entries."""
    if not of_agency(actor, entry):
        return NOT_YOURS
    if not ENTRY.allows("send", entry.state):
        return _l("Usulan ini sedang tidak ditulis.")
    return window(entry)


@rule("entry:sign")
def may_sign(actor: Any, entry: Entry) -> object:
    """The agency's head signs what was sent to the head, while the edition takes entries."""
    if (reason := may_see(actor, entry)) is not None:
        return reason
    if not ENTRY.allows("sign", entry.state):
        return _l("Usulan ini sedang tidak menunggu tanda tangan.")
    return window(entry)


@rule("entry:hand_back")
def may_hand_back(actor: Any, entry: Entry) -> object:
    """The agency's head gives back what waits for a signature, however late."""
    if (reason := may_see(actor, entry)) is not None:
        return reason
    if not ENTRY.allows("hand_back", entry.state):
        return _l("Usulan ini sedang tidak menunggu tanda tangan.")
    return None


@rule("entry:withdraw")
def may_withdraw(actor: Any, entry: Entry) -> object:
    """The agency takes an entry back before its screening has ended."""
    if not of_agency(actor, entry):
        return NOT_YOURS
    if entry.edition.state != EditionState.OPEN:
        return _l("Edisi ini sudah ditutup.")
    if not ENTRY.allows("withdraw", entry.state):
        return _l("Usulan hanya dapat ditarik sebelum seleksi administrasinya selesai.")
    return None


@rule("entry:reopen")
def may_reopen(actor: Any, entry: Entry) -> object:
    """The agency takes up again what it withdrew, while the edition takes entries."""
    if not of_agency(actor, entry):
        return NOT_YOURS
    if not ENTRY.allows("reopen", entry.state):
        return _l("Usulan ini tidak ditarik.")
    return window(entry)


@rule("entry:receipt")
def may_read_receipt(actor: Any, entry: Entry) -> object:
    """The agency and the organiser read the receipt of a signed entry."""
    if not (of_agency(actor, entry) or is_a(actor, Role.ORGANISER)):
        return NOT_YOURS
    return _l("Usulan ini belum ditandatangani.") if entry.submitted_at is None else None
