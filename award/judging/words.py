"""Names of states as people read them."""

from flask_babel import lazy_gettext as _l

from award.competitions.states import RoundState

ROUNDS = {
    RoundState.DRAFT: (_l("Belum dibuka"), "neutral"),
    RoundState.OPEN: (_l("Sedang dinilai"), "info"),
    RoundState.CLOSED: (_l("Ditutup"), "waiting"),
    RoundState.DECIDED: (_l("Diputuskan"), "done"),
}
"""Word and tone of each state of a round."""
