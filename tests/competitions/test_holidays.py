"""The organiser keeps the table of holidays."""

from datetime import date

from award.competitions import queries
from award.competitions.models import Holiday
from award.core.clock import add_working_days
from award.core.db import db
from award.core.ledger import Act

PAGE = "/panitia/hari-libur/"
GALUNGAN = {"day": "2026-06-17", "name-id": "Galungan", "name-en": "Galungan Day"}


def test_a_holiday_is_added_renamed_and_skipped_by_working_days(visit, cast):
    browser = visit(cast.organiser)
    browser.post(PAGE, GALUNGAN)
    browser.post(PAGE, {**GALUNGAN, "name-id": "Hari Raya Galungan"})
    db.session.rollback()
    assert db.session.get_one(Holiday, date(2026, 6, 17)).name["id"] == "Hari Raya Galungan"
    after = add_working_days(date(2026, 6, 16), 1, queries.holidays())
    assert after == date(2026, 6, 18)
    page = browser.get(PAGE)
    assert "17 Juni 2026 Hari Raya Galungan Hapus" in page.all("tbody tr")


def test_a_holiday_is_removed_once_however_often_it_is_sent(visit, cast):
    browser = visit(cast.organiser)
    browser.post(PAGE, GALUNGAN)
    for _ in range(2):
        assert browser.post(PAGE + "hapus", {"day": "2026-06-17"}).status == 302
    assert queries.holidays() == frozenset()
    assert db.session.query(Act).filter_by(action="holidays.removed").count() == 1
    assert browser.post(PAGE + "hapus", {"day": "besok"}).status == 400


def test_the_shipped_table_is_entered_with_one_button(visit, cast):
    browser = visit(cast.organiser)
    assert "Belum ada hari libur." in browser.get(PAGE).text
    browser.post(PAGE + "bawaan")
    page = browser.get(PAGE)
    assert "1 Januari 2026" in page.text
    assert "hari libur bawaan" not in " ".join(page.all("main button"))


def test_a_holiday_without_day_or_name_is_refused_at_the_field(visit, cast):
    page = visit(cast.organiser).post(PAGE, {"day": "1900-01-01", "name-id": "", "name-en": "x"})
    assert page.status == 422
    assert page.all(".field-errors li") == [
        "Tahun harus antara 2000 dan 2100.",
        "Bagian ini wajib diisi.",
    ]
    assert queries.holidays() == frozenset()
