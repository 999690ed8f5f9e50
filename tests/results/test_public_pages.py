"""What agencies and everyone see after publication."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from award.core.db import db
from award.judging.models import Mark, ScoreSheet
from tests import builders
from tests.results import course


@pytest.fixture
def edition(app):
    return builders.edition()


def comment(*texts):
    sheets = db.session.scalars(select(ScoreSheet).order_by(ScoreSheet.id)).all()
    for sheet, text in zip(sheets, texts, strict=False):
        with builders.unsealed(sheet.assignment.round):
            sheet.comment = text
            db.session.flush()


def test_the_winners_page_tells_places_finalists_method_and_decree(edition, visit):
    course.published(edition, 5, 4, 3, places=3)

    page = visit().get("/pemenang/2026")

    assert page.all("h1") == ["Pemenang 2026"]
    assert page.all(".podium li") == [
        "Juara I Inovasi A Dinas Lingkungan Hidup dan Kebersihan",
        "Juara II Inovasi B Dinas Lingkungan Hidup dan Kebersihan",
        "Juara III Inovasi C Dinas Lingkungan Hidup dan Kebersihan",
    ]
    assert "1 juri menilai usulan dalam 3 tahap." in page.text
    assert "Presentasi dan wawancara 55%" in page.text
    assert "Signifikansi 30%" in page.text
    assert f"Nomor {course.DECREE} tanggal 8 Mei 2026" in page.text


def test_the_winners_page_shows_no_score_and_no_one_else(edition, visit, cast):
    course.published(edition, 5, 4, places=1)

    page = visit().get("/pemenang/")

    assert len(page.all(".podium li")) == 1
    assert page.all(".finalists li") == []
    assert " Inovasi B Dinas" not in page.text
    assert "100,00" not in page.text
    assert cast.external_judge.name not in page.text


def test_the_winners_page_speaks_english(edition, visit):
    course.published(edition, 5)

    page = visit(language="en").get("/pemenang/2026")

    assert "Environment and Sanitation Agency" in page.text
    assert "Presentation and interview" in page.text


def test_before_any_publication_the_page_says_so(edition, visit):
    assert "Belum ada hasil yang diumumkan." in visit().get("/pemenang/").text
    assert visit().get("/pemenang/2026").status == 404


def test_an_agency_reads_scores_means_reasons_and_comments(edition, visit, cast):
    entry = course.published(edition, [5, 4, 4, 4, 4, 4, 4], 3)[0]
    comment("Bukti kuat.")

    page = visit(cast.head).get(f"/pd/usulan/{entry.id}/hasil")

    assert "Juara I" in page.text
    assert "Nilai akhir 96,40" in page.text
    assert "82,00 dari 100, bobot 20%" in page.text
    assert "bobot 10% 5,00 dari 5 Alasan contoh." in page.text
    assert "Bukti kuat." in page.text


def test_an_agency_never_reads_who_judged(edition, visit, cast):
    proposal = course.closed(edition)
    entry = course.passed(edition, "Gelatik")
    course.scored(proposal, entry, 5, 4, 3)
    comment("Zona waktu rancu.", "Alur jelas.", "Mitra kuat.")
    with builders.unsealed(proposal):
        for number, mark in enumerate(db.session.scalars(select(Mark).order_by(Mark.id.desc()))):
            mark.reason = f"Alasan {number:02}"
    course.finish(edition, [entry])

    page = visit(cast.staff).get(f"/pd/usulan/{entry.id}/hasil")

    assert page.all("blockquote") == ["Alur jelas.", "Mitra kuat.", "Zona waktu rancu."]
    for reasons in [cell.find_all("li") for cell in page.soup.select("td:last-child")]:
        texts = [each.get_text() for each in reasons]
        assert texts == sorted(texts)
    for who in course.JUDGES:
        assert getattr(cast, who).name not in page.text


def test_an_agency_reads_how_far_its_entry_came(edition, visit, cast):
    _, entry = course.published(edition, 5, 4, places=1)

    page = visit(cast.staff).get(f"/pd/usulan/{entry.id}/hasil")

    assert "Peserta" in page.text
    assert "Usulan ini tidak sampai ke tahap terakhir." in page.text
    assert page.all("h2") == ["Penilaian proposal"]


def test_an_entry_that_failed_screening_has_no_scores(edition, visit, cast):
    course.published(edition, 5)
    rejected = builders.entry(edition, state="rejected")

    page = visit(cast.staff).get(f"/pd/usulan/{rejected.id}/hasil")

    assert "tidak lolos seleksi administrasi" in page.text
