"""Names of states and choices as an organiser reads them."""

from flask_babel import lazy_gettext as _l

from award.competitions.states import EditionState

STATES = {
    EditionState.DRAFT: (_l("Disiapkan"), "neutral"),
    EditionState.OPEN: (_l("Dibuka"), "info"),
    EditionState.FROZEN: (_l("Hasil dibekukan"), "waiting"),
    EditionState.PUBLISHED: (_l("Diumumkan"), "award"),
}
"""Word and tone of each state."""

SECTION_KINDS = {
    "text": _l("Uraian"),
    "yesno_text": _l("Ya atau tidak, dengan uraian"),
}
EVIDENCE = {
    "none": _l("Tanpa bukti"),
    "optional": _l("Bukti boleh dilampirkan"),
    "required": _l("Bukti wajib dilampirkan"),
    "if_yes": _l("Bukti wajib bila dijawab ya"),
}
DOCUMENT_NEEDS = {
    "yes": _l("Wajib saat mengajukan"),
    "finalist": _l("Wajib bagi finalis"),
    "if_application": _l("Wajib bila inovasi berupa aplikasi"),
    "optional": _l("Tidak wajib"),
}
ROUND_KINDS = {"screening": _l("Seleksi (lulus atau tidak)"), "scoring": _l("Penilaian juri")}
AGGREGATES = {
    "mean": _l("Rata-rata"),
    "median": _l("Median"),
    "trimmed": _l("Rata-rata tanpa nilai tertinggi dan terendah"),
}
CRITERION_SOURCES = {
    "": _l("Dipilih setiap juri"),
    "claims": _l("Dihitung dari pemeriksaan klaim di lapangan"),
}
ROUNDINGS = {
    "once": _l("Sekali, pada nilai akhir"),
    "each_step": _l("Pada setiap langkah"),
}
SCOPES = {
    "local": _l("Menentukan di sini"),
    "national": _l("Peringatan untuk tingkat nasional"),
}
ELIGIBILITY = {
    "umur_penerapan": _l("Umur penerapan paling sedikit (bulan)"),
    "minimal_inovasi": _l("Inovasi paling sedikit per perangkat daerah"),
    "kuota": _l("Usulan paling banyak per perangkat daerah"),
    "tahap_penerapan": _l("Inovasi sudah pada tahap penerapan"),
    "judul_unik": _l("Judul belum dipakai usulan lain"),
    "pernah_juara": _l("Bukan Juara I–III pada sekian edisi terakhir"),
    "pernah_top": _l("Belum pernah meraih peringkat Top nasional"),
    "asal_replikasi": _l("Inovasi asal dan pemiliknya disebutkan"),
    "asal_top_99": _l("Inovasi asal termasuk Top 99 nasional"),
    "lima_kriteria": _l("Semua pernyataan kriteria dicentang"),
}
FILE_TYPES = {"pdf": "PDF", "xlsx": "XLSX", "jpg": "JPG", "png": "PNG"}
