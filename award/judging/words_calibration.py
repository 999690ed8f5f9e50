"""What practice on samples tells a judge, in one plain sentence each."""

from __future__ import annotations

from flask_babel import gettext as _

from award.core.language import number
from award.judging.calibration import Bearing


def severity_sentence(bearing: Bearing) -> str:
    """How the judge stands to the others."""
    if bearing.severity is None:
        return str(_("Belum ada juri lain yang menyelesaikan usulan contoh yang sama."))
    told = number(abs(round(bearing.severity, 1)), 1)
    if bearing.verdict == "strict":
        return str(_("Anda rata-rata %(n)s poin lebih ketat daripada juri lain.", n=told))
    if bearing.verdict == "lenient":
        return str(_("Anda rata-rata %(n)s poin lebih longgar daripada juri lain.", n=told))
    return str(_("Nilai Anda sejalan dengan juri lain (selisih rata-rata %(n)s poin).", n=told))


def spread_sentence(bearing: Bearing) -> str:
    """Whether the judge tells samples apart as the others do; empty where that is not known."""
    own, others = bearing.spread, bearing.others_spread
    if own is None or not others:
        return ""
    told = {"own": number(round(own, 1), 1), "others": number(round(others, 1), 1)}
    if own < others / 2:
        return str(
            _("Nilai Anda rapat: simpangannya %(own)s poin, juri lain %(others)s poin.", **told)
        )
    if own > others * 2:
        return str(
            _("Nilai Anda renggang: simpangannya %(own)s poin, juri lain %(others)s poin.", **told)
        )
    return str(
        _(
            "Jarak antarnilai Anda wajar: simpangannya %(own)s poin, juri lain %(others)s poin.",
            **told,
        )
    )
