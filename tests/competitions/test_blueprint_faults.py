"""Every fault of a blueprint is found alone, named in words, and found beside the others."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from award.competitions.blueprint import at_year, load, to_document
from award.competitions.blueprint_faults import examine

EDITION = at_year(load("oaoi_badung"), 2026)


def edit(document, place, value):
    """Set `value` at a place such as "rounds.1.weight"; a callable changes what is there."""
    *path, last = (int(part) if part.isdigit() else part for part in place.split("/"))
    inner = document
    for part in path:
        inner = inner[part]
    inner[last] = value(inner[last]) if callable(value) else value


def told(*edits):
    document = to_document(EDITION)
    for place, value in edits:
        edit(document, place, value)
    return [(fault.where, str(fault.message)) for fault in examine(document)]


ALONE = {
    "round weights that do not sum to 100": (
        ("rounds/1/weight", "15.5"),
        "rounds",
        "Bobot semua tahap berjumlah 95,5; harus 100.",
    ),
    "criterion weights that do not sum to 100": (
        ("rounds/1/criteria/3/weight", "20"),
        "rounds[proposal].criteria",
        "Bobot kriteria Penilaian proposal berjumlah 90; harus 100.",
    ),
    "a level missing from the scale": (
        ("rounds/1/criteria/0/levels", lambda levels: levels[:4]),
        "rounds[proposal].criteria[latar_belakang].levels",
        "Tingkat kriteria Latar belakang dan tujuan adalah 1, 2, 3, 4; harus 1 sampai 5.",
    ),
    "levels in the wrong order": (
        ("rounds/1/criteria/0/levels", lambda levels: levels[::-1]),
        "rounds[proposal].criteria[latar_belakang].levels",
        "Tingkat kriteria Latar belakang dan tujuan adalah 5, 4, 3, 2, 1; harus 1 sampai 5.",
    ),
    "a level without a label": (
        ("rounds/1/criteria/3/levels/2/label", {"id": "Cukup"}),
        "rounds[proposal].criteria[signifikansi].levels[3].label.en",
        "Tingkat 3 kriteria Signifikansi belum berlabel dalam bahasa Inggris.",
    ),
    "a level without a descriptor": (
        ("rounds/1/criteria/3/levels/0/text/id", "  "),
        "rounds[proposal].criteria[signifikansi].levels[1].text.id",
        "Tingkat 1 kriteria Signifikansi belum diuraikan dalam bahasa Indonesia.",
    ),
    "phases that overlap": (
        ("calendar/3/starts", "2026-05-30"),
        "calendar[administrasi]",
        "Pendaftaran dan pengajuan proposal dan Seleksi administrasi bertumpang tindih pada "
        "30 Mei sampai 31 Mei.",
    ),
    "a phase that ends before it starts": (
        ("calendar/2/ends", "2026-04-01"),
        "calendar[pendampingan].ends",
        "Klinik pendampingan proposal berakhir 1 April, sebelum dimulai 15 April.",
    ),
    "a closing time that is no time": (
        ("calendar/1/closes_at", "24.00"),
        "calendar[pendaftaran].closes_at",
        "Jam tutup “24.00” bukan jam JJ:MM.",
    ),
    "the same key twice": (
        ("categories/1/key", "kesehatan"),
        "categories[kesehatan].key",
        "Kunci “kesehatan” dipakai 2 kali.",
    ),
    "the same criterion twice in a round": (
        ("rounds/2/criteria/1/key", "kejelasan"),
        "rounds[presentasi].criteria[kejelasan].key",
        "Kunci “kejelasan” dipakai 2 kali.",
    ),
    "an empty key": (("reasons/0/key", ""), "reasons", "Ada 1 kunci yang kosong."),
    "a missing translation": (
        ("form/0/prompt/en", ""),
        "form[ringkasan].prompt.en",
        "Teks bagian formulir ringkasan, pertanyaan belum diisi dalam bahasa Inggris.",
    ),
    "a criterion of an unknown section": (
        ("rounds/1/criteria/0/section", "lampiran"),
        "rounds[proposal].criteria[latar_belakang].section",
        "“lampiran” tidak dikenal; pilihannya: ringkasan, latar_belakang, kebaruan, implementasi, "
        "signifikansi, adaptabilitas_replikasi, adaptabilitas, sumber_daya, keberlanjutan.",
    ),
    "a word limit of zero": (
        ("form/0/max_words", 0),
        "form[ringkasan].max_words",
        "Batas kata Ringkasan adalah 0; harus lebih dari nol.",
    ),
    "nobody going on": (
        ("rounds/1/advance_per_category", 0),
        "rounds[proposal].advance_per_category",
        "Jumlah yang lanjut dari Penilaian proposal adalah 0; paling sedikit 1.",
    ),
    "a presentation without end": (
        ("rounds/2/talk_minutes", 700),
        "rounds[presentasi].talk_minutes",
        "Menit pada Presentasi dan wawancara adalah 700; harus 1 sampai 240.",
    ),
    "a scoring round without judges": (
        ("rounds/2/judges_per_entry", 0),
        "rounds[presentasi].judges_per_entry",
        "Juri per usulan pada Presentasi dan wawancara adalah 0; paling sedikit 1.",
    ),
    "a scoring round without criteria": (
        ("rounds/2/criteria", []),
        "rounds[presentasi].criteria",
        "Presentasi dan wawancara dinilai, tetapi belum memiliki kriteria.",
    ),
    "an unknown aggregate": (
        ("rounds/1/aggregate", "mode"),
        "rounds[proposal].aggregate",
        "“mode” tidak dikenal; pilihannya: mean, median, trimmed.",
    ),
    "an unknown rounding": (
        ("rounds/1/rounding", "up"),
        "rounds[proposal].rounding",
        "“up” tidak dikenal; pilihannya: once, each_step.",
    ),
    "a number pattern without a number": (
        ("settings/number_pattern", "{kode}/{tahun}"),
        "settings.number_pattern",
        "Pola nomor “{kode}/{tahun}” harus memuat {nomor}.",
    ),
    "a number pattern with an unknown field": (
        ("settings/number_pattern", "{nomor}/{nomor.__class__}"),
        "settings.number_pattern",
        "“nomor.__class__” tidak dikenal; pilihannya: kode, nomor, jenis, unit, tahun, "
        "bulan_romawi.",
    ),
    "a number pattern that reaches into a field of its format": (
        ("settings/number_pattern", "{nomor:{kode.rahasia}}"),
        "settings.number_pattern",
        "Pola nomor “{nomor:{kode.rahasia}}” tidak dapat dipakai.",
    ),
    "a number pattern that cannot be read": (
        ("settings/number_pattern", "{nomor"),
        "settings.number_pattern",
        "Pola nomor “{nomor” tidak terbaca.",
    ),
    "a number pattern that formats text as a number": (
        ("settings/number_pattern", "{nomor}/{unit:03d}"),
        "settings.number_pattern",
        "Pola nomor “{nomor}/{unit:03d}” tidak dapat dipakai.",
    ),
    "an unknown time zone": (
        ("timezone", "Asia/Badung"),
        "timezone",
        "Zona waktu “Asia/Badung” tidak dikenal.",
    ),
    "a negative grace": (
        ("settings/grace_minutes", -1),
        "settings.grace_minutes",
        "Nilai −1 di luar rentang 0 sampai 10.000.",
    ),
    "a reason asked for a level outside the scale": (
        ("settings/reason_levels", [1, 6]),
        "settings.reason_levels",
        "Tingkat wajib alasan 6 di luar skala.",
    ),
    "a file without a type": (
        ("documents/0/types", []),
        "documents[sk_implementasi].types",
        "Jenis berkas untuk Surat pernyataan atau keterangan implementasi (tanggal mulai) belum "
        "disebut.",
    ),
    "a file of no size": (
        ("documents/6/max_bytes", 0),
        "documents[foto].max_bytes",
        "Ukuran terbesar Foto kegiatan adalah 0 bita; harus lebih dari nol.",
    ),
    "an eligibility rule for an unknown group": (
        ("eligibility/10/group", "veteran"),
        "eligibility[pernah_juara].group",
        "“veteran” tidak dikenal; pilihannya: umum, replikasi, khusus.",
    ),
    "an empty collection": (("groups", []), "groups", "Bagian ini belum berisi apa pun."),
}


@pytest.mark.parametrize("case", [name for name in ALONE if name != "an empty collection"])
def test_each_fault_is_found_alone_and_told_in_words(case):
    change, where, sentence = ALONE[case]
    assert told(change) == [(where, sentence)]


def test_several_faults_are_all_told_at_once():
    cases = [
        "round weights that do not sum to 100",
        "criterion weights that do not sum to 100",
        "a level without a label",
        "phases that overlap",
        "the same key twice",
        "a word limit of zero",
        "a number pattern without a number",
    ]
    expected = {ALONE[case][1:] for case in cases}
    assert set(told(*(ALONE[case][0] for case in cases))) == expected


@settings(max_examples=40, deadline=None)
@given(st.sets(st.sampled_from(sorted(ALONE)), max_size=6))
def test_no_fault_hides_another(cases):
    changes = [ALONE[case][0] for case in sorted(cases)]
    places = [place for place, _value in changes]
    if any(a != b and (a.startswith(b) or b.startswith(a)) for a in places for b in places):
        return  # one change replaces what another changed
    if len(set(places)) == len(places):
        assert {where for where, _ in told(*changes)} >= {ALONE[case][1] for case in cases}


def test_a_wrongly_typed_place_is_told_beside_faults_of_sense():
    found = told(("form/0/max_words", "banyak"), ("rounds/1/weight", "10"))
    assert [where for where, _ in found] == ["form[ringkasan].max_words", "rounds"]


def test_an_unreadable_weight_is_told_once_and_not_again_as_a_wrong_sum():
    assert [where for where, _ in told(("rounds/1/weight", "banyak"))] == [
        "rounds[proposal].weight"
    ]


def test_an_unreadable_date_overlaps_nothing():
    assert [where for where, _ in told(("calendar/4/starts", "Juli"))] == [
        "calendar[proposal].starts"
    ]


def test_a_screening_round_carries_no_weight():
    found = dict(told(("rounds/0/weight", "5"), ("rounds/1/weight", "15")))
    assert found == {
        "rounds[administrasi].weight": (
            "Seleksi administrasi tidak dinilai; bobotnya harus 0, bukan 5."
        )
    }


def test_negative_weights_are_refused_even_when_the_sum_is_right():
    found = told(
        ("rounds/1/weight", "-20"),
        ("rounds/2/weight", "95"),
        ("rounds/1/criteria/0/weight", "-10"),
        ("rounds/1/criteria/1/weight", "35"),
    )
    assert found == [
        ("rounds[proposal].weight", "Bobot Penilaian proposal negatif: −20."),
        (
            "rounds[proposal].criteria[latar_belakang].weight",
            "Bobot kriteria Latar belakang dan tujuan negatif: −10.",
        ),
    ]


def test_all_scoring_rounds_share_one_scale():
    found = dict(told(("rounds/3/scale_max", 4)))
    assert found.pop("rounds[lapangan].scale_max") == (
        "Skala Verifikasi faktual lapangan 1–4, berbeda dari skala Penilaian proposal 1–5."
    )
    assert found.pop("rounds[lapangan].criteria[kesesuaian_klaim].source") == (
        "Tingkat kriteria Kesesuaian klaim dengan fakta dihitung dari klaim; "
        "skala tahapnya harus 1–5."
    )
    assert set(found) == {
        f"rounds[lapangan].criteria[{criterion.key}].levels"
        for criterion in EDITION.rounds[3].criteria
    }


def test_claims_are_checked_where_the_entrant_is_known():
    where = "rounds[lapangan].criteria[kesesuaian_klaim].source"
    assert told(("rounds/3/blind", True)) == [
        (
            where,
            "Verifikasi faktual lapangan dinilai tanpa nama, tetapi juri memeriksa klaim di "
            "lokasi pengusul.",
        )
    ]
    [(place, sentence)] = told(("rounds/3/criteria/0/source", "dukun"))
    assert place == where
    assert "“dukun” tidak dikenal" in sentence


def test_a_scale_that_does_not_rise_is_refused():
    assert "rounds[lapangan].scale_max" in dict(told(("rounds/3/scale_max", 1)))


def test_a_scale_of_a_million_million_is_refused_without_counting_to_it():
    assert "rounds[proposal].scale_max" not in dict(told(("rounds/1/scale_max", 10**12)))
    assert "rounds[presentasi].scale_max" in dict(told(("rounds/1/scale_max", 10**12)))


@pytest.mark.parametrize("key", ["criterion:harga", "round:administrasi", "alfabet"])
def test_a_tie_rule_must_point_at_a_criterion_a_scoring_round_or_the_plenary(key):
    ((where, sentence),) = told(("tie_rules/0/key", key))
    assert where == f"tie_rules[{key}]"
    assert sentence.startswith(f"“{key}” tidak dikenal; pilihannya: plenary, round:proposal")


def test_a_tie_rule_may_not_point_at_a_criterion_of_two_rounds():
    assert told(("rounds/2/criteria/3/key", "kebaruan")) == [
        (
            "tie_rules[criterion:kebaruan]",
            "Kriteria “kebaruan” ada pada 2 tahap; aturan seri ini bermakna ganda.",
        )
    ]


def test_phases_that_may_overlap_are_left_alone():
    assert told(("calendar/3/starts", "2026-05-30"), ("calendar/3/may_overlap", True)) == []


def test_a_phase_may_start_the_day_after_another_ends():
    assert told(("calendar/3/starts", "2026-06-01")) == []


def test_the_same_rule_may_stand_for_several_groups_but_not_twice_for_one():
    assert told(("eligibility/2/group", "umum")) == [
        (
            "eligibility[umur_penerapan/national/umum].key",
            "Kunci “umur_penerapan/national/umum” dipakai 2 kali.",
        )
    ]
