"""Pages of field verification: the plan, the checklist with and without a script, the photos."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from PIL import Image

from award.core import clock
from award.core.db import db
from award.entries.states import EntryState
from award.judging import actions as judging
from award.judging.states import ConflictKind
from award.visits import actions
from award.visits.models import Claim, Photo, Visit
from award.visits.scoring import Verdict
from tests import builders as make
from tests.browsing import Page, Visitor
from tests.cast import Cast
from tests.counting import statements
from tests.visits import fieldwork
from tests.visits.fieldwork import PLACE, WHEN, picture

Visit_ = Callable[..., Visitor]
JSON = {"Accept": "application/json"}


@pytest.fixture
def checked(app: Flask) -> Visit:
    visit = fieldwork.visit("external_judge", "second_judge")
    fieldwork.claim(visit, "Sampah terangkut 52 ton setiap pekan.", impact=True)
    fieldwork.claim(visit, "SOP ditempel di balai banjar.")
    return visit


@pytest.fixture
def judge(checked: Visit, visit: Visit_, cast: Cast) -> Visitor:
    return visit(cast.external_judge)


def claim(visit: Visit, place: int = 0) -> Claim:
    db.session.expire_all()
    return visit.claims[place]


def send_photo(judge: Visitor, claim_id: int, content: bytes | None = None, **more: Any) -> Page:
    data = {"photo": (io.BytesIO(content or picture()), "IMG_0001.jpg"), "key": "satu", **more}
    return judge.post(f"/juri/kunjungan/klaim/{claim_id}/foto", data, headers=JSON)


def test_the_organiser_plans_moves_and_cancels_a_visit(visit: Visit_, cast: Cast) -> None:
    round_ = make.round_of(make.edition(), "lapangan")
    entry = make.entry(round_.edition, state=EntryState.PASSED, title="Gerakan Pilah Sampah")
    make.assignment(round_, entry, cast.external_judge)
    organiser, plan = visit(cast.organiser), f"/panitia/kunjungan/tahap/{round_.id}"
    assert plan in str(organiser.get(f"/panitia/penilaian/{round_.id}").soup)
    assert "1 usulan belum dijadwalkan" in organiser.get(plan).text
    refused = organiser.post(f"{plan}/usulan/{entry.id}", {"day": "", "hour": "09:00"})
    assert refused.status == 422
    assert "Pilih tanggal kunjungan." in refused.text
    told = {"day": "2026-10-07", "hour": "09:00", "place": PLACE}
    assert organiser.post(f"{plan}/usulan/{entry.id}", told).location == plan
    shown = organiser.get(plan)
    assert shown.all("main h2")[0] == "7 Oktober 2026"
    assert "09.00 WITA · Gerakan Pilah Sampah" in shown.text
    assert cast.external_judge.name in shown.text
    number = shown.soup.select_one("a[href$='/pindah']")
    assert number is not None
    path = str(number["href"])
    moved = {**told, "day": "2026-10-08", "reason": ""}
    assert "Tulis alasannya" in organiser.post(path, moved).text
    organiser.post(path, {**moved, "reason": "Odalan."})
    assert organiser.get(plan).all("main h2")[0] == "8 Oktober 2026"
    organiser.post(path.replace("pindah", "batal"), {"reason": "Jalan tertutup."})
    assert "Jalan tertutup." in organiser.get(plan).text


def test_a_bound_organiser_sees_when_and_nothing_else(
    checked: Visit, visit: Visit_, cast: Cast
) -> None:
    judging.declare(
        person=cast.organiser,
        kind=ConflictKind.FAMILY,
        entry=checked.entry,
        note="Kakak pengusul.",
        actor=cast.organiser,
    )
    plan = visit(cast.organiser).get(f"/panitia/kunjungan/tahap/{checked.round_id}")
    assert "09.00 WITA · Gerakan Pilah Sampah" in plan.text
    assert "Ditangani panitia lain" in plan.text
    assert cast.external_judge.name not in plan.text
    assert plan.soup.select("main a[href^='/juri/'], main a[href$='/pindah']") == []
    for path in (f"/juri/kunjungan/{checked.id}", f"/panitia/kunjungan/{checked.id}/batal"):
        assert "benturan kepentingan" in visit(cast.organiser).get(path).text


def test_agency_and_team_see_their_visits_and_others_do_not(
    checked: Visit, visit: Visit_, cast: Cast
) -> None:
    for who in (cast.staff, cast.head):
        own = visit(who).get("/pd/kunjungan/")
        assert "Gerakan Pilah Sampah" in own.text
        assert PLACE in own.text
        assert cast.external_judge.name not in own.text
    assert "Gerakan" not in visit(cast.other_staff).get("/pd/kunjungan/").text
    assert "Gerakan Pilah Sampah" in visit(cast.second_judge).get("/juri/kunjungan/").text
    assert "Gerakan" not in visit(cast.internal_judge).get("/juri/kunjungan/").text
    for who in (cast.internal_judge, cast.staff, cast.head):
        assert visit(who).get(f"/juri/kunjungan/{checked.id}").status == 404


def test_the_start_page_says_when_the_visit_is(checked: Visit, visit: Visit_, cast: Cast) -> None:
    for who, address in ((cast.staff, "/pd/kunjungan/"), (cast.second_judge, "/juri/kunjungan/")):
        start = visit(who).get("/beranda")
        assert "hari lagi kunjungan lapangan" in start.text
        assert start.soup.select(f"main a[href='{address}']")
    assert "/juri/kunjungan/" in str(visit(cast.second_judge).get("/juri/").soup)


def test_a_judge_answers_without_any_script(judge: Visitor, checked: Visit) -> None:
    first = checked.claims[0].id
    answer = {"verdict": "unverifiable", "note": "", "version": "0"}
    refused = judge.post(f"/juri/kunjungan/klaim/{first}", answer)
    assert refused.status == 422
    assert "Tulis mengapa klaim ini tidak dapat diverifikasi." in refused.text
    kept = judge.post(f"/juri/kunjungan/klaim/{first}", {**answer, "note": "Gudang terkunci."})
    assert kept.location.endswith(f"/juri/kunjungan/{checked.id}#klaim-{first}")
    page = judge.get(f"/juri/kunjungan/{checked.id}")
    chosen = page.soup.select_one(f"#klaim-{first} input[type=radio][checked]")
    assert chosen is not None
    assert chosen["value"] == "unverifiable"
    assert "1 dari 2" in page.text


def test_a_script_is_told_the_version_and_on_a_clash_what_stands(
    judge: Visitor, checked: Visit, visit: Visit_, cast: Cast
) -> None:
    path = f"/juri/kunjungan/klaim/{checked.claims[0].id}"
    said = {"verdict": "proven", "note": "", "version": "0", "key": "a"}
    assert judge.post(path, said, headers=JSON).json["version"] == 1
    assert judge.post(path, said, headers=JSON).json["version"] == 1
    other = visit(cast.second_judge)
    clash = other.post(path, {**said, "verdict": "disproved", "key": "b"}, headers=JSON)
    assert clash.status == 409
    assert clash.json["verdict"] == "proven"
    assert clash.json["who"] == cast.external_judge.name
    assert clash.json["version"] == 1


def test_what_a_phone_kept_for_one_person_is_not_taken_from_another(
    judge: Visitor, checked: Visit, cast: Cast
) -> None:
    other = str(cast.second_judge.id)
    said = {"verdict": "proven", "version": "0", "person": other}
    number = checked.claims[0].id
    assert judge.post(f"/juri/kunjungan/klaim/{number}", said, headers=JSON).status == 403
    assert send_photo(judge, number, person=other).status == 403
    assert claim(checked).verdict is None
    assert claim(checked).photos == []


def test_a_photo_is_kept_once_without_hidden_data_and_shown_to_team_and_organiser(
    judge: Visitor, checked: Visit, visit: Visit_, cast: Cast
) -> None:
    number = checked.claims[0].id
    first = send_photo(judge, number)
    assert send_photo(judge, number).json == first.json
    photo = claim(checked).photos[0]
    assert (photo.taken_from, photo.latitude) == ("camera", None)
    for path in (f"/juri/kunjungan/foto/{photo.id}", f"/juri/kunjungan/foto/{photo.id}/kecil"):
        for who in (cast.second_judge, cast.organiser):
            answer = visit(who).get(path).response
            assert answer.mimetype == "image/jpeg"
            with Image.open(io.BytesIO(answer.data)) as shown:
                assert dict(shown.getexif()) == {}
        for who in (cast.internal_judge, cast.staff, None):
            assert visit(who).get(path).status in (401, 404)
    page = visit(cast.organiser).get(f"/juri/kunjungan/{checked.id}")
    assert "7 Mei 2026 pukul 10.15 WITA, menurut kamera" in page.text


def test_a_position_is_kept_only_when_the_sender_ticks_it(judge: Visitor, checked: Visit) -> None:
    number = checked.claims[0].id
    told = {"latitude": "-8.58123", "longitude": "115.17123"}
    send_photo(judge, number, **told)
    send_photo(judge, number, key="dua", with_position="y", **told)
    send_photo(judge, number, key="tiga", with_position="y")
    places = [(str(each.latitude), str(each.longitude)) for each in claim(checked).photos]
    assert places == [
        ("None", "None"),
        ("-8.58123", "115.17123"),
        ("-8.60000", "115.21000"),
    ]


def test_photos_without_a_name_of_their_own_are_all_kept(judge: Visitor, checked: Visit) -> None:
    for _ in range(2):
        send_photo(judge, checked.claims[0].id, key="")
    assert len({each.key for each in claim(checked).photos}) == 2


def test_a_clock_that_was_never_set_is_not_believed(judge: Visitor, checked: Visit) -> None:
    plain = picture(exif=False)
    send_photo(judge, checked.claims[0].id, plain, taken_at="1980-01-01T00:00:00Z")
    [photo] = claim(checked).photos
    assert (photo.taken_from, photo.taken_at) == ("receipt", clock.now())


def test_a_time_of_the_future_is_not_believed(judge: Visitor, checked: Visit) -> None:
    number = checked.claims[0].id
    plain = picture(exif=False)
    send_photo(judge, number, plain, taken_at="2026-05-11T03:50:00Z")
    send_photo(judge, number, plain, key="dua", taken_at="2027-01-01T00:00:00Z")
    send_photo(judge, number, plain, key="tiga", taken_at="kemarin")
    assert [each.taken_from for each in claim(checked).photos] == ["phone", "receipt", "receipt"]


@pytest.mark.parametrize("content", [b"%PDF-1.7 bukan foto", b"<svg/>", picture()[:120]])
def test_what_is_no_photo_is_refused_in_words(
    judge: Visitor, checked: Visit, content: bytes
) -> None:
    refused = send_photo(judge, checked.claims[0].id, content)
    assert refused.status == 422
    assert "foto" in refused.json["error"].lower()
    assert claim(checked).photos == []


def test_a_photo_taken_back_is_gone_from_the_page(
    judge: Visitor, checked: Visit, visit: Visit_, cast: Cast
) -> None:
    send_photo(judge, checked.claims[0].id)
    photo = claim(checked).photos[0]
    path = f"/juri/kunjungan/foto/{photo.id}"
    assert visit(cast.second_judge).post(f"{path}/hapus").status == 403
    judge.post(f"{path}/hapus")
    assert claim(checked).photos == []
    assert db.session.get(Photo, photo.id) is not None
    assert judge.get(path).status == 404


def test_the_sheet_shows_the_counted_level_and_takes_no_other(
    judge: Visitor, checked: Visit, cast: Cast
) -> None:
    sheet = f"/juri/lembar/{fieldwork.own(checked).id}"
    assert "Dihitung setelah tim menyelesaikan pemeriksaan klaim." in judge.get(sheet).text
    for each in checked.claims:
        actions.answer_claim(
            claim=each, verdict=Verdict.PARTLY, note="", version=0, key="", actor=cast.second_judge
        )
    assert judge.post(f"/juri/kunjungan/{checked.id}/selesai").status == 302
    page = judge.get(sheet)
    assert "Dihitung dari pemeriksaan klaim oleh tim" in page.text
    assert page.soup.select("[name=level-kesesuaian_klaim]") == []
    judge.post(sheet, {"version": "0", "act": "save", "level-kesesuaian_klaim": "5"})
    marks = {each.criterion.key: each.level for each in _sheet(checked).marks}
    assert marks == {"kesesuaian_klaim": 2}


def _sheet(visit: Visit) -> Any:
    db.session.expire_all()
    return fieldwork.own(visit).sheet


def test_the_checklist_says_what_the_plenary_has_to_settle(
    judge: Visitor, checked: Visit, visit: Visit_, cast: Cast
) -> None:
    for each, verdict in zip(checked.claims, (Verdict.DISPROVED, Verdict.PROVEN), strict=True):
        actions.answer_claim(
            claim=each, verdict=verdict, note="", version=0, key="", actor=cast.external_judge
        )
    judge.post(f"/juri/kunjungan/{checked.id}/selesai")
    assert "Menunggu pleno" in judge.get(f"/juri/kunjungan/{checked.id}").text
    organiser = visit(cast.organiser)
    plan = organiser.get(f"/panitia/kunjungan/tahap/{checked.round_id}")
    assert "1 klaim dampak menunggu pleno" in plan.text
    link = plan.soup.select_one("a[href*='/pleno/']")
    assert link is not None
    refused = organiser.post(str(link["href"]), {"outcome": "keep", "reason": ""})
    assert "Tulis alasan pleno." in refused.text
    organiser.post(str(link["href"]), {"outcome": "keep", "reason": "Selisih cara hitung."})
    assert "Selisih cara hitung." in judge.get(f"/juri/kunjungan/{checked.id}").text


def test_lists_cost_the_same_for_many_visits_as_for_one(
    checked: Visit, visit: Visit_, cast: Cast
) -> None:
    def cost(who: Any, path: str) -> int:
        visitor = visit(who)
        visitor.get(path)
        with statements() as count:
            visitor.get(path)
        return int(count)

    paths = [
        (cast.organiser, f"/panitia/kunjungan/tahap/{checked.round_id}"),
        (cast.external_judge, "/juri/kunjungan/"),
        (cast.staff, "/pd/kunjungan/"),
    ]
    before = [cost(*each) for each in paths]
    for n in range(4):
        entry = make.entry(checked.round.edition, state=EntryState.PASSED)
        for judge in (cast.external_judge, cast.second_judge):
            make.assignment(checked.round, entry, judge)
        made = actions.plan_visit(
            round_=checked.round,
            entry=entry,
            starts_at=WHEN + timedelta(days=n),
            place=PLACE,
            actor=cast.organiser,
        )
        fieldwork.claim(made)
    assert [cost(*each) for each in paths] == before


def test_english_speaks_english(checked: Visit, visit: Visit_, cast: Cast) -> None:
    text = visit(cast.external_judge, "en").get(f"/juri/kunjungan/{checked.id}").text
    assert "Could not be verified" in text
    assert "Tidak" not in text
