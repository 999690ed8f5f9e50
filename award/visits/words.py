"""Verdicts, sources of time and settlements as people read them."""

from flask_babel import lazy_gettext as _l

from award.visits.scoring import Verdict
from award.visits.states import ReferralState, Settlement, TimeSource

VERDICTS = {
    Verdict.PROVEN: (_l("Terbukti"), "done"),
    Verdict.PARTLY: (_l("Terbukti sebagian"), "waiting"),
    Verdict.DISPROVED: (_l("Tidak terbukti"), "refused"),
    Verdict.UNVERIFIABLE: (_l("Tidak dapat diverifikasi"), "neutral"),
}
"""Word and tone of each verdict."""

TIMES = {
    TimeSource.CAMERA: _l("menurut kamera"),
    TimeSource.PHONE: _l("menurut ponsel"),
    TimeSource.RECEIPT: _l("saat diterima"),
}

SETTLEMENTS = {
    Settlement.KEEP: _l("Tetap ikut dinilai"),
    Settlement.DISQUALIFY: _l("Pleno menyarankan diskualifikasi"),
}

REFERRALS = {
    ReferralState.OPEN: (_l("Menunggu pleno"), "waiting"),
    ReferralState.SETTLED: (_l("Diputuskan pleno"), "done"),
}
"""Word and tone of a matter before the plenary."""
