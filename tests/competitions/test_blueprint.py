"""The shipped preset, and how an edition's blueprint is read and written."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from award.competitions import holidays
from award.competitions.blueprint import (
    BadBlueprint,
    Section,
    at_year,
    load,
    parse,
    presets,
    to_document,
)
from award.competitions.blueprint_document import read_part, write
from award.competitions.blueprint_faults import examine, faults

PRESET = load("oaoi_badung")
SCORING = {each.key: each for each in PRESET.rounds if each.kind == "scoring"}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


def places(document, path=()):
    """Every path inside a document, the document itself excepted."""
    items = document.items() if isinstance(document, dict) else enumerate(document)
    for name, value in items:
        yield (*path, name)
        if isinstance(value, dict | list):
            yield from places(value, (*path, name))


PLACES = sorted(places(to_document(PRESET)), key=repr)


def changed(path, value):
    document = to_document(PRESET)
    inner = document
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = value
    return document


def test_the_shipped_preset_has_no_faults():
    assert [(fault.where, str(fault.message)) for fault in faults(PRESET)] == []


def test_the_only_shipped_preset_is_badungs():
    assert presets() == ("oaoi_badung",)


@pytest.mark.parametrize("name", ["holidays", "../presets/oaoi_badung", "", "oaoi_badung.toml"])
def test_a_name_that_is_no_preset_is_refused_before_any_file_is_opened(name):
    with pytest.raises(KeyError):
        load(name)


def test_the_preset_has_nine_categories_and_every_other_vocabulary():
    sizes = {
        name: len(getattr(PRESET, name))
        for name in ("categories", "groups", "classes", "form", "documents", "reasons")
    }
    assert sizes == {
        "categories": 9,
        "groups": 3,
        "classes": 6,
        "form": 9,
        "documents": 9,
        "reasons": 9,
    }
    assert len(PRESET.declarations) == 5


def test_the_form_has_the_national_word_limits():
    assert [section.max_words for section in PRESET.form] == [
        200, 300, 200, 200, 600, 100, 200, 200, 500,
    ]  # fmt: skip


def test_rounds_weigh_0_20_55_25_and_ten_per_category_go_on_after_the_proposals():
    assert [(r.key, r.weight, r.advance_per_category) for r in PRESET.rounds] == [
        ("administrasi", 0, None),
        ("proposal", 20, 10),
        ("presentasi", 55, None),
        ("lapangan", 25, None),
    ]
    assert [r.judges_per_entry for r in PRESET.rounds] == [0, 3, 3, 2]


@pytest.mark.parametrize(
    ("key", "weights"),
    [
        ("proposal", [10, 15, 5, 30, 20, 5, 15]),
        ("presentasi", [15, 15, 10, 15, 10, 20, 15]),
        ("lapangan", [30, 25, 20, 15, 10]),
    ],
)
def test_each_rubric_has_its_weights(key, weights):
    assert [criterion.weight for criterion in SCORING[key].criteria] == weights


def test_descriptors_are_those_of_the_rubric_in_both_languages():
    significance = next(c for c in SCORING["proposal"].criteria if c.key == "signifikansi")
    assert significance.levels[1].text == {
        "id": "Hanya keluaran atau testimoni",
        "en": "Outputs or testimonials only",
    }
    labels = [level.label["id"] for level in significance.levels]
    assert labels == ["Sangat kurang", "Kurang", "Cukup", "Baik", "Sangat baik"]


def test_each_level_of_the_same_criterion_is_described_differently():
    for each in SCORING.values():
        for criterion in each.criteria:
            for language in ("id", "en"):
                assert len({level.text[language] for level in criterion.levels}) == 5


def test_the_calendar_gets_its_year_and_ends_with_the_ceremony_of_16_november():
    edition = at_year(PRESET, 2026)
    phases = {item.key: item for item in edition.calendar}
    assert phases["pendaftaran"].starts == date(2026, 4, 15)
    assert phases["pendaftaran"].ends == date(2026, 5, 31)
    assert phases["penganugerahan"].starts == date(2026, 11, 16)
    assert phases["penerusan"].starts == date(2027, 4, 1)
    assert faults(edition) == []


def test_last_years_edition_moves_to_this_year_like_the_preset():
    assert at_year(at_year(PRESET, 2025), 2026) == at_year(PRESET, 2026)


def test_29_february_becomes_the_28th_in_a_common_year():
    document = changed(("calendar", 0, "starts"), "02-29")
    assert at_year(parse(document), 2027).calendar[0].starts == date(2027, 2, 28)
    assert at_year(parse(document), 2028).calendar[0].starts == date(2028, 2, 29)


@settings(max_examples=40, deadline=None)
@given(st.integers(min_value=1990, max_value=2100))
def test_writing_and_reading_a_blueprint_gives_it_back(year):
    edition = at_year(PRESET, year)
    assert parse(json.loads(json.dumps(to_document(edition)))) == edition


def test_decimals_are_written_as_text_so_that_json_cannot_bend_them():
    assert to_document(PRESET)["rounds"][1]["weight"] == "20"
    assert parse(changed(("rounds", 1, "weight"), "33.35")).rounds[1].weight == Decimal("33.35")


def test_a_part_of_a_blueprint_is_written_and_read_by_itself():
    kept = json.loads(json.dumps(write(PRESET.form)))
    assert read_part(tuple[Section, ...], kept) == PRESET.form
    with pytest.raises(ValueError, match="max_words"):
        read_part(tuple[Section, ...], [kept[0] | {"max_words": "banyak"}])


def test_an_empty_document_is_refused_with_every_missing_part_named():
    with pytest.raises(BadBlueprint) as refusal:
        parse({})
    missing = {fault.where for fault in refusal.value.faults}
    assert missing >= {"key", "timezone", "categories", "form", "rounds", "calendar", "settings"}
    assert "Isian wajib “rounds” belum ada." in str(refusal.value)


def test_wrong_types_missing_keys_and_unknown_keys_are_named_together_by_place():
    document = to_document(PRESET)
    document["rounds"][1]["weight"] = "dua puluh"
    del document["form"][4]["max_words"]
    document["calendar"][0]["ends"] = "30 Februari"
    document["settings"]["grace_minutes"] = True
    document["bonus"] = 1
    with pytest.raises(BadBlueprint) as refusal:
        parse(document)
    told = {fault.where: str(fault.message) for fault in refusal.value.faults}
    assert told == {
        "bonus": "Isian “bonus” tidak dikenal.",
        "form[signifikansi].max_words": "Isian wajib “max_words” belum ada.",
        "rounds[proposal].weight": ("Isian tidak sesuai: harus bilangan, ditemukan 'dua puluh'."),
        "calendar[pengumuman].ends": (
            "Isian tidak sesuai: harus tanggal (TTTT-BB-HH), ditemukan '30 Februari'."
        ),
        "settings.grace_minutes": "Isian tidak sesuai: harus bilangan bulat, ditemukan True.",
    }


@pytest.mark.parametrize("weight", ["NaN", "Infinity", "1e9999999", "1e-9999999", "", None, []])
def test_a_weight_that_is_no_ordinary_number_is_refused(weight):
    told = [fault.where for fault in examine(changed(("rounds", 1, "weight"), weight))]
    assert told == ["rounds[proposal].weight"]


@settings(max_examples=40, deadline=None)
@given(JSON)
def test_any_document_is_either_read_or_refused_with_faults(document):
    told = examine(document)
    assert told
    assert all(str(fault.message) for fault in told)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(PLACES), JSON)
def test_any_value_anywhere_is_either_accepted_or_named(path, value):
    document = changed(path, value)
    told = examine(document)
    assert all(str(fault.message) for fault in told)
    if not told:
        assert parse(to_document(parse(document))) == parse(document)


def test_the_holiday_table_is_in_order_and_knows_the_balinese_days():
    days = [holiday.date for holiday in holidays.load()]
    assert days == sorted(set(days))
    named = {holiday.date: holiday.name["id"] for holiday in holidays.load()}
    assert named[date(2026, 3, 19)] == "Hari Suci Nyepi"
    assert named[date(2026, 6, 17)] == "Hari Raya Galungan"
    assert named[date(2026, 6, 27)] == "Hari Raya Kuningan"
