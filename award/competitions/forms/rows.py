"""One row of each list of an edition. A row's ``key`` is kept; a new row gets one from its name."""

from __future__ import annotations

from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, Form, FormField, HiddenField, StringField
from wtforms.widgets import TimeInput

from award.competitions import words
from award.competitions.forms.fields import (
    Day,
    Levels,
    Line,
    Megabytes,
    Percent,
    Whole,
    choice,
    filled,
    maybe,
    several,
    tidy,
    two,
    within,
)
from award.core.forms import Inner
from award.core.language import number, short_date

OWN = ("position", "remove")
"""Fields of a row that say something about the row, not about what it stands for."""


class Row(Inner):
    """A row can be moved by its position and removed with a tick."""

    short = False
    """Whether the row is so short that it need not be folded."""

    def glance(self) -> str:
        """What a folded row still shows beside its name."""
        return ""

    key = HiddenField(filters=[tidy])
    position = Whole(_l("Urutan"), needed=False)
    remove = BooleanField(_l("Hapus baris ini"))


class ChoiceRow(Row):
    """A group, class or declaration."""

    short = True

    name = two(_l("Nama"))


class ClassRow(ChoiceRow):
    """A participant class."""

    quota = Whole(
        _l("Pemenang paling banyak per kategori"),
        needed=False,
        description=_l("Kosongkan bila tidak dibatasi."),
    )


class ReasonRow(Row):
    """A coded reason to reject."""

    short = True

    name = two(_l("Alasan dan apa yang harus dilakukan"), area=True)


class CategoryRow(Row):
    """A category."""

    name = two(_l("Nama"))
    description = two(_l("Uraian"), area=True)


class PhaseRow(Row):
    """A phase of the calendar."""

    name = two(_l("Nama"))
    starts = Day(_l("Hari pertama"))
    ends = Day(_l("Hari terakhir"))
    closes_at = StringField(
        _l("Jam tutup (WITA)"), [filled], default="23:59", filters=[tidy], widget=TimeInput()
    )
    may_overlap = BooleanField(_l("Boleh bersamaan dengan tahap lain"))

    def glance(self) -> str:
        """Its dates."""
        first, last = short_date(self.starts.data), short_date(self.ends.data)
        return last if first == last else f"{first} – {last}"


class SectionRow(Row):
    """A section of the proposal form."""

    title = two(_l("Judul"))
    prompt = two(_l("Pertanyaan"), area=True)
    max_words = Whole(_l("Batas kata"))
    kind = choice(_l("Bentuk jawaban"), words.SECTION_KINDS)
    evidence = choice(_l("Bukti"), words.EVIDENCE)
    required = BooleanField(_l("Wajib diisi"), default=True)

    def glance(self) -> str:
        """Its limit."""
        return str(_("%(n)s kata", n=number(self.max_words.data)))


class DocumentRow(Row):
    """A document of an entry."""

    name = two(_l("Nama"))
    required = choice(_l("Keperluan"), words.DOCUMENT_NEEDS)
    link = BooleanField(_l("Berupa tautan, bukan berkas"))
    types = several(_l("Jenis berkas"), words.FILE_TYPES)
    max_bytes = Megabytes(_l("Ukuran paling besar (MB)"), needed=False)

    def glance(self) -> str:
        """Whether it is needed."""
        return str(words.DOCUMENT_NEEDS.get(self.required.data, ""))


class ScoredRoundRow(Row):
    """A round whose scoring is locked: only its words and its panel may change."""

    name = two(_l("Nama"))
    who = two(_l("Penilai"))
    judges_per_entry = Whole(_l("Juri per usulan"), default=0)


class RoundRow(ScoredRoundRow):
    """A round; its rubric has a page of its own."""

    kind = choice(_l("Bentuk tahap"), words.ROUND_KINDS)
    weight = Percent(_l("Bobot dalam nilai akhir (persen)"))
    advance_per_category = Whole(
        _l("Lanjut per kategori"),
        needed=False,
        description=_l("Kosongkan bila semua yang lulus melanjutkan."),
    )
    aggregate = choice(_l("Gabungan nilai juri"), words.AGGREGATES)
    rounding = choice(_l("Pembulatan"), words.ROUNDINGS)
    scale_min = Whole(_l("Tingkat terendah"), default=1)
    scale_max = Whole(_l("Tingkat tertinggi"), default=5)
    discrepancy_points = Percent(
        _l("Selisih nilai juri (poin)"),
        default=Decimal(20),
        description=_l(
            "Bila nilai dua juri berselisih lebih dari ini, perlu juri tambahan atau pleno."
        ),
    )
    discrepancy_levels = Whole(
        _l("Selisih tingkat"),
        default=2,
        description=_l("Begitu pula bila berselisih sebanyak ini pada kriteria terberat."),
    )
    blind = BooleanField(
        _l("Penilaian tanpa nama"),
        description=_l(
            "Juri tidak melihat pengusul, nama orang, nama berkas, dan data di dalam berkas."
        ),
    )
    talk_minutes = Whole(
        _l("Menit paparan"),
        needed=False,
        description=_l("Kosongkan bila usulan tidak dipaparkan di depan juri."),
    )
    question_minutes = Whole(_l("Menit tanya jawab"), needed=False)

    def glance(self) -> str:
        """Its weight."""
        return f"{number(self.weight.data)}%"


class EligibilityRow(Inner):
    """A rule of eligibility; it may stand once for each scope and group."""

    key = choice(_l("Syarat"), {"": _l("Pilih syarat"), **words.ELIGIBILITY})
    value = Whole(_l("Angka syarat"), needed=False)
    scope = choice(_l("Akibat"), words.SCOPES)
    group = maybe(_l("Kelompok"))
    enabled = BooleanField(_l("Berlaku"), default=True)
    position = Row.position
    remove = Row.remove

    def glance(self) -> str:
        """Its number, its effect and its group."""
        value = "" if self.value.data is None else number(self.value.data)
        groups = {each.value: str(each.label) for each in self.group.iter_choices() if each.value}
        group = groups.get(self.group.data, "")
        parts = [value, str(words.SCOPES.get(self.scope.data, "")), group]
        return " · ".join(part for part in parts if part)


class TieRow(Inner):
    """What settles a tie."""

    short = True

    key = choice(_l("Pembanding"), {})
    name = two(_l("Sebutan"))
    position = Row.position
    remove = Row.remove


class LevelRow(Inner):
    """One step of the scale of a criterion."""

    value = Whole(_l("Tingkat"))
    label = two(_l("Sebutan"))
    text = two(_l("Uraian"), area=True)


class CriterionRow(Row):
    """A criterion with the descriptor of every level."""

    name = two(_l("Nama"))
    description = two(_l("Uraian"), area=True)
    weight = Percent(_l("Bobot dalam tahap ini (persen)"))
    section = maybe(_l("Bagian formulir yang dinilai"))
    source = choice(_l("Asal tingkat"), words.CRITERION_SOURCES)
    levels = FieldList(FormField(LevelRow))

    def glance(self) -> str:
        """Its weight."""
        return f"{number(self.weight.data)}%"


class SettingsRecord(Inner):
    """The numbers and words of an edition."""

    grace_minutes = Whole(
        _l("Tenggang sesudah jam tutup (menit)"),
        description=_l("Usulan yang sedang dikirim saat jam tutup masih diterima selama ini."),
    )
    correction_working_days = Whole(_l("Waktu perbaikan usulan (hari kerja)"))
    objection_working_days = Whole(_l("Masa sanggah (hari kerja)"))
    winners = Whole(_l("Juara per kategori (1 sampai 3)"), default=3)
    runners_up = Whole(_l("Juara Harapan per kategori (0 sampai 3)"), default=3)
    passing_grade_national = Whole(_l("Ambang nilai untuk diteruskan ke tingkat nasional"))
    reason_levels = Levels(
        _l("Tingkat yang wajib diberi alasan"),
        needed=False,
        description=_l("Pisahkan dengan koma, misalnya 1, 2, 5."),
    )
    number_pattern = Line(
        _l("Pola nomor piagam"),
        80,
        description=_l(
            "Isian yang tersedia: {kode}, {nomor}, {jenis}, {unit}, {tahun}, {bulan_romawi}. "
            "Tanpa {jenis}, nomor piagam yang berlainan jenis dapat sama."
        ),
    )
    number_code = Line(_l("Kode klasifikasi"), 40)
    number_unit = Line(_l("Kode unit"), 40)
    place = Line(_l("Tempat pada piagam"), 80)
    closing_sentence = two(_l("Kalimat penutup piagam"), area=True)
    aksara = StringField(
        _l("Baris aksara Bali yang ditawarkan pada rancangan piagam"),
        [within(60)],
        filters=[tidy],
        description=_l("Periksakan ejaannya kepada petugas bahasa Bali sebelum dipakai."),
    )
    teams_of_all = BooleanField(
        _l("Perangkat daerah mengisi nama tim untuk semua usulan yang diputus"),
        description=_l("Tanpa centang, hanya untuk juara dan finalis."),
    )


def rows(row: type[Form], label: object) -> FieldList:
    """A list of rows."""
    return FieldList(FormField(row), label=label, max_entries=200)
