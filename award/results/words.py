"""Words for outcomes, places and reasons."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from award.competitions.states import RoundState
from award.results.states import Outcome

PLACES = {
    "juara_1": _l("Juara I"),
    "juara_2": _l("Juara II"),
    "juara_3": _l("Juara III"),
    "harapan_1": _l("Juara Harapan I"),
    "harapan_2": _l("Juara Harapan II"),
    "harapan_3": _l("Juara Harapan III"),
}

OUTCOMES = {
    Outcome.ADVANCES: _l("Lanjut"),
    Outcome.STAYS: _l("Tidak lanjut"),
    Outcome.WINNER: _l("Pemenang"),
    Outcome.FINALIST: _l("Finalis"),
    Outcome.PARTICIPANT: _l("Peserta"),
}

WIDENED = "widened"
REASONS = {WIDENED: _l("Batas diluaskan: semua usulan yang seri di garis batas lanjut.")}
"""Reasons that the application writes; any other reason is a person's own words."""

ROUND_STATES = {
    RoundState.DRAFT: (_l("Belum dibuka"), "neutral"),
    RoundState.OPEN: (_l("Sedang dinilai"), "info"),
    RoundState.CLOSED: (_l("Menunggu dikunci"), "waiting"),
    RoundState.LOCKED: (_l("Menunggu penetapan"), "waiting"),
    RoundState.DECIDED: (_l("Ditetapkan"), "done"),
    RoundState.PUBLISHED: (_l("Diumumkan"), "done"),
}
