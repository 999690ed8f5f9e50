"""Names of states, advice and lengths of time as people read them."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from award.competitions.states import RoundState
from award.entries.states import CopyFinding
from award.judging.nudges import Nudge
from award.judging.states import Way

ROUNDS = {
    RoundState.DRAFT: (_l("Belum dibuka"), "neutral"),
    RoundState.OPEN: (_l("Sedang dinilai"), "info"),
    RoundState.CLOSED: (_l("Ditutup"), "waiting"),
    RoundState.LOCKED: (_l("Dikunci"), "waiting"),
    RoundState.DECIDED: (_l("Diputuskan"), "done"),
    RoundState.PUBLISHED: (_l("Diumumkan"), "done"),
}
"""Word and tone of each state of a round."""

NUDGES = {
    Nudge.ALIKE: _l("Hampir semua nilai Anda sama. Apakah usulan-usulan ini memang setara?"),
    Nudge.HASTY: _l("Anda menyelesaikan dua belas lembar dalam empat menit. Sempatkan membaca."),
    Nudge.FAR: _l("Jumlah nilai lembar ini jauh dari kebiasaan Anda. Apakah memang sejauh itu?"),
}
"""What a judge is told before finishing, and nobody else."""
FINDINGS = {
    CopyFinding.CLEAN: _l("Bersih: teksnya tidak menyebut pengusul"),
    CopyFinding.NAMED: _l("Teksnya menyebut pengusul"),
    CopyFinding.WORDLESS: _l("Gambar atau pindaian: buka dan lihat sendiri"),
    CopyFinding.UNCLEAN: _l("Terkunci, rusak, atau berisi berkas lain: tidak dapat dibersihkan"),
}
"""What was found in a file of an entry."""


def duration(minutes: int) -> str:
    """``25 menit`` or ``1 jam 20 menit``."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return str(_("%(minutes)s menit", minutes=rest))
    return str(_("%(hours)s jam %(minutes)s menit", hours=hours, minutes=rest))


WAYS = {
    Way.EXTRA_JUDGE: _l("Juri tambahan"),
    Way.PLENARY: _l("Pembahasan pleno"),
    Way.JUDGE_LEFT: _l("Juri dilepas; nilai juri lain berdekatan"),
}
"""How a discrepancy is settled."""
