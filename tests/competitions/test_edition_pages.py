"""Beginning an edition, seeing what it lacks, opening it."""

import json
from dataclasses import replace
from io import BytesIO

import pytest

from award.competitions import blueprint as bp
from award.competitions import queries
from award.competitions.models import Edition
from award.competitions.states import EditionState
from award.core.db import db
from award.core.ledger import Act
from tests import builders

NEW = "/panitia/edisi/baru"
DOCUMENT = bp.to_document(bp.load("oaoi_badung"))


def upload(text, name="templat.json", year="2027"):
    return {"year": year, "source": "preset:oaoi_badung", "file": (BytesIO(text.encode()), name)}


def editions():
    db.session.rollback()
    return queries.editions()


def test_an_edition_begins_from_the_preset_in_the_chosen_year(visit, cast):
    page = visit(cast.organiser).post(NEW, {"year": "2027", "source": "preset:oaoi_badung"})
    (made,) = editions()
    assert page.location == f"/panitia/edisi/{made.id}"
    assert (made.year, made.state) == (2027, EditionState.DRAFT)
    assert made.phase("pendaftaran").ends.isoformat() == "2027-05-31"
    assert [each.weight for each in made.rounds] == [0, 20, 55, 25]


def test_the_first_year_without_an_edition_is_offered(visit, cast):
    builders.edition(2026)
    assert visit(cast.organiser).get(NEW).fields()["year"] == "2027"


def test_sending_the_form_twice_makes_one_edition(visit, cast):
    browser = visit(cast.organiser)
    for _ in range(2):
        page = browser.post(NEW, {"year": "2027", "source": "preset:oaoi_badung"})
    assert len(editions()) == 1
    assert page.status == 302


def test_a_copy_takes_over_what_was_changed_last_year(visit, cast):
    last = builders.edition(2026)
    last.theme = {"id": "Layanan yang dekat", "en": "Services close by"}
    page = visit(cast.organiser).post(NEW, {"year": "2027", "source": f"edition:{last.id}"})
    made = db.session.get_one(Edition, int(page.location.rpartition("/")[2]))
    assert made.id != last.id
    assert made.theme["id"] == "Layanan yang dekat"
    assert {item.starts.year for item in made.calendar} == {2027, 2028}
    assert queries.blueprint_of(made).rounds == queries.blueprint_of(last).rounds


@pytest.mark.parametrize("name", ["templat.json", "templat.toml"])
def test_an_edition_begins_from_a_file(visit, cast, name):
    text = json.dumps(DOCUMENT)
    if name.endswith("toml"):
        text = (bp.PRESETS / "oaoi_badung.toml").read_text("utf-8")
    page = visit(cast.organiser).post(NEW, upload(text, name))
    assert page.status == 302
    assert len(editions()[0].rounds[1].criteria) == 7


def test_every_fault_of_a_file_is_listed_with_its_place(visit, cast):
    broken = json.loads(json.dumps(DOCUMENT))
    broken["rounds"][1]["weight"] = "30"
    broken["rounds"][2]["scale_max"] = 4
    broken["rounds"][1]["criteria"][0]["levels"][0]["label"]["en"] = ""
    broken["calendar"][4]["starts"] = "05-20"
    page = visit(cast.organiser).post(NEW, upload(json.dumps(broken)))
    assert page.status == 422
    assert "Bobot semua tahap berjumlah 110; harus 100." in page.text
    assert "Skala Presentasi dan wawancara 1–4, berbeda" in page.text
    assert "bertumpang tindih" in page.text
    assert "rounds[proposal].criteria[latar_belakang].levels[1].label.en" in page.all("code")
    assert page.soup.select_one("input[name=year]")["value"] == "2027", "nothing typed is lost"
    assert editions() == []


@pytest.mark.parametrize(
    "text", ["%PDF-1.7", "a = ", "[1]", "[" * 100_000, '{"key": 1e99999999}', "\x00"]
)
def test_a_file_that_is_no_template_is_refused_with_a_sentence(visit, cast, text):
    page = visit(cast.organiser).post(NEW, upload(text))
    assert page.status == 422
    assert page.soup.select(".error-summary")
    assert editions() == []


@pytest.mark.parametrize("year", ["1900", "99999", "tahun depan", ""])
def test_a_year_that_cannot_be_meant_is_refused(visit, cast, year):
    page = visit(cast.organiser).post(NEW, {"year": year, "source": "preset:oaoi_badung"})
    assert page.status == 422
    assert page.all(".field-errors")
    assert editions() == []


def test_a_forged_source_is_refused(visit, cast):
    page = visit(cast.organiser).post(NEW, {"year": "2027", "source": "edition:999"})
    assert page.status == 422
    assert editions() == []


def test_the_overview_says_what_is_missing_and_links_to_where_it_is_mended(visit, cast):
    edition = builders.edition(2027, EditionState.DRAFT)
    edition.rounds[1].criteria[0].weight += 5
    edition.theme = {"id": "Layanan yang dekat", "en": ""}
    page = visit(cast.organiser).get(f"/panitia/edisi/{edition.id}")
    assert page.all(".faults li") == [
        "Teks tema belum diisi dalam bahasa Inggris.",
        "Bobot kriteria Penilaian proposal berjumlah 105; harus 100.",
    ]
    links = [link["href"] for link in page.soup.select(".faults a")]
    rubric = f"/panitia/edisi/{edition.id}/rubrik/{edition.rounds[1].id}"
    assert links == [f"/panitia/edisi/{edition.id}/identitas", rubric]
    assert "Buka edisi" not in page.text


def test_opening_is_refused_while_anything_is_missing(visit, cast):
    edition = builders.edition(2027, EditionState.DRAFT)
    edition.categories[0].name = {"id": "Kesehatan", "en": ""}
    page = visit(cast.organiser).post(f"/panitia/edisi/{edition.id}/buka")
    assert page.status == 422
    assert "Teks kategori kesetaraan_inklusi, nama belum diisi" in page.text
    assert db.session.get_one(Edition, edition.id).state == EditionState.DRAFT


def test_a_complete_edition_opens_once(visit, cast):
    edition = builders.edition(2027, EditionState.DRAFT)
    browser = visit(cast.organiser)
    assert "Buka edisi untuk perangkat daerah" in browser.get(f"/panitia/edisi/{edition.id}").text
    for _ in range(2):
        browser.post(f"/panitia/edisi/{edition.id}/buka")
    db.session.rollback()
    assert edition.state == EditionState.OPEN
    assert db.session.query(Act).filter_by(action="edition.opened").count() == 1
    assert "Dibuka" in browser.get("/panitia/edisi/").all(".state")


def test_an_edition_downloaded_as_a_template_begins_the_same_edition(visit, cast):
    edition = builders.edition(2026)
    browser = visit(cast.organiser)
    page = browser.get(f"/panitia/edisi/{edition.id}/templat.json")
    assert "attachment" in page.response.headers["Content-Disposition"]
    again = browser.post(NEW, upload(page.response.text, year="2028"))
    made = db.session.get_one(Edition, int(again.location.rpartition("/")[2]))
    before, after = queries.blueprint_of(edition), queries.blueprint_of(made)
    assert after == replace(before, calendar=after.calendar)
