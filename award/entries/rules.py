"""Who may open, read and write entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l

from award.competitions.states import EditionState
from award.core import clock
from award.core.access import rule
from award.entries import deadline
from award.entries.states import WRITABLE, EntryState
from award.innovations.rules import NOT_YOURS, ONLY_STAFF, acts_for
from award.people.rules import is_a
from award.people.states import Role

if TYPE_CHECKING:
    from award.competitions.models import Edition
    from award.entries.models import Document, Entry
    from award.innovations.models import Innovation

TOO_LATE = _l(
    "Batas waktu sudah lewat. Draf yang tersimpan tetap ada, "
    "tetapi tidak dapat diubah atau dikirim."
)


OWN_AGENCY = _l(
    "Usulan ini berasal dari instansi Anda. Panitia dari instansi lain yang menanganinya."
)


@rule("entry:open")
def may_open(actor: Any, opening: tuple[Innovation, Edition]) -> object:
    """Staff of the agency that owns the innovation, while the edition takes registrations."""
    innovation, edition = opening
    if not is_a(actor, Role.STAFF):
        return ONLY_STAFF
    if not acts_for(actor, innovation.agency_id, innovation.agency.root_id):
        return NOT_YOURS
    if innovation.archive:
        return _l("Catatan arsip tidak dapat diajukan.")
    return _not_registering(edition)


def _not_registering(edition: Edition) -> object:
    if edition.state != EditionState.OPEN:
        return _l("Edisi ini tidak menerima usulan.")
    if clock.today() < deadline.registration(edition).starts:
        return _l("Pendaftaran belum dibuka.")
    if clock.now() > deadline.registration_ends(edition):
        return _l("Pendaftaran sudah ditutup.")
    return None


@rule("entry:list")
def may_list(actor: Any, _target: object = None) -> object:
    """Staff and heads see the entries of their agency."""
    return None if is_a(actor, Role.STAFF, Role.HEAD) else ONLY_STAFF


@rule("entry:read")
def may_read(actor: Any, entry: Entry) -> object:
    """Staff and heads of the agency; organisers of other agencies once the head has signed."""
    if is_a(actor, Role.STAFF, Role.HEAD) and acts_for(actor, entry.agency_id, entry.wall_id):
        return None
    if not is_a(actor, Role.ORGANISER):
        return NOT_YOURS
    if actor.wall_id == entry.wall_id:
        return OWN_AGENCY
    if entry.submitted_at is None:
        return _l(
            "Usulan ini belum ditandatangani kepala perangkat daerah, jadi belum dapat dibaca."
        )
    return None


@rule("entry:write")
def may_write(actor: Any, entry: Entry) -> object:
    """Staff of the agency, while the entry is a draft or under correction and in time."""
    if not is_a(actor, Role.STAFF):
        return ONLY_STAFF
    if not acts_for(actor, entry.agency_id, entry.wall_id):
        return NOT_YOURS
    if entry.state not in WRITABLE:
        return NOT_WRITABLE.get(entry.state, _l("Usulan ini sudah diajukan."))
    if entry.edition.state != EditionState.OPEN:
        return _l("Edisi ini tidak menerima perubahan lagi.")
    return TOO_LATE if deadline.is_over(entry) else None


NOT_WRITABLE = {
    EntryState.AWAITING_SIGNOFF: _l("Usulan ini menunggu tanda tangan kepala perangkat daerah."),
    EntryState.WITHDRAWN: _l("Usulan ini sudah ditarik."),
}


@rule("entry:document")
def may_see_document(actor: Any, document: Document) -> object:
    """Whoever may read the entry."""
    return may_read(actor, document.entry)
