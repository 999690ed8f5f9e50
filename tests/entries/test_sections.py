"""The page of a section: nothing that was typed is ever lost, and "saved" is never a lie."""

import io
from datetime import date

import pytest

from award.core import clock
from award.core.db import db
from award.entries.models import Document, SectionText
from award.entries.states import EntryState
from tests import builders
from tests.samples import PDF


@pytest.fixture
def entry(cast):
    made = builders.entry(builders.edition())
    db.session.query(SectionText).delete()
    db.session.commit()
    return made


@pytest.fixture
def path(entry):
    return f"/pd/usulan/{entry.id}/bagian/ringkasan"


def kept(key="ringkasan"):
    db.session.expire_all()
    found = db.session.query(SectionText).filter_by(key=key).one_or_none()
    return found and (found.text, found.version)


def typed(page):
    return page.soup.select_one("textarea").get_text().removeprefix("\r\n").removeprefix("\n")


def test_saving_leads_to_the_next_section_and_back_to_what_was_written(cast, visit, path):
    staff = visit(cast.staff)
    answer = staff.post(path, {"text": "Kami menimbang sampah.", "version": 0, "go": "next"})
    assert answer.location.endswith("/bagian/latar_belakang")
    page = staff.get(path)
    assert typed(page) == "Kami menimbang sampah."
    assert "Tersimpan 11 Mei 2026 pukul 12.00 WITA oleh I Made Contoh DLHK" in page.text


def test_one_word_over_the_limit_is_said_beside_the_field_and_nothing_is_lost(cast, visit, path):
    text = "kata " * 201
    page = visit(cast.staff).post(path, {"text": text, "version": 0, "go": "stay"})
    assert page.status == 422
    assert page.all("#text-error li") == [
        "Ringkasan memuat 201 kata; batasnya 200. Kurangi 1 kata."
    ]
    assert typed(page) == text
    assert kept() is None
    exact = visit(cast.staff).post(path, {"text": "kata " * 200, "version": 0, "go": "stay"})
    assert exact.status == 302


def test_ten_megabytes_are_refused_in_a_sentence_and_stay_in_the_page(cast, visit, path):
    text = "ᬩ aksara " * 750_000
    assert len(text.encode()) > 8_000_000
    page = visit(cast.staff).post(
        path, {"text": text, "version": 0}, content_type="multipart/form-data"
    )
    assert page.status == 422
    assert "paling banyak 8000. Pendekkan tulisan ini" in page.text[:3000]
    assert len(typed(page)) == len(text)


def test_a_stale_form_shows_both_texts_and_saves_neither(cast, visit, path):
    visit(cast.colleague).post(path, {"text": "Tulisan rekan.", "version": 0})
    staff = visit(cast.staff)
    page = staff.post(path, {"text": "Tulisan saya.", "version": 0})
    assert page.status == 409
    assert "Tulisan rekan." in page.all(".notice")[0]
    assert "Ni Ketut Contoh DLHK, 11 Mei 2026 pukul 12.00 WITA" in page.text
    assert typed(page) == "Tulisan saya."
    assert kept() == ("Tulisan rekan.", 1)
    version = page.soup.select_one("[name=version]")["value"]
    assert staff.post(path, {"text": "Tulisan saya.", "version": version}).status == 302
    assert kept() == ("Tulisan saya.", 2)


def test_a_draft_is_saved_by_script_and_told_in_wita(cast, visit, path):
    staff = visit(cast.staff)
    page = staff.post_json(f"{path}/otomatis", {"text": "Draf.", "answer": None, "version": 0})
    assert page.json == {"version": 1, "saved": "Tersimpan pukul 12.00 WITA"}
    over = {"text": "kata " * 201, "answer": None, "version": 1}
    assert staff.post_json(f"{path}/otomatis", over).json["version"] == 2
    assert kept() == ("kata " * 201, 2)


def test_a_script_that_comes_second_gets_the_other_text(cast, visit, path):
    visit(cast.colleague).post(path, {"text": "Tulisan rekan.", "version": 0})
    page = visit(cast.staff).post_json(f"{path}/otomatis", {"text": "Saya.", "version": 0})
    assert page.status == 409
    assert (page.json["text"], page.json["version"]) == ("Tulisan rekan.", 1)
    assert page.json["who"] == "Ni Ketut Contoh DLHK, 11 Mei 2026 pukul 12.00 WITA"
    assert kept() == ("Tulisan rekan.", 1)


@pytest.mark.parametrize(
    "sent",
    [
        None,
        [],
        {},
        {"text": 5, "version": 0},
        {"text": "a", "version": "0"},
        {"text": "a", "version": True},
        {"text": "a", "version": 0, "answer": "ya"},
    ],
)
def test_a_draft_that_is_no_draft_is_refused(cast, visit, path, sent):
    assert visit(cast.staff).post_json(f"{path}/otomatis", sent).status == 400
    assert kept() is None


def test_half_a_surrogate_pair_from_a_script_is_no_obstacle(cast, visit, path):
    visit(cast.staff).post_json(f"{path}/otomatis", {"text": "a\ud83db", "version": 0})
    assert kept() == ("ab", 1)


def test_an_expired_session_is_told_to_the_script_and_keeps_the_form(cast, visit, path):
    page = visit().post_json(f"{path}/otomatis", {"text": "Draf.", "version": 0})
    assert (page.status, page.json["status"]) == (401, 401)
    page = visit().post(path, {"text": "Tulisan panjang saya.", "version": 0, "go": "stay"})
    assert page.status == 401
    assert "Tulisan panjang saya." in page.soup.select_one("[name=kept]")["value"]
    assert kept() is None


def test_grace_is_given_and_then_the_draft_stays_and_the_text_too(cast, visit, path):
    staff = visit(cast.staff)
    with clock.at(clock.wita(date(2026, 6, 1), 0, 4)):
        assert staff.post(path, {"text": "Tepat waktu.", "version": 0}).status == 302
    with clock.at(clock.wita(date(2026, 6, 1), 0, 5)):
        page = staff.post(path, {"text": "Terlambat.", "version": 1, "go": "stay"})
        script = staff.post_json(f"{path}/otomatis", {"text": "Terlambat.", "version": 1})
    assert page.status == script.status == 403
    assert "Batas waktu sudah lewat. Draf yang tersimpan tetap ada" in page.text
    assert typed(page) == "Terlambat."
    assert "Batas waktu sudah lewat" in script.json["error"]
    assert kept() == ("Tepat waktu.", 1)


def test_a_correction_is_written_until_its_own_deadline(cast, visit):
    late = clock.wita(date(2026, 6, 10), 9)
    entry = builders.entry(builders.edition(), state=EntryState.CORRECTION, correction_due=late)
    path = f"/pd/usulan/{entry.id}/bagian/ringkasan"
    staff = visit(cast.staff)
    with clock.at(clock.wita(date(2026, 6, 10), 8)):
        assert staff.post(path, {"text": "Perbaikan.", "version": 1}).status == 302
    with clock.at(clock.wita(date(2026, 6, 10), 10)):
        assert staff.post(path, {"text": "Lewat.", "version": 2}).status == 403


def test_an_entry_sent_meanwhile_refuses_the_text_and_keeps_it_in_the_page(cast, visit):
    entry = builders.entry(builders.edition(), state=EntryState.AWAITING_SIGNOFF)
    page = visit(cast.staff).post(
        f"/pd/usulan/{entry.id}/bagian/ringkasan", {"text": "Masih mengetik.", "version": 1}
    )
    assert page.status == 403
    assert "menunggu tanda tangan kepala perangkat daerah" in page.text
    assert typed(page) == "Masih mengetik."


def test_evidence_and_text_travel_together(cast, visit, entry):
    path = f"/pd/usulan/{entry.id}/bagian/sumber_daya"
    staff = visit(cast.staff)
    staff.post(
        path,
        {
            "text": "Dana desa.",
            "version": 0,
            "go": "add",
            "file": (io.BytesIO(PDF), "Anggaran.pdf"),
        },
    )
    assert kept("sumber_daya") == ("Dana desa.", 1)
    page = staff.get(path)
    assert "Anggaran.pdf" in page.text
    document = db.session.query(Document).one()
    staff.post(path, {"text": "Dana desa dan CSR.", "version": 1, "go": f"hapus:{document.id}"})
    assert kept("sumber_daya") == ("Dana desa dan CSR.", 2)
    db.session.refresh(document)
    assert document.removed_at is not None


def test_bad_evidence_is_refused_and_the_text_stays_in_the_page(cast, visit, entry):
    path = f"/pd/usulan/{entry.id}/bagian/sumber_daya"
    page = visit(cast.staff).post(
        path,
        {"text": "Dana.", "version": 0, "go": "add", "file": (io.BytesIO(b"MZ\x90\x00"), "a.pdf")},
    )
    assert page.status == 422
    assert page.all("#file-error li") == [
        "Isi berkas “a.pdf” bukan PDF / JPG / PNG / XLSX. Pilih berkas dengan jenis itu."
    ]
    assert typed(page) == "Dana."
    empty = visit(cast.staff).post(path, {"text": "Dana.", "version": 0, "go": "add"})
    assert "Pilih berkas, atau isi tautan." in empty.text


def test_evidence_many_times_too_large_is_refused_at_its_field_and_the_text_stays(
    cast, visit, entry
):
    data = {"text": "Tulisan saya.", "version": 0, "go": "add"}
    scan = (io.BytesIO(PDF + b"\0" * 20_000_000), "pindaian.pdf")
    page = visit(cast.staff).post(
        f"/pd/usulan/{entry.id}/bagian/kebaruan",
        {**data, "file": scan},
        content_type="multipart/form-data",
    )
    assert page.status == 422
    assert page.all("#file-error li") == [
        "Berkas “pindaian.pdf” berukuran 19,1 MB; paling besar 5 MB."
    ]
    assert typed(page) == "Tulisan saya."


def test_a_yes_no_section_keeps_its_answer(cast, visit, entry):
    path = f"/pd/usulan/{entry.id}/bagian/adaptabilitas_replikasi"
    staff = visit(cast.staff)
    staff.post(path, {"answer": "ya", "text": "Direplikasi dua desa.", "version": 0})
    page = staff.get(path)
    assert page.soup.select_one("[name=answer][value=ya]").has_attr("checked")
    staff.post(path, {"answer": "tidak", "text": "", "version": 1})
    found = db.session.query(SectionText).one()
    db.session.refresh(found)
    assert found.answer is False


def test_a_section_that_is_not_there_is_not_found(cast, visit, entry):
    staff = visit(cast.staff)
    for path in ("bagian/rahasia", "bagian/rahasia/otomatis", "dokumen/rahasia"):
        assert staff.post(f"/pd/usulan/{entry.id}/{path}", {"text": "a"}).status in (400, 404)
    assert staff.get(f"/pd/usulan/{entry.id}/bagian/rahasia").status == 404


def test_only_who_may_write_gets_the_script(cast, visit, path):
    assert visit(cast.staff).get(path).soup.select_one("[data-autosave]")
    page = visit(cast.head).get(path)
    assert page.status == 200
    assert not page.soup.select_one("[data-autosave]")
    assert page.soup.select_one("textarea").has_attr("readonly")
