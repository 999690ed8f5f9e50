"""The shipped directory of Badung's agencies."""

from collections import Counter

from award.competitions.blueprint import load as load_preset
from award.people.directory import load

AGENCIES = load()


def test_there_are_38_agencies_with_the_duty_to_innovate():
    assert sum(agency.duty for agency in AGENCIES) == 38
    assert all(agency.parent_code is None for agency in AGENCIES if agency.duty)


def test_sub_units_and_villages_are_complete():
    kinds = Counter(agency.kind for agency in AGENCIES)
    assert (kinds["puskesmas"], kinds["bagian"]) == (13, 3)
    assert (kinds["kelurahan"], kinds["desa"], kinds["kecamatan"]) == (16, 46, 6)


def test_villages_lie_in_their_district():
    per_district = Counter(a.parent_code for a in AGENCIES if a.kind in ("kelurahan", "desa"))
    assert per_district == {
        "kec-kuta": 5,
        "kec-kuta-selatan": 6,
        "kec-kuta-utara": 6,
        "kec-mengwi": 20,
        "kec-abiansemal": 18,
        "kec-petang": 7,
    }


def test_codes_are_unique_and_every_parent_comes_before_its_units():
    seen = set()
    for agency in AGENCIES:
        assert agency.code not in seen
        assert agency.parent_code is None or agency.parent_code in seen
        seen.add(agency.code)


def test_every_agency_has_both_names_and_a_class_the_preset_knows():
    classes = {choice.key for choice in load_preset("oaoi_badung").classes}
    for agency in AGENCIES:
        assert all((agency.name, agency.name_en, agency.short_name))
        assert agency.participant_class in classes


def test_names_used_by_two_kinds_of_village_are_told_apart():
    names = {agency.code: agency.name for agency in AGENCIES}
    assert names["desa-mengwi"] == "Desa Mengwi"
    assert names["kec-mengwi"] == "Kecamatan Mengwi"
    assert names["kel-kuta"] == "Kelurahan Kuta"
