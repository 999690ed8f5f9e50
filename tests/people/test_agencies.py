"""Agencies and outside institutions as organisers keep them."""

import pytest

from award.core.db import db
from award.core.ledger import Act
from award.people import actions, queries
from award.people.states import AgencyKind

LIST = "/panitia/instansi/"
UNIVERSITY = {
    "name": "Universitas Baru Nusantara",
    "name_en": "New Nusantara University",
    "short_name": "UBN",
    "code": "univ-baru",
    "kind": "luar",
    "parent": "",
}


def kept(agency, **changed):
    """The form of an agency as it stands, with some fields changed."""
    form = {"name": agency.name, "name_en": agency.name_en, "short_name": agency.short_name}
    return {**form, "duty": "y", "active": "y", **changed}


def acts(action):
    return db.session.query(Act).filter_by(action=action).count()


def test_an_external_judge_gets_an_institution_and_an_account(visit, cast):
    organiser = visit(cast.organiser)
    assert organiser.post(f"{LIST}baru", UNIVERSITY).location == LIST
    made = queries.agency_by_code("univ-baru")
    assert (made.kind, made.root_id, made.duty) == (AgencyKind.OUTSIDE, made.id, False)
    assert "Universitas Baru Nusantara" in organiser.get(LIST).text
    person = {"name": "Dr. Baru", "position": "", "email": "dr@baru.id", "roles": ["judge"]}
    organiser.post("/panitia/akun/baru", {**person, "agency": str(made.id)})
    assert queries.user_by_email("dr@baru.id").wall_id == made.id


def test_a_new_unit_stands_behind_the_wall_of_its_agency(visit, cast):
    unit = {**UNIVERSITY, "kind": "puskesmas", "parent": "dinkes", "code": "pusk-baru"}
    visit(cast.organiser).post(f"{LIST}baru", unit)
    made, office = queries.agency_by_code("pusk-baru"), queries.agency_by_code("dinkes")
    assert (made.parent_id, made.root_id) == (office.id, office.id)
    assert made.participant_class == "uptd"


def test_the_same_form_twice_makes_one_and_a_taken_code_is_said_at_the_field(visit, cast):
    organiser = visit(cast.organiser)
    for _click in range(2):
        assert organiser.post(f"{LIST}baru", UNIVERSITY).location == LIST
    assert acts("people.agency_added") == 1
    page = organiser.post(f"{LIST}baru", {**UNIVERSITY, "name": "Universitas Lain"})
    assert page.status == 422
    assert page.all("#code-error li") == ["Kode ini sudah dipakai Universitas Baru Nusantara."]
    assert page.soup.select_one("#name")["value"] == "Universitas Lain"


@pytest.mark.parametrize("code", ["Ü", "a b", "x", "a" * 61, "a\n"])
def test_a_code_is_short_and_plain(visit, cast, code):
    page = visit(cast.organiser).post(f"{LIST}baru", {**UNIVERSITY, "code": code})
    assert (page.status, len(page.all("#code-error li"))) == (422, 1)


def test_a_renamed_agency_is_known_by_its_new_name(visit, cast):
    agency = cast.staff.agency
    form = kept(agency, name="Dinas Lingkungan Hidup", short_name="DLH")
    assert visit(cast.organiser).post(f"{LIST}{agency.id}", form).location == LIST
    db.session.refresh(agency)
    assert (agency.name, agency.label) == ("Dinas Lingkungan Hidup", "DLH")
    assert acts("people.agency_changed") == 1
    assert "Dinas Lingkungan Hidup" in visit(cast.staff).get("/akun").text


def test_an_agency_is_called_in_english_what_it_is_called_there(visit, cast):
    english = visit(cast.organiser, language="en")
    offered = english.get("/panitia/akun/baru").all("#agency option")
    assert "Health Agency" in offered
    assert offered == sorted(offered)
    assert "Dinas Kesehatan" in visit(cast.organiser).get("/panitia/akun/baru").all(
        "#agency option"
    )


def test_long_lists_are_searched_by_any_word_in_either_language(visit, cast):
    organiser = visit(cast.organiser)
    assert organiser.get(f"{LIST}?cari=health+agency").all("tbody th") == ["Dinas Kesehatan"]
    nobody = organiser.get(f"{LIST}?cari=nihil")
    assert "Tidak ada yang cocok. Coba kata lain." in nobody.text
    found = organiser.get(f"/panitia/akun/?cari={cast.staff.email}").all("tbody th")
    assert found == [f"{cast.staff.name} {cast.staff.email}"]


def test_an_agency_closes_once_nobody_has_an_account_there(visit, cast):
    agency, organiser = cast.outsider.agency, visit(cast.organiser)
    closed = {name: value for name, value in kept(agency).items() if name != "active"}
    page = organiser.post(f"{LIST}{agency.id}", closed)
    assert page.status == 422
    assert "akun di sini" in page.all("#active-error li")[0]
    for person in queries.users():
        if person.agency == agency:
            actions.set_active(user=person, active=False, actor=cast.organiser)
    assert organiser.post(f"{LIST}{agency.id}", closed).location == LIST
    assert agency not in queries.all_agencies()
    assert "Tidak ada lagi" in organiser.get(LIST).text


@pytest.mark.parametrize("path", [LIST, f"{LIST}baru", f"{LIST}1"])
def test_nobody_but_organisers_keeps_the_list(visit, cast, path):
    for person in (cast.staff, cast.head, cast.external_judge):
        page = visit(person).get(path)
        assert (page.status, "Hanya panitia" in page.text) == (403, True)
