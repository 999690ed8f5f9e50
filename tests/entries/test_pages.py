"""The agency's pages of an entry, as people meet them."""

from datetime import date, timedelta

import pytest

from award.core import clock
from award.core.db import db
from award.entries import deadline
from award.entries.models import Entry, HandBack, SectionText
from award.entries.states import EntryState
from tests import builders, counting


def test_staff_go_from_an_innovation_to_a_task_list(cast, visit):
    edition = builders.edition()
    innovation = builders.innovation(title="Bank Sampah Digital")
    staff = visit(cast.staff)
    page = staff.get(f"/pd/usulan/baru/{innovation.id}")
    assert "Batas pengajuan: 31 Mei 2026 pukul 23.59 WITA (22.59 WIB)" in page.text
    answer = staff.post(
        f"/pd/usulan/baru/{innovation.id}",
        {"category": edition.categories[3].id, "group": "umum"},
    )
    page = staff.get(answer.location)
    assert "Bank Sampah Digital" in page.text
    assert "Pelayanan kesehatan" in page.text
    assert "sisa 20 hari" in page.text
    assert page.all(".progress-line strong") == ["0 dari 15"]
    assert set(page.all(".tasks .state")) == {"Belum diisi", "Belum lengkap"}
    again = staff.get(f"/pd/usulan/baru/{innovation.id}")
    assert again.location == answer.location


def test_after_registration_the_page_says_so_instead_of_a_form(cast, visit):
    builders.edition()
    innovation = builders.innovation()
    staff = visit(cast.staff)
    with clock.at(clock.wita(date(2026, 6, 1), 8)):
        page = staff.get(f"/pd/usulan/baru/{innovation.id}")
        refused = staff.post(f"/pd/usulan/baru/{innovation.id}", {"category": 0, "group": "umum"})
    assert "Pendaftaran sudah ditutup." in page.text
    assert not page.soup.select("main form")
    assert refused.status == 403
    assert db.session.query(Entry).count() == 0


def test_without_an_edition_the_page_says_what_comes(cast, visit):
    page = visit(cast.staff).get(f"/pd/usulan/baru/{builders.innovation().id}")
    assert "Belum ada edisi yang dibuka" in page.text


def test_a_forged_category_is_refused_beside_the_field(cast, visit):
    builders.edition()
    innovation = builders.innovation()
    page = visit(cast.staff).post(
        f"/pd/usulan/baru/{innovation.id}", {"category": 999, "group": "umum"}
    )
    assert page.status == 422
    assert len(page.all("#category-error li")) == 1


def test_the_task_list_tells_state_writer_and_time_of_every_section(cast, visit):
    entry = builders.entry(builders.edition(), declarations=[])
    text = db.session.query(SectionText).filter_by(key="kebaruan").one()
    text.text = "kata " * 201
    page = visit(cast.staff).get(f"/pd/usulan/{entry.id}")
    lines = page.all(".tasks li")
    assert lines[0].startswith(
        "Ringkasan Selesai 5 dari 200 kata · I Made Contoh DLHK, 11 Mei 2026"
    )
    assert lines[1].startswith("Latar belakang dan tujuan Belum lengkap")
    assert "bukti belum ada" in lines[1]
    assert lines[2].startswith("Kebaruan atau nilai tambah Melebihi batas 201 dari 200 kata")
    assert "5 pernyataan kriteria belum dicentang. (belum terpenuhi)" in page.text
    assert "Siap nasional" in page.all(".state")


def test_the_note_of_the_head_is_shown_to_the_writers(cast, visit):
    entry = builders.entry(builders.edition())
    note = HandBack(entry_id=entry.id, note="Tambah data 2025.", by_id=cast.head.id, at=clock.now())
    db.session.add(note)
    page = visit(cast.staff).get(f"/pd/usulan/{entry.id}")
    assert "Tambah data 2025." in page.text


def test_check_your_answers_links_every_gap_and_sends_only_what_is_complete(cast, visit):
    edition = builders.edition()
    gappy, whole = builders.entry(edition), builders.complete_entry(edition)
    staff = visit(cast.staff)
    page = staff.get(f"/pd/usulan/{gappy.id}/periksa")
    links = [link["href"] for link in page.soup.select(".notice a")]
    assert f"/pd/usulan/{gappy.id}/bagian/latar_belakang" in links
    assert f"/pd/usulan/{gappy.id}/dokumen#sk_inovasi" in links
    assert not page.soup.select("form[action$='/kirim']")
    page = staff.get(f"/pd/usulan/{whole.id}/periksa")
    assert "Usulan lengkap." in page.text
    assert "Isi signifikansi yang cukup jelas." in page.text
    assert "Kirim ke kepala perangkat daerah" in page.all("main button")
    assert page.soup.select(f"form[action='/pd/usulan/{whole.id}/kirim']")
    assert (
        not visit(cast.head)
        .get(f"/pd/usulan/{whole.id}/periksa")
        .soup.select("form[action$='/kirim']")
    )


def test_particulars_are_saved_and_an_old_page_shows_what_is_stored(cast, visit):
    entry = builders.entry(builders.edition(), declarations=[])
    path = f"/pd/usulan/{entry.id}/data"
    staff = visit(cast.staff)
    version = staff.get(path).soup.select_one("[name=version]")["value"]
    data = {
        "title": "Judul saya",
        "category": entry.edition.categories[2].id,
        "group": "khusus",
        "declarations": ["pembaruan", "manfaat"],
        "version": version,
    }
    assert staff.post(path, data).status == 302
    page = visit(cast.colleague).post(path, {**data, "title": "Judul rekan"})
    assert page.status == 409
    assert "Judul saya" in page.all(".notice")[0]
    assert page.soup.select_one("[name=title]")["value"] == "Judul rekan"
    newer = page.soup.select_one("[name=version]")["value"]
    assert visit(cast.colleague).post(path, {**data, "version": newer}).status == 302
    db.session.refresh(entry)
    assert entry.declarations == ["pembaruan", "manfaat"]


def test_after_the_deadline_particulars_are_refused_and_stay_in_the_page(cast, visit):
    entry = builders.entry(builders.edition())
    data = {"title": "Judul yang terlambat", "category": 0, "group": "umum", "version": 1}
    with clock.at(deadline.due(entry) + timedelta(minutes=6)):
        page = visit(cast.staff).post(f"/pd/usulan/{entry.id}/data", data)
    assert page.status == 403
    assert "Batas waktu sudah lewat" in page.all(".notice")[0]
    assert page.soup.select_one("[name=title]")["value"] == "Judul yang terlambat"
    db.session.refresh(entry)
    assert entry.title != "Judul yang terlambat"


@pytest.mark.parametrize("title", ["", "  ", "x" * 201, "\x00"])
def test_a_title_of_no_or_too_many_letters_is_refused(cast, visit, title):
    entry = builders.entry(builders.edition())
    page = visit(cast.staff).post(
        f"/pd/usulan/{entry.id}/data",
        {"title": title, "category": 0, "group": "umum", "version": entry.version},
    )
    assert page.status == 422
    assert len(page.all("#title-error li")) == 1


def test_the_list_shows_own_entries_with_progress_and_deadline(cast, visit):
    edition = builders.edition()
    mine = builders.complete_entry(edition)
    sent = builders.entry(edition, state=EntryState.AWAITING_SIGNOFF)
    other = builders.entry(edition, builders.agency("dinkes"))
    page = visit(cast.head).get("/pd/usulan/")
    assert mine.title in page.text
    assert sent.title in page.text
    assert other.title not in page.text
    page = visit(cast.staff).get("/pd/usulan/")
    row = next(line for line in page.all("tbody tr") if mine.title in line)
    assert row.endswith("2026 Draf 15 dari 15 31 Mei 2026 pukul 23.59 WITA")
    assert visit(cast.organiser).get("/pd/usulan/").status == 403


def test_an_empty_list_says_how_to_begin(cast, visit):
    assert "Pilih inovasi dari daftar" in visit(cast.staff).get("/pd/usulan/").text


def test_lists_cost_the_same_for_three_rows_as_for_thirty(cast, visit):
    edition = builders.edition()

    def cost(path):
        db.session.commit()
        db.session.remove()
        with counting.statements() as count:
            assert visit(cast.staff).get(path).status == 200
        return int(count)

    for _ in range(3):
        builders.complete_entry(edition)
    few = {path: cost(path) for path in ("/pd/usulan/", "/pd/inovasi/")}
    edition = db.session.merge(edition)
    for _ in range(27):
        builders.complete_entry(edition)
    assert {path: cost(path) for path in few} == few
