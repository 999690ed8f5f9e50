"""The pages on which heads sign, the secretariat screens, and participation is watched."""

from __future__ import annotations

import csv
import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from award.core import clock
from award.core.db import db
from award.core.export import csv_text
from award.entries.actions import signing
from award.entries.actions.board import waive
from award.entries.actions.screening import screen
from award.entries.models import Entry, SectionText, Submission, Waiver
from award.entries.seal import sha256_of
from award.entries.states import EntryState, ScreeningOutcome
from tests import builders, counting
from tests.conftest import NOON

RETURN = ScreeningOutcome.RETURN
FORGED = 999_999
BEYOND = 10**30


@pytest.fixture
def edition(app):
    return builders.edition()


@pytest.fixture
def waiting(edition):
    return builders.complete(builders.entry(edition, state=EntryState.AWAITING_SIGNOFF))


@pytest.fixture
def submitted(edition):
    return builders.complete(builders.entry(edition, state=EntryState.SUBMITTED))


def state_of(entry_id: int) -> str:
    db.session.rollback()
    return db.session.scalar(db.select(Entry.state).where(Entry.id == entry_id))


def statements(visitor, path: str) -> int:
    with counting.statements() as count:
        assert visitor.get(path).status == 200
    return int(count)


def test_the_head_reads_the_whole_entry_signs_it_and_gets_a_receipt(waiting, cast, visit):
    number = waiting.id
    head = visit(cast.head)
    assert waiting.title in head.get("/kepala/").text
    page = head.get(f"/kepala/usulan/{number}")
    assert "Isi signifikansi yang cukup jelas." in page.text
    assert "Kami menyatakan seluruh data dan bukti" in page.text
    answer = head.post(
        f"/kepala/usulan/{number}/tanda-tangan",
        {"agreed": "y", "version": page.soup.select_one("#version")["value"]},
    )
    assert answer.location == f"/pd/usulan/{number}/tanda-terima"
    receipt = head.get(answer.location).text
    submission = db.session.scalar(db.select(Submission))
    assert submission.sha256 == sha256_of(submission.content)
    assert submission.sha256 in receipt
    assert "11 Mei 2026 pukul 12.00 WITA (11.00 WIB)" in receipt
    assert "pengajuan ke-1" in receipt
    assert "sama dengan isi yang ditandatangani" in receipt


def test_a_double_click_shows_the_same_receipt(waiting, cast, visit):
    number, version, head = waiting.id, waiting.version, visit(cast.head)
    answers = [
        head.post(f"/kepala/usulan/{number}/tanda-tangan", {"agreed": "y", "version": version})
        for _ in range(2)
    ]
    assert {answer.location for answer in answers} == {f"/pd/usulan/{number}/tanda-terima"}
    assert db.session.scalar(db.select(db.func.count(Submission.id))) == 1


def test_two_clicks_at_the_same_moment_sign_once(app, waiting, cast, visit):
    number, version = waiting.id, waiting.version
    clicks = [visit(cast.head), visit(cast.head)]
    db.session.rollback()

    def click(visitor) -> str:
        with app.app_context(), clock.at(NOON):
            sent = {"agreed": "y", "version": version}
            return visitor.post(f"/kepala/usulan/{number}/tanda-tangan", sent).location

    with ThreadPoolExecutor(2) as threads:
        locations = list(threads.map(click, clicks))
    assert locations == [f"/pd/usulan/{number}/tanda-terima"] * 2
    assert db.session.scalar(db.select(db.func.count(Submission.id))) == 1


def test_signing_without_the_tick_says_so_and_signs_nothing(waiting, cast, visit):
    number = waiting.id
    page = visit(cast.head).post(f"/kepala/usulan/{number}/tanda-tangan", {"version": 1})
    assert page.status == 422
    assert "Centang pernyataan integritas" in page.text
    assert state_of(number) == "awaiting_signoff"


def test_a_receipt_of_changed_content_gives_the_alarm(submitted, cast, visit):
    page = visit(cast.head).get(f"/pd/usulan/{submitted.id}/tanda-terima")
    assert "tidak cocok" in page.text


def test_handing_back_without_a_note_keeps_the_page_and_the_state(waiting, cast, visit):
    number, head = waiting.id, visit(cast.head)
    page = head.post(f"/kepala/usulan/{number}/kembalikan", {"note": " ", "version": 1})
    assert page.status == 422
    assert "Tulis catatan" in page.text
    long = head.post(f"/kepala/usulan/{number}/kembalikan", {"note": "🙏" * 2001, "version": 1})
    assert long.status == 422
    assert "batasnya 2000" in long.text
    assert "🙏" * 2001 in long.text
    assert state_of(number) == "awaiting_signoff"


def test_the_staff_read_the_heads_note_and_the_secretariats_reasons(waiting, cast, visit):
    number = waiting.id
    signing.hand_back(entry=waiting, note="Lengkapi angka ᬅ.", actor=cast.head)
    assert "Lengkapi angka ᬅ." in visit(cast.staff).get(f"/pd/usulan/{number}").text


def test_a_stale_page_of_the_head_is_told_apart(waiting, cast, visit):
    number, old = waiting.id, waiting.version
    signing.hand_back(entry=waiting, note="Lengkapi.", actor=cast.head)
    signing.send_to_head(entry=waiting, actor=cast.staff)
    page = visit(cast.head).post(
        f"/kepala/usulan/{number}/tanda-tangan", {"agreed": "y", "version": old}
    )
    assert page.status == 409
    assert "berubah sejak halaman dibuka" in page.text
    assert state_of(number) == "awaiting_signoff"


def test_the_deadline_passing_while_the_page_is_open_refuses_and_keeps_the_draft(
    waiting, cast, visit
):
    number, head = waiting.id, visit(cast.head)
    with clock.at(clock.wita(date(2026, 6, 1), 0, 6)):
        page = head.post(
            f"/kepala/usulan/{number}/tanda-tangan", {"agreed": "y", "version": waiting.version}
        )
    assert page.status == 403
    assert "Isi usulan Anda tetap tersimpan." in page.text
    assert state_of(number) == "awaiting_signoff"


def test_sending_needs_everything_and_leads_back_to_the_entry(edition, cast, visit):
    entry = builders.entry(edition)
    staff = visit(cast.staff)
    refused = staff.post(f"/pd/usulan/{entry.id}/kirim")
    assert refused.status == 422
    assert "Usulan belum lengkap" in refused.text
    builders.complete(entry)
    db.session.commit()
    assert staff.post(f"/pd/usulan/{entry.id}/kirim").location == f"/pd/usulan/{entry.id}"
    assert state_of(entry.id) == "awaiting_signoff"


def test_withdrawing_asks_for_a_reason_and_shows_it_afterwards(submitted, cast, visit):
    number, staff = submitted.id, visit(cast.staff)
    page = staff.post(f"/pd/usulan/{number}/tarik", {"reason": ""})
    assert page.status == 422
    assert "Tulis alasan penarikan." in page.text
    staff.post(f"/pd/usulan/{number}/tarik", {"reason": "Layanan <b>berhenti</b>."})
    assert state_of(number) == "withdrawn"
    shown = visit(cast.organiser).get(f"/panitia/seleksi/usulan/{number}")
    assert "Ditarik: Layanan <b>berhenti</b>." in shown.text
    assert "Buka kembali usulan ini" in staff.get(f"/pd/usulan/{number}").text
    staff.post(f"/pd/usulan/{number}/buka-kembali")
    assert state_of(number) == "draft"


def test_the_secretariat_sees_what_changed_since_the_last_signing(waiting, cast, visit):
    signing.sign(entry=waiting, agreed=True, actor=cast.head)
    screen(entry=waiting, outcome=RETURN, reasons=[], note="Perjelas.", actor=cast.organiser)
    text = db.session.scalar(db.select(SectionText).filter_by(entry_id=waiting.id, key="kebaruan"))
    text.text = "Isi kebaruan yang sangat jelas."
    signing.send_to_head(entry=waiting, actor=cast.staff)
    signing.sign(entry=waiting, agreed=True, actor=cast.head)
    page = visit(cast.organiser).get(f"/panitia/seleksi/usulan/{waiting.id}")
    assert page.all("del") == ["[dihapus: cukup ]"]
    assert page.all("ins") == ["[ditambahkan: sangat ]"]


def test_an_unknown_outcome_or_reason_is_refused_and_nothing_typed_is_lost(submitted, cast, visit):
    number, organiser = submitted.id, visit(cast.organiser)
    path = f"/panitia/seleksi/usulan/{number}"
    page = organiser.post(path, {"outcome": "menang", "note": "Catatan tetap ada."})
    assert page.status == 422
    assert "Catatan tetap ada." in page.text
    forged = organiser.post(path, {"outcome": "reject", "reasons": ["usia_kurang", "palsu"]})
    assert forged.status == 422
    none = organiser.post(path, {"outcome": "reject"})
    assert none.status == 422
    assert "Pilih paling sedikit satu alasan." in none.text
    assert state_of(number) == "submitted"


def test_deciding_twice_from_the_same_page_tells_the_second_time(submitted, cast, visit):
    number, organiser = submitted.id, visit(cast.organiser)
    sent = {"outcome": "pass", "version": submitted.version}
    first = organiser.post(f"/panitia/seleksi/usulan/{number}", sent)
    second = organiser.post(f"/panitia/seleksi/usulan/{number}", sent)
    assert (first.status, second.status) == (302, 409)
    assert state_of(number) == "passed"
    assert "Seleksi administrasi: Lolos" in visit(cast.staff).get(f"/pd/usulan/{number}").text


def test_an_organiser_is_kept_out_of_an_entry_of_the_own_agency(edition, cast, visit):
    own = builders.entry(edition, builders.agency("brida"), state=EntryState.SUBMITTED)
    page = visit(cast.organiser).get(f"/panitia/seleksi/usulan/{own.id}")
    assert page.status == 403
    assert "Usulan ini berasal dari instansi Anda." in page.text
    assert own.title not in page.text


def test_the_board_shows_all_agencies_and_filters_by_standing(edition, cast, visit):
    builders.entry(edition, state=EntryState.SUBMITTED, title="Bank Sampah")
    builders.entry(edition, builders.agency("dinkes"), title="Rahasia Draf")
    organiser = visit(cast.organiser)
    page = organiser.get("/panitia/partisipasi/")
    assert len(page.soup.select("tbody tr")) == 38
    assert "1 dari 38 perangkat daerah" in page.text
    assert "2,63%" in page.text
    assert "Bank Sampah" in page.text
    assert "Rahasia Draf" not in page.text
    drafts = organiser.get("/panitia/partisipasi/?keadaan=draf")
    assert drafts.all("tbody th") == ["Dinas Kesehatan"]


def test_an_agency_is_excused_and_owes_again(edition, cast, visit):
    agency, organiser = builders.agency("kesbangpol"), visit(cast.organiser)
    path = f"/panitia/partisipasi/{edition.id}/pengecualian/{agency.id}"
    assert organiser.post(path, {"reason": ""}).status == 422
    organiser.post(path, {"reason": "Perangkat daerah baru."})
    board = organiser.get(f"/panitia/partisipasi/?edisi={edition.id}&keadaan=dikecualikan")
    assert "Perangkat daerah baru." in board.text
    organiser.post(f"{path}/akhiri")
    assert db.session.scalar(db.select(db.func.count(Waiver.id))) == 0


def test_the_table_opens_in_a_spreadsheet_without_running_anything(edition, cast, visit):
    builders.entry(edition, state=EntryState.SUBMITTED, title="=HYPERLINK(0)")
    agency = builders.agency("kesbangpol")
    waive(edition=edition, agency=agency, reason="@SUM(1)", actor=cast.organiser)
    answer = visit(cast.organiser).get(f"/panitia/partisipasi/{edition.id}.csv").response
    text = answer.data.decode()
    assert text.startswith("\ufeffkode_wilayah,")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="partisipasi-2026.csv"'
    rows = {r["kode_perangkat_daerah"]: r for r in csv.DictReader(io.StringIO(text[1:]))}
    assert len(rows) == 38
    assert rows["dlhk"]["usulan_terbaik"] == "'=HYPERLINK(0)"
    assert rows["kesbangpol"]["alasan_pengecualian"] == "'@SUM(1)"
    assert rows["dlhk"]["diambil_pada"] == "2026-05-11T12:00:00+08:00"
    assert rows["dlhk"]["kode_wilayah"] == "51.03"


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@a", "\tx", "  =1", "\r=1"])
def test_cells_that_look_like_formulas_are_text(cell):
    assert csv_text(["a"], [[cell]]).splitlines()[1].strip('"').startswith("'")


@pytest.mark.parametrize("number", [FORGED, BEYOND])
def test_forged_numbers_are_not_found(number, edition, cast, visit):
    head, organiser = visit(cast.head), visit(cast.organiser)
    for path in (f"/kepala/usulan/{number}", f"/pd/usulan/{number}/tanda-terima"):
        assert head.get(path).status == 404
    for path in (
        f"/panitia/seleksi/usulan/{number}",
        f"/panitia/seleksi/?edisi={number}",
        f"/panitia/partisipasi/?edisi={number}",
        f"/panitia/partisipasi/{number}.csv",
        f"/panitia/partisipasi/{edition.id}/pengecualian/{number}",
        "/panitia/partisipasi/?keadaan=palsu",
        "/panitia/seleksi/?keadaan=palsu",
    ):
        assert organiser.get(path).status == 404, path
    assert head.post(f"/pd/usulan/{number}/kirim").status == 404


def test_without_an_edition_the_desks_are_empty(app, cast, visit):
    organiser = visit(cast.organiser)
    assert "Belum ada edisi" in organiser.get("/panitia/partisipasi/").text
    assert "Belum ada edisi" in organiser.get("/panitia/seleksi/").text


def test_a_list_costs_the_same_however_long_it_is(edition, cast, visit):
    paths = {
        "/panitia/partisipasi/": cast.organiser,
        "/panitia/seleksi/": cast.organiser,
        "/kepala/": cast.head,
    }
    for code in ("dlhk", "dinkes", "brida"):
        builders.entry(edition, builders.agency(code), EntryState.SUBMITTED)
    builders.entry(edition, state=EntryState.AWAITING_SIGNOFF)
    few = {path: statements(visit(who), path) for path, who in paths.items()}
    for code in ("dlhk", "dlhk", "dispar", "bappeda", "pkm-kuta-i", "kec-kuta"):
        for state in (EntryState.SUBMITTED, EntryState.AWAITING_SIGNOFF, EntryState.PASSED):
            builders.entry(edition, builders.agency(code), state)
    many = {path: statements(visit(who), path) for path, who in paths.items()}
    assert many == few


def test_the_page_of_an_entry_costs_few_statements(submitted, cast, visit):
    other = builders.entry(submitted.edition, builders.agency("dlhk"), EntryState.SUBMITTED)
    organiser = visit(cast.organiser)
    assert statements(organiser, f"/panitia/seleksi/usulan/{submitted.id}") == 6
    assert statements(organiser, f"/panitia/seleksi/usulan/{other.id}") == 6
