"""Names of states as people read them, with the tone of their badge."""

from flask_babel import lazy_gettext as _l

from award.entries.content import SectionState
from award.entries.coverage import Standing
from award.entries.states import EntryState, ScreeningOutcome

ENTRY_STATES = {
    EntryState.DRAFT: (_l("Draf"), "info"),
    EntryState.AWAITING_SIGNOFF: (_l("Menunggu tanda tangan"), "waiting"),
    EntryState.SUBMITTED: (_l("Diajukan"), "done"),
    EntryState.CORRECTION: (_l("Perlu diperbaiki"), "waiting"),
    EntryState.PASSED: (_l("Lolos administrasi"), "done"),
    EntryState.REJECTED: (_l("Tidak lolos administrasi"), "refused"),
    EntryState.WITHDRAWN: (_l("Ditarik"), "neutral"),
}

OUTCOMES = {
    ScreeningOutcome.PASS: (_l("Lolos"), "done"),
    ScreeningOutcome.RETURN: (_l("Dikembalikan untuk perbaikan"), "waiting"),
    ScreeningOutcome.REJECT: (_l("Tidak lolos"), "refused"),
}

STANDINGS = {
    Standing.NOT_STARTED: (_l("Belum mulai"), "neutral"),
    Standing.REJECTED: (_l("Tidak lolos"), "refused"),
    Standing.DRAFT: (_l("Draf"), "info"),
    Standing.AWAITING: (_l("Menunggu tanda tangan"), "waiting"),
    Standing.CORRECTION: (_l("Perlu diperbaiki"), "waiting"),
    Standing.SUBMITTED: (_l("Diajukan"), "info"),
    Standing.PASSED: (_l("Lolos administrasi"), "done"),
    Standing.WAIVED: (_l("Dikecualikan"), "neutral"),
}

PLACES = {
    "title": _l("Judul"),
    "category": _l("Kategori"),
    "group": _l("Kelompok"),
    "declaration": _l("Pernyataan"),
    "innovation": _l("Data inovasi"),
    "document": _l("Dokumen"),
}


def place(key: str) -> object:
    """The name of a place in an entry that the form does not name, by the first part of its key."""
    return PLACES[key.partition(":")[0]]


SECTION_STATES = {
    SectionState.EMPTY: (_l("Belum diisi"), "neutral"),
    SectionState.STARTED: (_l("Belum lengkap"), "info"),
    SectionState.OVER: (_l("Melebihi batas"), "refused"),
    SectionState.DONE: (_l("Selesai"), "done"),
}

DOCUMENT_NEEDS = {
    "yes": _l("wajib"),
    "finalist": _l("diminta bila menjadi finalis"),
    "if_application": _l("wajib bila inovasi berupa aplikasi"),
    "optional": _l("tidak wajib"),
}
