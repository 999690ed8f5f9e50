"""The register of innovations: what an agency says, and what is refused in words."""

from datetime import date

import pytest

from award.core.db import db
from award.core.ledger import Act
from award.core.problems import Invalid, Refused, Stale
from award.innovations import actions, queries
from award.innovations.description import Description
from award.innovations.models import Innovation
from award.innovations.states import Form, Initiator, Kind, Stage
from tests import builders

SAID = {
    "title": "Bank Sampah Digital",
    "summary": "Warga menabung sampah.",
    "stage": "penerapan",
    "started_on": "2024-02-01",
    "form": "pelayanan_publik",
    "kind": "digital",
    "initiator": "perangkat_daerah",
    "lifecycle": "berlanjut",
    "sdgs": ["11", "12"],
    "origin": "",
    "predecessor": "0",
}


def said(cast, **changed):
    return {**SAID, "agency": cast.staff.agency_id, **changed}


def description(**changed):
    return Description(
        **{
            "title": "Bank Sampah",
            "stage": Stage.APPLIED,
            "form": Form.PUBLIC_SERVICE,
            "kind": Kind.DIGITAL,
            "initiator": Initiator.AGENCY,
            "started_on": date(2024, 2, 1),
            **changed,
        }
    )


def test_staff_register_an_innovation_and_see_it(cast, visit):
    staff = visit(cast.staff)
    answer = staff.post("/pd/inovasi/baru", said(cast, application="y"))
    made = db.session.query(Innovation).one()
    assert answer.location == f"/pd/inovasi/{made.id}"
    assert (made.agency_id, made.application, made.sdgs) == (cast.staff.agency_id, True, [11, 12])
    page = staff.get(answer.location)
    assert "1 Februari 2024" in page.text
    assert "11. Kota dan permukiman yang berkelanjutan" in page.text
    act = db.session.query(Act).filter_by(action="innovation.registered").one()
    assert (act.subject_id, act.actor_id) == (made.id, cast.staff.id)


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        (
            {"started_on": "1900-01-01"},
            "started_on",
            "Tanggal mulai tidak boleh sebelum 17 Agustus 1945. Periksa tahunnya.",
        ),
        (
            {"started_on": "2026-05-12"},
            "started_on",
            "Inovasi yang sudah diterapkan tidak mungkin mulai pada masa depan.",
        ),
        (
            {"started_on": "2206-05-12", "stage": "uji_coba"},
            "started_on",
            "Tanggal mulai terlalu jauh di masa depan. Periksa tahunnya.",
        ),
        (
            {"started_on": "31-12-2024"},
            "started_on",
            "Tanggal ini tidak ada. Tulis hari, bulan, dan tahun.",
        ),
        ({"started_on": ""}, "started_on", "Isi tanggal mulai penerapan."),
        ({"title": ""}, "title", "Bagian ini wajib diisi."),
        ({"title": " "}, "title", "Judul memuat 1 sampai 200 karakter."),
        ({"title": "x" * 201}, "title", "Judul memuat 1 sampai 200 karakter."),
        ({"summary": "x" * 2001}, "summary", "Ringkasan paling panjang 2000 karakter."),
        ({"origin": "x" * 301}, "origin", "Inovasi asal paling panjang 300 karakter."),
        ({"stage": ""}, "stage", "Pilih salah satu."),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_nothing_is_lost(
    cast, visit, changed, field, sentence
):
    page = visit(cast.staff).post("/pd/inovasi/baru", said(cast, **changed))
    assert page.status == 422
    shown = page.all(f"#{field}-error li") or page.all(f"#{field} .field-errors li")
    assert sentence in shown
    assert page.soup.select_one("textarea").get_text().strip() == changed.get(
        "summary", "Warga menabung sampah."
    )
    assert page.soup.select_one("[name=sdgs][value='12']").has_attr("checked")
    assert db.session.query(Innovation).count() == 0


@pytest.mark.parametrize("field", ["agency", "sdgs", "stage", "predecessor", "lifecycle"])
def test_forged_choices_are_refused(cast, visit, field):
    page = visit(cast.staff).post("/pd/inovasi/baru", said(cast, **{field: "99"}))
    assert page.status == 422
    assert "Pilih salah satu yang tersedia." in page.text
    assert db.session.query(Innovation).count() == 0


def test_emoji_balinese_script_and_control_characters_are_no_obstacle(cast, visit):
    visit(cast.staff).post("/pd/inovasi/baru", said(cast, title="ᬩᬤᬸᬂ 🌿\x00 bersih"))
    assert db.session.query(Innovation).one().title == "ᬩᬤᬸᬂ 🌿 bersih"


def test_a_form_sent_twice_registers_once(cast, visit):
    staff = visit(cast.staff)
    first = staff.post("/pd/inovasi/baru", said(cast))
    again = visit(cast.staff).post("/pd/inovasi/baru", said(cast))
    assert again.location == first.location
    other = staff.post("/pd/inovasi/baru", said(cast, summary="Yang lain dengan nama sama."))
    assert other.location != first.location
    assert db.session.query(Innovation).count() == 2
    assert db.session.query(Act).filter_by(action="innovation.registered").count() == 2


def test_an_innovation_of_another_agency_cannot_be_registered(cast):
    with pytest.raises(Refused):
        actions.register(
            agency=builders.agency("dinkes"), description=description(), actor=cast.staff
        )


def test_an_earlier_innovation_is_one_s_own_and_no_heir_of_this_one(cast):
    mine = builders.innovation()
    heir = builders.innovation(predecessor_id=mine.id)
    other = builders.innovation(builders.agency("dinkes"))
    for earlier in (other.id, heir.id, mine.id):
        with pytest.raises(Invalid) as refused:
            actions.change(
                innovation=mine,
                description=description(predecessor_id=earlier),
                version=mine.version,
                actor=cast.staff,
            )
        assert set(refused.value.fields) == {"predecessor_id"}
    assert queries.lineage(heir) == [heir.id, mine.id]


def test_a_stale_form_shows_what_is_stored_and_keeps_what_was_typed(cast, visit):
    innovation = builders.innovation(title="Lama")
    path = f"/pd/inovasi/{innovation.id}/ubah"
    version = visit(cast.staff).get(path).soup.select_one("[name=version]")["value"]
    changed = said(cast, version=version)
    assert visit(cast.colleague).post(path, {**changed, "title": "Dari rekan"}).status == 302
    page = visit(cast.staff).post(path, {**changed, "title": "Dari saya"})
    assert page.status == 409
    assert "Dari rekan" in page.all(".notice")[0]
    assert page.soup.select_one("[name=title]")["value"] == "Dari saya"
    newer = page.soup.select_one("[name=version]")["value"]
    answer = visit(cast.staff).post(path, {**changed, "title": "Dari saya", "version": newer})
    assert answer.status == 302
    db.session.refresh(innovation)
    assert innovation.title == "Dari saya"


def test_an_action_refuses_an_old_version(cast):
    innovation = builders.innovation()
    with pytest.raises(Stale):
        actions.change(
            innovation=innovation, description=description(), version=0, actor=cast.staff
        )


def test_the_office_above_registers_for_its_sub_units(cast, visit):
    page = visit(cast.other_staff).get("/pd/inovasi/baru")
    choices = page.all("#agency option")
    assert choices[0] == cast.other_staff.agency.name
    assert len(choices) > 5
    assert not visit(cast.staff).get("/pd/inovasi/baru").soup.select("select#agency")


def test_the_list_is_the_agency_s_own(cast, visit):
    mine = builders.innovation(title="Milik kami")
    other = builders.innovation(builders.agency("dinkes"), title="Milik lain")
    page = visit(cast.head).get("/pd/inovasi/")
    assert mine.title in page.text
    assert other.title not in page.text
    assert "Daftarkan inovasi" not in page.text
