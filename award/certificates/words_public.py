"""What anyone reads who checks a certificate."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from flask_babel import lazy_gettext as _l

from award.certificates.checking import Verdict
from award.certificates.models import Certificate
from award.certificates.standing import Standing
from award.certificates.states import SignatureMode
from award.core.language import moment

STANDINGS = {
    Standing.VALID: (_l("Berlaku"), "done"),
    Standing.BEING_MADE: (_l("Sedang dibuat"), "waiting"),
    Standing.BEING_SIGNED: (_l("Menunggu tanda tangan"), "waiting"),
    Standing.SUPERSEDED: (_l("Digantikan"), "refused"),
    Standing.REVOKED: (_l("Dicabut"), "refused"),
}

VERDICTS = {
    Verdict.GENUINE: (
        _l("Asli"),
        _l("Berkas ini sama persis dengan piagam yang kami terbitkan."),
        "done",
    ),
    Verdict.COURTESY: (
        _l("Asli: salinan berbahasa Inggris"),
        _l("Berkas ini sama persis dengan salinan berbahasa Inggris yang kami terbitkan."),
        "done",
    ),
    Verdict.BASE: (
        _l("Berkas sebelum ditandatangani"),
        _l(
            "Berkas ini sama persis dengan berkas kami sebelum ditandatangani secara elektronik. "
            "Piagam yang berlaku adalah berkas yang bertanda tangan."
        ),
        "waiting",
    ),
    Verdict.APPENDED: (
        _l("Ada yang ditambahkan"),
        _l(
            "Berkas ini berawal dengan berkas kami yang utuh, tetapi sesudahnya ada yang "
            "ditambahkan. Tambahan itu bukan dari kami dan dapat mengubah yang tampak."
        ),
        "refused",
    ),
    Verdict.SIGNED_AFTER: (
        _l("Ada tanda tangan yang tidak kami kenal"),
        _l(
            "Berkas ini berawal dengan berkas kami yang utuh, tetapi sesudahnya ada tanda tangan "
            "elektronik yang tidak kami kenal. Yang ditambahkan dapat mengubah yang tampak."
        ),
        "refused",
    ),
    Verdict.CHANGED: (
        _l("Berkas telah diubah"),
        _l(
            "Berkas ini memuat kode piagam kami, tetapi isinya tidak sama persis dengan yang kami "
            "terbitkan. Satu huruf yang diganti sudah cukup; menyimpan ulang atau mencetak ke PDF "
            "juga mengubah berkas. Percayai hanya isi di bawah ini."
        ),
        "refused",
    ),
    Verdict.SEVERAL: (
        _l("Beberapa piagam dalam satu berkas"),
        _l(
            "Berkas ini memuat kode beberapa piagam kami, jadi tidak dapat diperiksa sekaligus. "
            "Periksa satu per satu."
        ),
        "waiting",
    ),
    Verdict.UNISSUED: (
        _l("Kode tidak pernah diterbitkan"),
        _l("Berkas ini memuat alamat kami, tetapi kode di dalamnya tidak pernah kami terbitkan."),
        "refused",
    ),
    Verdict.FOREIGN: (
        _l("Dari situs lain"),
        _l(
            "Piagam ini merujuk ke situs lain, jadi tidak dapat diperiksa di sini. "
            "Pastikan dahulu bahwa situs itu milik penerbitnya."
        ),
        "waiting",
    ),
    Verdict.UNKNOWN: (
        _l("Bukan berkas dari kami"),
        _l(
            "Berkas ini tidak sama dengan berkas mana pun yang kami terbitkan dan tidak memuat "
            "kode yang dapat dibaca. Ketiklah kode yang tercetak di samping kode QR, lalu "
            "bandingkan isinya."
        ),
        "refused",
    ),
    Verdict.NOT_PDF: (
        _l("Bukan PDF"),
        _l(
            "Berkas ini bukan PDF. Foto, tangkapan layar, dan hasil ketik ulang tidak dapat "
            "diperiksa. Ketiklah kode yang tercetak di samping kode QR, lalu bandingkan isinya."
        ),
        "waiting",
    ),
}
"""Title, sentence and tone."""

WITHOUT_SIGNATURE = {
    SignatureMode.WET: _l(
        "PDF ini tidak memuat tanda tangan elektronik: piagamnya ditandatangani di atas kertas."
    ),
    SignatureMode.DEMO: _l("Piagam contoh, tidak ditandatangani."),
}
UNSIGNED = _l("PDF ini belum ditandatangani secara elektronik.")
TRUSTED = _l("Sertifikat penanda tangan berinduk pada penerbit yang kami kenal.")
UNTRUSTED = _l("Sertifikat penanda tangan tidak berinduk pada penerbit yang kami kenal.")
SIGNED_BY_BSRE = _l(
    "Dokumen ini telah ditandatangani secara elektronik menggunakan sertifikat elektronik yang "
    "diterbitkan oleh BSrE."
)


def signature_sentences(certificate: Certificate) -> list[str]:
    """What was found about the electronic signature of the PDF; BSrE is named only where a file
    signed with its certificate was taken over."""
    mode, found = certificate.batch.signature_mode, certificate.signature
    if not found:
        return [str(WITHOUT_SIGNATURE.get(mode, UNSIGNED))]
    told = [_signed(found), TRUSTED if found["trusted"] else UNTRUSTED]
    if found["bsre"] and mode == SignatureMode.UPLOAD_SIGNED:
        told.append(SIGNED_BY_BSRE)
    return [str(each) for each in told]


def _signed(found: Mapping[str, str]) -> object:
    stamp = found["timestamp"] or found["time"]
    return _l(
        "Ditandatangani secara elektronik oleh %(signer)s pada %(time)s dengan sertifikat dari "
        "%(issuer)s (%(level)s). Sejak itu berkas tidak berubah.",
        signer=", ".join(filter(None, (found["signer"], found["organisation"]))),
        time=moment(datetime.fromisoformat(stamp)) if stamp else "–",
        issuer=found["issuer"],
        level=found["level"],
    )
