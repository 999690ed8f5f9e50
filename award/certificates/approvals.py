"""What about certificates takes two people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l

from award.approvals.kinds import Details, Kind, register
from award.certificates import actions, queries
from award.certificates.models import Certificate


def _effects(certificate: Certificate, _details: Details) -> Sequence[object]:
    return (
        _l(
            "Piagam %(number)s untuk %(recipient)s dicabut dan tidak dapat diberlakukan kembali.",
            number=certificate.number,
            recipient=certificate.facts["recipient"],
        ),
        _l("Halaman verifikasinya menyatakan tanggal dan alasan pencabutan kepada siapa pun."),
        _l("Penerimanya tidak dapat lagi mengunduhnya."),
    )


def _effects_of_reissue(certificate: Certificate, _details: Details) -> Sequence[object]:
    return (
        _l(
            "%(recipient)s mendapat piagam baru dengan nomor baru, bertanggal hari ini.",
            recipient=certificate.facts["recipient"],
        ),
        _l("Isinya menurut data sekarang."),
        _l("Piagam %(number)s tetap dicabut.", number=certificate.number),
    )


ON_A_CERTIFICATE: dict[str, Any] = {
    "load": lambda number: queries.certificate_by_id(None, number),
    "title": lambda certificate: certificate.number,
    "basis": lambda certificate, _details: {"state": certificate.state},
    "edition_id": lambda certificate: certificate.edition_id,
    "address": lambda certificate: url_for("batches.certificate", certificate_id=certificate.id),
    "wall": queries.why_kept_off,
}
"""What all such acts have in common: what they are about, and who must keep off."""

register(
    Kind(
        key="certificate.reissue",
        name=_l("Menerbitkan kembali piagam yang dicabut"),
        rule="certificate:reissue",
        run=lambda certificate, approval: actions.reissue(
            certificate=certificate, approval=approval
        ),
        effects=_effects_of_reissue,
        **ON_A_CERTIFICATE,
    ),
    Kind(
        key="certificate.revoke",
        name=_l("Mencabut piagam"),
        rule="certificate:revoke",
        run=lambda certificate, approval: actions.revoke(
            certificate=certificate, approval=approval
        ),
        effects=_effects,
        **ON_A_CERTIFICATE,
    ),
)
