"""Kinds, states and faults of certificates as people read them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask_babel import get_locale, ngettext
from flask_babel import lazy_gettext as _l

from award.certificates.facts import Fault
from award.certificates.packing.piles import Edge, Order
from award.certificates.printing import designs
from award.certificates.states import CertificateState, Kind, SignatureMode
from award.certificates.style import Style
from award.core.language import local, moment

if TYPE_CHECKING:
    from award.certificates.models import Batch
    from award.certificates.packing.ordered import Making
    from award.competitions.models import Category

MINUTE = 60

KINDS = {
    Kind.WINNER: _l("Juara"),
    Kind.FINALIST: _l("Finalis"),
    Kind.PARTICIPANT: _l("Peserta"),
    Kind.MEMBER: _l("Anggota tim inovasi"),
    Kind.JUDGE: _l("Juri"),
    Kind.PARTNER: _l("Mitra replikasi"),
}

ADDRESSES = {
    Kind.WINNER: "juara",
    Kind.FINALIST: "finalis",
    Kind.PARTICIPANT: "peserta",
    Kind.MEMBER: "tim",
    Kind.JUDGE: "juri",
    Kind.PARTNER: "mitra",
}
"""Kinds as they stand in addresses."""

STATES = {
    CertificateState.QUEUED: (_l("Sedang dibuat"), "waiting"),
    CertificateState.UNSIGNED: (_l("Menunggu tanda tangan"), "waiting"),
    CertificateState.READY: (_l("Berlaku"), "done"),
    CertificateState.FAILED: (_l("Gagal dibuat"), "refused"),
    CertificateState.SUPERSEDED: (_l("Digantikan"), "refused"),
    CertificateState.REVOKED: (_l("Dicabut"), "refused"),
}

PUBLIC_STATES = {**STATES, CertificateState.FAILED: STATES[CertificateState.QUEUED]}
"""What anyone may know: why a PDF failed is the organiser's business."""

NIP_OF_ELECTED = _l("Bupati dan wakil bupati menandatangani tanpa NIP. Kosongkan isian ini.")
WRONG_NIP = _l(
    "NIP terdiri atas 18 angka: tanggal lahir, tahun dan bulan pengangkatan, "
    "jenis kelamin, dan nomor urut."
)

MODES = {
    SignatureMode.WET: _l("Tanda tangan basah: disediakan ruang untuk pena dan cap"),
    SignatureMode.UPLOAD_SIGNED: _l("Elektronik, dengan alat resmi di luar sistem ini"),
    SignatureMode.PADES: _l("Elektronik, dengan sertifikat milik instansi"),
    SignatureMode.DEMO: _l("Peragaan: tidak ditandatangani"),
}

PAPER_NAMES = {"a4": _l("A4 mendatar (297 × 210 mm)"), "f4": _l("F4 mendatar (330 × 215 mm)")}

COLOURS = {
    "Warna bingkai dan judul": _l("Warna bingkai dan judul"),
    "Warna ornamen": _l("Warna ornamen"),
    "Warna ornamen latar": _l("Warna ornamen latar"),
    "Warna bidang dan judul": _l("Warna bidang dan judul"),
    "Warna predikat": _l("Warna predikat"),
    "Warna anyaman": _l("Warna anyaman"),
    "Warna garis": _l("Warna garis"),
}
"""The colours of our designs, by the label that a design gives them, in the reader's language."""

FIELDS = {
    "issuer": _l("Pemberi penghargaan"),
    "title": _l("Judul piagam"),
    "number": _l("Nomor piagam"),
    "recipient": _l("Nama penerima"),
    "predicate": _l("Predikat"),
    "category": _l("Kategori"),
    "competition": _l("Nama kompetisi"),
    "year": _l("Tahun"),
    "innovation": _l("Judul inovasi"),
    "closing": _l("Kalimat penutup"),
    "decree": _l("Dasar keputusan"),
    "place": _l("Tempat"),
    "date_text": _l("Tanggal"),
    "signer_office": _l("Jabatan penanda tangan"),
    "signer_name": _l("Nama penanda tangan"),
    "signer_rank": _l("Pangkat penanda tangan"),
    "signer_nip": _l("NIP penanda tangan"),
    "code": _l("Kode verifikasi"),
    "url": _l("Tautan verifikasi"),
    "design": _l("Rancangan"),
    "emblem": _l("Lambang"),
    "signature": _l("Gambar tanda tangan"),
    "colours": _l("Warna"),
    "paper": _l("Kertas"),
}

PLACED = (
    *("recipient", "predicate", "category", "innovation", "competition", "year"),
    *("number", "place", "date_text"),
)
"""What a certificate says in its own place, so that no text needs to repeat it."""

PARTS = {
    "recipient": FIELDS["recipient"],
    "innovation": FIELDS["innovation"],
    "category": FIELDS["category"],
    "predicate": FIELDS["predicate"],
    "competition": FIELDS["competition"],
    "decree": FIELDS["decree"],
    "dated": _l("Tempat dan tanggal"),
    "signer": _l("Penanda tangan"),
    "texts": _l("Judul piagam dan kalimat penutup"),
    "look": _l("Rancangan"),
}
"""Parts of a certificate that a correction brings anew."""

FAULTS = {
    "storage": _l(
        "Ruang penyimpanan penuh atau tidak dapat ditulisi. Sediakan ruang, lalu ulangi."
    ),
    "design": _l(
        "Rancangan berubah sejak piagam ini diterbitkan, jadi PDF-nya tidak dibuat. Kembalikan "
        "berkas rancangannya lalu ulangi, atau koreksi piagam ini agar memakai rancangan baru."
    ),
    "unexpected": _l("Terjadi kesalahan saat membuat PDF. Ulangi; bila tetap gagal, lihat log."),
}


SIGNINGS = {
    SignatureMode.WET: _l("Pena dan cap"),
    SignatureMode.UPLOAD_SIGNED: _l("Tanda tangan elektronik resmi"),
    SignatureMode.PADES: _l("Tanda tangan elektronik instansi"),
    SignatureMode.DEMO: _l("Contoh, tanpa tanda tangan"),
}

ORDERS = {
    Order.NUMBER: _l("Nomor piagam"),
    Order.CATEGORY: _l("Kategori"),
    Order.NAME: _l("Nama penerima"),
    Order.SEAT: _l("Tempat duduk"),
}
"""By what sheets for the press are sorted."""

EDGES = {
    Edge.PLAIN: _l("Tanpa tanda potong"),
    Edge.MARKED: _l("Bleed 3 mm dan tanda potong"),
}
"""Where their paper ends."""


def name_of(batch: Batch) -> str:
    """A batch in the name of a file."""
    return f"piagam-{ADDRESSES[batch.kind]}-{batch.edition.year}-{batch.id}"


def predicate_of(printed: str) -> str:
    """What somebody is honoured as, in the reader's language; other words stay as printed."""
    keys = {said: key for key, said in designs.predicates("id").items()}
    key = keys.get(printed)
    return printed if key is None else designs.predicate(str(get_locale()), key)


def category_of(printed: str, categories: Iterable[Category]) -> str:
    """A category of these in the reader's language; other words stay as printed."""
    return next((local(each.name) for each in categories if each.name["id"] == printed), printed)


def design_of(style: Style) -> str:
    """A design by its title, and the paper."""
    return f"{designs.load(style.design).title}, {PAPER_NAMES[style.paper]}"


def sentence_of(fault: Fault) -> str:
    """What is wrong with a fact, and its limit where that is the matter."""
    name = FIELDS.get(fault.field, fault.field)
    sentences = {
        "missing": _l("%(name)s belum ada.", name=name),
        "too long": _l("%(name)s melebihi %(limit)d huruf.", name=name, limit=fault.limit),
        "too many lines": _l("%(name)s melebihi %(limit)d baris.", name=name, limit=fault.limit),
        "missing glyphs": _l(
            "%(name)s memuat huruf yang tidak dapat dicetak: %(characters)s",
            name=name,
            characters=" ".join(fault.characters),
        ),
        "taken": _l("%(name)s sudah dipakai piagam lain. Periksa pola nomor edisi ini.", name=name),
        "elected": NIP_OF_ELECTED,
        "wrong": WRONG_NIP,
        "before decree": _l("Tanggal piagam mendahului tanggal keputusan."),
        "not in office": _l("Penanda tangan tidak menjabat pada tanggal piagam."),
        "doubled": _l("Penerima ini tampaknya satu, tetapi tercatat lebih dari sekali."),
        "alike": _l("Nama ini tercatat lebih dari sekali. Pastikan memang orang yang berbeda."),
        "pale": _l(
            "%(colour)s sulit dibaca di atas putih. Pilih yang lebih gelap.",
            colour=COLOURS.get(fault.field, fault.field),
        ),
        "braces": f"{name}: {sentence_of_braces()}",
        "unexpected": FAULTS["unexpected"],
        "given up": _l(
            "Pemeriksaan tata letak tiga kali terhenti di sekitar penerima ini. Periksa isiannya, "
            "lalu periksa tata letak lagi; bila tetap terhenti, lihat log."
        ),
        "unknown": _l("%(name)s memuat pilihan yang tidak dikenal.", name=name),
    }
    crowded = _l("%(name)s tidak muat di halaman, juga dengan huruf terkecil.", name=name)
    return str(sentences.get(fault.reason, crowded))


def sentence_of_braces() -> str:
    """Why a text may hold no placeholders, and what stands on a certificate without them."""
    return str(
        _l(
            "Tanda { dan } tidak dapat dipakai di sini, karena teks ini dicetak apa adanya. Yang "
            "dicetak sendiri di tempatnya: %(fields)s.",
            fields=", ".join(str(FIELDS[name]) for name in PLACED),
        )
    )


def sentence_of_failure(fault: str) -> str:
    """Why the worker could not make a PDF."""
    if fault in FAULTS:
        return str(FAULTS[fault])
    field, _separator, reason = fault.partition(": ")
    return sentence_of(Fault(field, reason))


def sentence_of_zip(made: bool) -> str:
    """Whether a ZIP can be fetched."""
    return str(_l("Siap") if made else _l("ZIP belum siap."))


def sentence_of_progress(done: int, total: int, left: int | None = None) -> str:
    """How far the worker is, and about how long it still needs (in seconds) where that is known."""
    told = str(_l("%(done)s dari %(total)s", done=done, total=total))
    if left is None:
        return told
    if left < MINUTE:
        rest = ngettext("sekitar %(num)s detik lagi", "sekitar %(num)s detik lagi", left)
    else:
        minutes = -(-left // MINUTE)
        rest = ngettext("sekitar %(num)s menit lagi", "sekitar %(num)s menit lagi", minutes)
    return f"{told}, {rest}"


def sentence_of_making(made: Making) -> str:
    """When a file was made, and from how many certificates."""
    told = ngettext(
        "Dibuat %(at)s dari %(num)s piagam.",
        "Dibuat %(at)s dari %(num)s piagam.",
        made.count,
        at=moment(made.at),
    )
    return str(told)


STEPS = {
    "certificates.issued": _l("Diterbitkan"),
    "certificate.ready": _l("PDF selesai dibuat"),
    "certificate.prepared": _l("PDF siap ditandatangani"),
    "certificate.signed": _l("Ditandatangani"),
    "certificate.failed": _l("PDF gagal dibuat"),
    "certificate.retried": _l("PDF dibuat ulang"),
    "certificate.corrected": _l("Diterbitkan sebagai koreksi"),
    "certificate.superseded": _l("Digantikan"),
    "certificate.revoked": _l("Dicabut"),
    "certificate.reissued": _l("Diterbitkan kembali setelah pencabutan"),
}
"""What happened to a certificate, by the ledger's names."""
