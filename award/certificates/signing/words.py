"""Signatures, refusals and faults of keys as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from award.certificates.sameness import bare
from award.certificates.signing.signatures import Refusal, Revocation
from award.certificates.states import CertificateState, SignatureMode
from award.core.language import moment

if TYPE_CHECKING:
    from award.certificates.models import Certificate

OUTCOMES: dict[str, tuple[Any, str]] = {
    "accepted": (_l("Diterima dan berlaku"), "done"),
    "known": (_l("Sudah diimpor"), "neutral"),
}
"""What became of a file that was not refused, and its tone."""

REFUSALS = {
    Refusal.NOT_PDF: _l("Ini bukan berkas PDF."),
    Refusal.FOREIGN: _l("Berkas ini bukan piagam dari sistem ini."),
    Refusal.OTHER_BATCH: _l("Piagam ini milik terbitan lain. Unggah di halaman terbitannya."),
    Refusal.ALTERED: _l(
        "Isi piagam berubah: berkas ditulis ulang, tidak hanya ditambah tanda tangan. "
        "Tanda tangani lagi berkas asli dari ZIP."
    ),
    Refusal.UNSIGNED: _l("Berkas ini belum bertanda tangan elektronik."),
    Refusal.BROKEN: _l("Tanda tangannya rusak: tidak cocok dengan isi berkas."),
    Refusal.CHANGED: _l("Ada perubahan lain selain tanda tangan. Tanda tangani lagi berkas asli."),
    Refusal.COVERED: _l(
        "Gambar tanda tangan menutupi isi piagam. Tempatkan di bagian bawah halaman."
    ),
    Refusal.UNTRUSTED: _l(
        "Sertifikat penanda tangan bukan dari penerbit yang dipercaya sistem ini."
    ),
    Refusal.EXPIRED: _l("Masa berlaku sertifikat penanda tangan sudah berakhir."),
    Refusal.NOT_YET: _l("Sertifikat penanda tangan belum mulai berlaku."),
    Refusal.REVOKED: _l("Sertifikat penanda tangan sudah dicabut oleh penerbitnya."),
    Refusal.TAKEN: _l(
        "Piagam ini sudah memiliki berkas bertanda tangan. Berkas itu tidak diganti."
    ),
    Refusal.NOT_WAITING: _l("Piagam ini tidak lagi menunggu tanda tangan."),
    Refusal.TOO_LARGE: _l("Berkas ini terlalu besar; batasnya 8 MB setiap PDF."),
    Refusal.TOO_MANY: _l("Terlalu banyak berkas sekaligus. Unggah sisanya tersendiri."),
    Refusal.BAD_NAME: _l("Nama berkas di dalam ZIP tidak aman."),
    Refusal.BAD_ARCHIVE: _l("ZIP ini rusak atau terkunci kata sandi."),
    Refusal.STORAGE: _l("Ruang penyimpanan penuh. Sediakan ruang, lalu unggah lagi."),
    Refusal.UNEXPECTED: _l("Berkas ini tidak dapat diperiksa."),
}

FAULTS = {
    "unreadable": _l("Berkas kunci rusak atau bukan PKCS#12. Hubungi pengelola sistem."),
    "passphrase": _l("Frasa sandi salah. Coba lagi."),
    "no_key": _l("Berkas kunci tidak memuat kunci beserta sertifikatnya."),
    "expired": _l("Masa berlaku sertifikat kunci sudah berakhir. Perbarui sertifikatnya."),
    "not_yet": _l("Sertifikat kunci belum mulai berlaku."),
    "timestamp": _l("Penyedia stempel waktu tidak menjawab. Coba lagi nanti."),
    "document": _l("Ada piagam yang tidak dapat ditandatangani."),
    "storage": REFUSALS[Refusal.STORAGE],
    "unexpected": _l("Penandatanganan terhenti karena galat. Hubungi pengelola sistem."),
    "batch": _l("Terbitan ini tidak ditandatangani dengan kunci instansi."),
    "running": _l("Terbitan ini sedang ditandatangani. Tunggu sampai selesai atau terhenti."),
}
"""Why our own key did not sign, by fault of the key."""

BSRE = _l(
    "Dokumen ini telah ditandatangani secara elektronik menggunakan sertifikat elektronik "
    "yang diterbitkan oleh BSrE."
)
UNKNOWN_ISSUER = _l("Penerbit sertifikat itu tidak ada dalam daftar yang dipercaya sistem ini.")
REVOCATIONS = {
    Revocation.GOOD: _l("Menurut data dalam berkas itu sendiri, sertifikatnya tidak dicabut."),
    Revocation.REVOKED: _l("Sertifikat itu sudah dicabut oleh penerbitnya."),
    Revocation.UNCHECKED: _l("Apakah sertifikat itu pernah dicabut tidak diperiksa."),
}
"""Whether the signer's certificate was revoked."""
WAITING = _l("Menunggu tanda tangan elektronik.")
NOT_SIGNED = _l("Tidak bertanda tangan elektronik.")
UNSIGNED = {
    SignatureMode.WET: _l(
        "Ditandatangani dengan pena pada kertas; PDF ini tidak bertanda tangan elektronik."
    ),
    SignatureMode.DEMO: _l("Contoh: tidak ditandatangani."),
}


def signature_sentence(certificate: Certificate) -> str:
    """How a certificate is signed, for anyone; BSrE is named only where a signature proves it."""
    mode = certificate.batch.signature_mode
    if certificate.signature:
        told = [*_signed(certificate.signature, mode), *_named(certificate)]
        return " ".join(told)
    if certificate.state == CertificateState.UNSIGNED:
        return str(WAITING)
    return str(UNSIGNED.get(mode, NOT_SIGNED))


def names_printed(signature: Mapping[str, Any], printed: str) -> bool:
    """Whether a signature is by the name that is printed, titles and degrees aside."""
    return bare(signature["signer"]) == bare(printed)


def _named(certificate: Certificate) -> list[str]:
    """Who stands on the certificate as its signatory, where the signature names somebody else."""
    found, printed = certificate.signature or {}, certificate.facts["signer_name"]
    if names_printed(found, printed):
        return []
    return [
        _(
            "Nama itu tidak sama dengan penanda tangan yang tercetak, %(printed)s; segel instansi, "
            "misalnya, memuat nama instansi.",
            printed=printed,
        )
    ]


def _when(found: Mapping[str, Any]) -> str:
    """When somebody signed; what only the signer's own clock says is told as such."""
    told = found["timestamp"] or found["time"]
    when = moment(datetime.fromisoformat(told)) if told else "–"
    if found["timestamp"] or not told:
        return when
    return str(_("%(moment)s menurut jam penanda tangan", moment=when))


def _signed(found: Mapping[str, Any], mode: SignatureMode) -> list[str]:
    who = ", ".join(filter(None, (found["signer"], found["organisation"])))
    when = _when(found)
    told = [
        _(
            "Bertanda tangan elektronik oleh %(who)s pada %(when)s, "
            "dengan sertifikat elektronik dari %(issuer)s.",
            who=who,
            when=when,
            issuer=found["issuer"],
        )
    ]
    if found["bsre"] and mode == SignatureMode.UPLOAD_SIGNED:
        told.append(str(BSRE))
    elif not found["trusted"]:
        told.append(str(UNKNOWN_ISSUER))
    told.append(str(REVOCATIONS[found.get("revocation", Revocation.UNCHECKED)]))
    return told
