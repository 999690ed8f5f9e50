"""Words for outcomes, places and reasons."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from award.competitions.states import RoundState
from award.results.states import ObjectionState, Outcome, PaperKind, SnapshotKind

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

OBJECTIONS = {
    ObjectionState.OPEN: (_l("Menunggu jawaban"), "waiting"),
    ObjectionState.UPHELD: (_l("Diterima"), "done"),
    ObjectionState.REJECTED: (_l("Ditolak"), "refused"),
}

SNAPSHOTS = {
    SnapshotKind.PROVISIONAL: (_l("Hasil sementara"), "waiting"),
    SnapshotKind.OBJECTIONS: (_l("Sesudah sanggahan dijawab"), "waiting"),
    SnapshotKind.FINAL: (_l("Hasil akhir"), "done"),
}

PAPERS = {
    PaperKind.MINUTES: (_l("Berita acara (PDF)"), "file-earmark-text"),
    PaperKind.ANNEX: (_l("Lampiran Keputusan Bupati (PDF)"), "file-earmark-text"),
    PaperKind.WORKBOOK: (_l("Rekapitulasi (XLSX)"), "table"),
    PaperKind.TABLE: (_l("Nilai rinci (CSV)"), "download"),
}
"""Each paper's name and its icon."""

VARIANTS = {
    ("aggregate", "mean"): _l("Nilai juri digabung dengan rata-rata"),
    ("aggregate", "median"): _l("Nilai juri digabung dengan median"),
    ("aggregate", "trimmed"): _l("Nilai tertinggi dan terendah dibuang"),
    ("rounding", "once"): _l("Dibulatkan sekali pada nilai akhir"),
    ("rounding", "each_step"): _l("Dibulatkan pada setiap langkah"),
    ("quota", "none"): _l("Tanpa kuota kelas peserta"),
}
"""What a simulation tries instead; tie rules are named by the edition."""
