"""The parts of an edition as an organiser meets them, one page each; pure.

A part edits fields of the blueprint; a rubric is a part of one round.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from award.competitions.blueprint import Blueprint


@dataclass(frozen=True)
class Part:
    """A page: its place in the address, its words, and the fields of the blueprint it edits."""

    key: str
    title: LazyString
    lead: LazyString
    names: tuple[str, ...]
    scored: bool = False
    """Whether it locks altogether when the first sheet is scored."""


ROUNDS = Part(
    "tahap",
    _l("Tahap penilaian"),
    _l("Tahap seleksi, bobotnya dalam nilai akhir, dan cara nilai juri digabungkan."),
    ("rounds",),
)
PARTS = (
    Part(
        "identitas",
        _l("Identitas"),
        _l("Nama, tema, dan pernyataan yang dibaca peserta dan juri."),
        ("name", "theme", "description", "integrity", "code_of_conduct"),
    ),
    Part(
        "jadwal",
        _l("Jadwal"),
        _l("Tanggal setiap tahap. Jam tutup berlaku pada hari terakhir, dalam WITA."),
        ("calendar",),
    ),
    Part(
        "kategori",
        _l("Kategori usulan"),
        _l("Bidang tempat usulan bersaing satu sama lain."),
        ("categories",),
    ),
    Part(
        "peserta",
        _l("Kelompok, kelas, dan pernyataan"),
        _l("Kelompok usulan, kelas peserta, dan pernyataan yang dicentang pengusul."),
        ("groups", "classes", "declarations"),
    ),
    Part(
        "formulir",
        _l("Formulir proposal"),
        _l("Pertanyaan yang dijawab pengusul, dengan batas kata."),
        ("form",),
        scored=True,
    ),
    Part(
        "dokumen",
        _l("Dokumen"),
        _l("Berkas dan tautan yang menyertai usulan."),
        ("documents",),
    ),
    ROUNDS,
    Part(
        "alasan",
        _l("Alasan penolakan"),
        _l("Alasan berkode yang dipilih saat seleksi administrasi."),
        ("reasons",),
    ),
    Part(
        "kelayakan",
        _l("Syarat kelayakan"),
        _l("Syarat yang diperiksa pada setiap usulan, termasuk kuota perangkat daerah."),
        ("eligibility",),
    ),
    Part(
        "seri",
        _l("Aturan nilai seri"),
        _l("Dicoba berurutan bila nilai akhir sama."),
        ("tie_rules",),
        scored=True,
    ),
    Part(
        "pengaturan",
        _l("Pengaturan"),
        _l("Tenggang waktu, ambang nilai, dan penomoran piagam."),
        ("settings",),
    ),
)
RUBRIC = Part(
    "rubrik",
    _l("Rubrik"),
    _l("Kriteria, bobot, dan uraian setiap tingkat yang dibaca juri."),
    ("criteria",),
    scored=True,
)
BY_NAME = {name: part for part in PARTS for name in part.names}
FIRMLY_KEYED = ("groups", "classes", "declarations", "form", "documents", "reasons")
"""Lists whose rows entries name by key, so that none may go once entries can exist."""


def page_of(where: str) -> tuple[Part, str | None] | None:
    """The part on which the place of a fault is mended, and the round of a rubric."""
    if rubric := re.match(r"rounds\[([^\]]*)\]\.criteria", where):
        return RUBRIC, rubric[1]
    part = BY_NAME.get(re.split(r"[.\[]", where, maxsplit=1)[0])
    return (part, None) if part else None


def scoring(blueprint: Blueprint) -> object:
    """All that the result rests on: what may not change once the first sheet is scored."""
    rounds = tuple(replace(each, name={}, who={}, judges_per_entry=0) for each in blueprint.rounds)
    settings = blueprint.settings
    ending = (settings.winners, settings.runners_up, settings.objection_working_days)
    quotas = tuple((each.key, each.quota) for each in blueprint.classes)
    return blueprint.form, blueprint.tie_rules, rounds, quotas, ending
