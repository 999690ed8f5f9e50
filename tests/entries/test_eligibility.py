"""Each rule of an edition: what it asks, what it says when it is not met, what to do."""

from dataclasses import replace
from datetime import date

import pytest

from award.competitions.blueprint import load
from award.competitions.states import EditionState
from award.entries import queries
from award.entries.eligibility import Facts, blocking, check, nationally_ready
from award.entries.queries import EarlierPlaces
from award.entries.states import EntryState
from award.innovations.states import Stage
from tests import builders

RULES = load("oaoi_badung").eligibility
FIT = Facts(
    group="umum",
    started_on=date(2023, 1, 9),
    closes_on=date(2026, 5, 31),
    applied=True,
    sent_by_agency=0,
    title_taken=False,
    origin="",
    undeclared=0,
    earlier_years=(2025, 2024, 2023),
)


def sentences(**changed):
    found = blocking(check(replace(FIT, **changed), RULES))
    return [f"{each.sentence} {each.remedy}" for each in found]


def national(key, **changed):
    found = check(replace(FIT, **changed), RULES)
    return next(each for each in found if each.key == key and each.scope == "national")


def test_a_fit_innovation_breaks_no_rule(app):
    found = check(FIT, RULES)
    assert blocking(found) == []
    assert nationally_ready(found)
    assert {each.key for each in found if each.scope == "local"} == {
        "umur_penerapan",
        "kuota",
        "tahap_penerapan",
        "judul_unik",
        "pernah_juara",
        "lima_kriteria",
    }


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (
            {"started_on": None},
            "Tanggal mulai penerapan belum diisi. Isi tanggal mulai pada data inovasi.",
        ),
        (
            {"started_on": date(2025, 6, 1)},
            "Pada penutupan pendaftaran inovasi baru diterapkan 11 bulan; syaratnya 12 bulan. "
            "Periksa tanggal mulai pada data inovasi, atau ajukan pada edisi berikutnya.",
        ),
        (
            {"sent_by_agency": 3},
            "Perangkat daerah Anda sudah mengajukan 3 usulan; kuotanya 3. "
            "Pilih usulan terbaik, atau tarik usulan lain lebih dahulu.",
        ),
        (
            {"applied": False},
            "Inovasi belum pada tahap penerapan. "
            "Ubah tahap pada data inovasi bila layanan sudah berjalan.",
        ),
        (
            {"title_taken": True},
            "Judul yang sama sudah dipakai usulan lain perangkat daerah Anda pada edisi ini. "
            "Ganti judul, atau pilih salah satu usulan.",
        ),
        (
            {"earlier_places": ((2024, 3), (2022, 1))},
            "Inovasi ini meraih Juara I–III pada edisi 2024. Ajukan melalui kelompok Khusus.",
        ),
        (
            {"group": "replikasi"},
            "Inovasi asal yang direplikasi belum disebutkan. "
            "Isi inovasi asal dan pemiliknya pada data inovasi.",
        ),
        (
            {"undeclared": 2},
            "2 pernyataan kriteria belum dicentang. "
            "Baca dan centang setiap pernyataan yang sesuai.",
        ),
    ],
)
def test_a_broken_rule_says_what_is_wrong_and_what_to_do(app, changed, sentence):
    assert sentences(**changed) == [sentence]


def test_twelve_months_to_the_day_are_enough(app):
    assert sentences(started_on=date(2025, 5, 31)) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"earlier_places": ((2023, 1),)},
        {"earlier_places": ((2025, 4),)},
        {"earlier_places": ((2025, 1),), "group": "khusus"},
        {"origin": "Gelatik, Dinas Contoh", "group": "replikasi"},
    ],
)
def test_older_wins_lower_places_and_the_right_group_are_no_obstacle(app, changed):
    assert sentences(**changed) == []


def test_national_rules_are_advice_by_group(app):
    young = {"started_on": date(2024, 12, 1)}
    assert national("umur_penerapan", **young).fulfilled is False
    assert sentences(**young) == []
    assert national("umur_penerapan", group="replikasi", **young).fulfilled is True


def test_what_this_system_cannot_know_is_left_to_the_agency(app):
    found = national("pernah_top")
    assert found.fulfilled is None
    assert "tidak mencatat hasil nasional" in str(found.remedy)


def test_a_rule_switched_off_says_nothing(app):
    off = [replace(rule, enabled=False) for rule in RULES]
    assert check(replace(FIT, applied=False), off) == []


def test_facts_are_gathered_from_the_register_and_the_edition(cast):
    edition = builders.edition()
    first = builders.innovation(title="Bank Sampah", stage=Stage.TRIAL)
    entry = builders.entry(edition, innovation=first, declarations=["pembaruan"])
    builders.entry(edition, state=EntryState.SUBMITTED, title="BANK  sampah")
    builders.entry(edition, state=EntryState.DRAFT)
    builders.entry(edition, state=EntryState.WITHDRAWN)
    builders.entry(edition, builders.agency("dinkes"), state=EntryState.SUBMITTED)
    facts = queries.facts(entry)
    assert (facts.applied, facts.sent_by_agency, facts.title_taken) == (False, 1, True)
    assert (facts.undeclared, facts.closes_on) == (4, date(2026, 5, 31))


def test_earlier_wins_follow_the_innovation_through_its_earlier_forms(cast, monkeypatch):
    old = builders.innovation(title="Gotik")
    heir = builders.innovation(title="Gotik Baru", predecessor_id=old.id)
    builders.edition(2025, EditionState.PUBLISHED)
    entry = builders.entry(builders.edition(), innovation=heir)
    asked = []
    monkeypatch.setattr(EarlierPlaces, "of", lambda ids: asked.extend(ids) or [(2025, 1)])
    assert queries.facts(entry).earlier_places == ((2025, 1),)
    assert asked == [heir.id, old.id]
