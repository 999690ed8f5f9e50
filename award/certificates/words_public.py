"""What anyone reads who checks a certificate."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from award.certificates.verifying.checking import Verdict
from award.certificates.verifying.standing import Standing

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
