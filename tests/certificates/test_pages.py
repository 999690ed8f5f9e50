"""The organiser's pages: prepare, preview, issue, follow, hand out, revoke."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pikepdf
import pytest
from flask import Flask
from sqlalchemy import func, select

from award.approvals.queries import open_of
from award.certificates import actions, queries, tasks
from award.certificates.models import Batch, Certificate, LayoutCheck, Look, Signatory
from award.certificates.states import CertificateState, Kind
from award.certificates.style import Style
from award.competitions.models import Edition
from award.competitions.states import EditionState
from award.core.db import db
from award.core.kept import Stored
from award.entries.states import EntryState
from award.results.states import Outcome
from tests import builders as build
from tests.browsing import Visitor
from tests.cast import PASSWORD, Cast
from tests.certificates import finished

Visit = Callable[..., Visitor]
ISSUED = "/panitia/sertifikat/terbitan"
FORM = {
    "signatory": "1",
    "dated": "2026-11-16",
    "place": "Mangupura",
}


def address(edition: Edition, kind: str = "juara") -> str:
    return f"/panitia/sertifikat/{edition.id}/{kind}"


def checked(visitor: Visitor, edition: Edition, kind: str = "juara") -> None:
    """Everyone laid out by the worker, as an organiser asked for it."""
    assert visitor.post(f"{address(edition, kind)}/periksa", FORM).status == 302
    tasks.lay_out(db.session.scalars(select(func.max(LayoutCheck.id))).one())


def issued() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Certificate)) or 0


def test_the_overview_counts_who_is_still_without(cast: Cast, visit: Visit) -> None:
    edition = finished.edition()
    finished.issue(edition, Kind.FINALIST)
    page = visit(cast.organiser).get(f"/panitia/sertifikat/{edition.id}")
    assert page.all("table tbody tr") == [
        "Juara 2 2 Atur Siapkan piagam",
        "Finalis 1 0 Atur Semua diterbitkan",
        "Peserta 1 1 Atur Siapkan piagam",
        "Anggota tim inovasi 1 1 Atur Siapkan piagam",
        "Juri 2 2 Atur Siapkan piagam",
        "Mitra replikasi 1 1 Atur Siapkan piagam",
    ]
    assert "0 dari 1" in page.text


def test_the_overview_counts_certificates_by_what_became_of_them(cast: Cast, visit: Visit) -> None:
    edition = finished.edition()
    batch, finalists = finished.issue(edition), finished.issue(edition, Kind.FINALIST)
    for each in queries.certificates(batch):
        actions.finish(certificate=each, stored=Stored("a" * 63 + str(each.serial), 1000))
    build.run("certificate.revoke", queries.certificates(batch)[0], "Data tidak benar.")
    page = visit(cast.organiser).get(f"/panitia/sertifikat/{edition.id}")
    assert page.all("main .stat") == ["1 Sedang dibuat", "1 Berlaku", "1 Dicabut"]
    assert page.all("main .card .state") == ["Sedang dibuat: 1", "Berlaku: 1", "Dicabut: 1"]
    links = [link["href"] for link in page.soup.select("main .card p a")]
    assert links == [
        f"{ISSUED}/{finalists.id}?keadaan=queued",
        *(f"{ISSUED}/{batch.id}?keadaan={state}" for state in ("ready", "revoked")),
    ]
    assert len(visit(cast.organiser).get(links[-1]).all("main tbody tr")) == 1


def test_the_form_comes_filled_in_and_the_recipients_checked(cast: Cast, visit: Visit) -> None:
    edition = finished.edition()
    page = visit(cast.organiser).get(address(edition))
    assert "Data 2 penerima lengkap, tanpa penerima atau nomor yang ganda" in page.text
    assert "400.10.11/001/PM/BRIDA/2026" in page.text
    assert page.soup.select_one("#place")["value"] == "Mangupura"
    assert page.soup.select_one("#dated")["value"] == "2026-11-16"  # by the edition's calendar
    assert page.fields("main form")["signatory"] == "1"
    assert page.all("#signatory option") == ["BUPATI BADUNG: I Wayan Contoh Wiguna"]


def test_issuing_leads_to_the_progress_of_the_batch(cast: Cast, visit: Visit) -> None:
    edition, visitor = finished.edition(), visit(cast.organiser)
    checked(visitor, edition)
    answer = visitor.post(address(edition), FORM)
    assert answer.status == 302
    page = visitor.get(answer.location)
    assert "Piagam sudah diterbitkan" in page.text
    assert "0 dari 2" in page.text
    followed = page.soup.select_one("[data-progress]")["data-progress"]
    assert visitor.get(followed).json == {"done": 0, "total": 2, "sentence": "0 dari 2"}
    tasks.render(db.session.scalars(select(Batch.id)).one())
    assert visitor.get(followed).json["done"] == 2
    page = visitor.get(answer.location)
    assert page.all("tbody .state") == ["Berlaku", "Berlaku"]
    assert page.soup.select_one("[data-progress]") is None


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"signatory": ""}, "Bagian ini wajib diisi"),
        ({"signatory": "2"}, "Pilih salah satu"),
        ({"dated": "1900-01-01"}, "mendahului tanggal keputusan, 9 November 2026"),
        ({"dated": "2999-01-01"}, "lebih dari setahun"),
        ({"dated": "bukan tanggal"}, ""),
        ({"place": "M" * 10_000}, "40"),
        ({"place": "{tempat}"}, "dicetak apa adanya"),
    ],
)
def test_what_cannot_be_taken_stays_in_the_form(
    changes: dict[str, str], sentence: str, cast: Cast, visit: Visit
) -> None:
    edition, visitor = finished.edition(), visit(cast.organiser)
    for path in (
        address(edition),
        *(f"{address(edition)}/{act}" for act in ("periksa", "pratinjau")),
    ):
        page = visitor.post(path, {**FORM, **changes})
        assert page.status == 422
        assert sentence in page.text
        assert "Ada yang perlu diperbaiki" in page.text
        if "place" not in changes:
            assert page.soup.select_one("#place")["value"] == FORM["place"]
    assert issued() == 0


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"dated": "2026-11-08"}, "mendahului tanggal keputusan"),
        ({"dated": "2027-02-01"}, "tidak menjabat pada"),
        ({"place": "M" * 41}, "40 huruf"),
        ({"place": "{tempat}"}, "dicetak apa adanya"),
    ],
)
def test_what_the_form_refuses_is_not_told_again_above_it(
    changes: dict[str, str], sentence: str, cast: Cast, visit: Visit
) -> None:
    edition = finished.edition()
    db.session.get_one(Signatory, 1).valid_until = date(2026, 12, 31)
    page = visit(cast.organiser).post(address(edition), {**FORM, **changes})
    assert len(page.soup.select(".field-errors li")) == 1
    assert page.text.count(sentence) == 2  # at the field, and in the summary that leads there
    assert page.soup.select(".notice-refused") == []


def test_missing_facts_are_listed_with_a_way_to_mend_them(cast: Cast, visit: Visit) -> None:
    edition = finished.edition()
    cast.second_judge.name = ""
    page = visit(cast.organiser).post(address(edition, "juri"), FORM)
    assert page.status == 422
    assert "Nama penerima belum ada." in page.text
    assert page.soup.select_one(f"a[href='/panitia/akun/{cast.second_judge.id}']") is not None
    assert issued() == 0


def test_words_of_the_look_are_mended_on_its_page(cast: Cast, visit: Visit) -> None:
    edition = finished.edition()
    words = {"closing": {"id": "M" * 2000, "en": ""}}
    db.session.add(Look(edition=edition, kind=Kind.WINNER, style=Style().to_dict(), texts=words))
    db.session.commit()
    page = visit(cast.organiser).get(address(edition))
    links = page.soup.select(f"a[href='{address(edition)}/rancangan']")
    assert "Atur rancangan piagam: Juara" in [link.get_text(strip=True) for link in links]


def test_a_frozen_edition_can_be_previewed_but_not_issued(cast: Cast, visit: Visit) -> None:
    edition, visitor = finished.edition(EditionState.FROZEN), visit(cast.organiser)
    page = visitor.get(address(edition))
    assert "setelah hasil diumumkan dengan nomor keputusan" in page.text
    assert not [label for label in page.all("main button") if "Terbitkan" in label]
    assert visitor.post(address(edition), FORM).status == 403
    assert issued() == 0


def test_the_preview_shows_specimens_with_the_longest_texts(cast: Cast, visit: Visit) -> None:
    edition = finished.edition()
    for title in ("Pendek", "Judul yang jauh lebih panjang daripada judul lainnya di sini"):
        entry = build.entry(edition, build.agency("kec-kuta"), EntryState.PASSED, title=title)
        finished.decide(entry, Outcome.WINNER, "juara_3")
    page = visit(cast.organiser).post(f"{address(edition)}/pratinjau", FORM)
    assert page.response.mimetype == "application/pdf"
    with pikepdf.open(io.BytesIO(page.response.data)) as pdf:
        assert len(pdf.pages) == 4
    assert issued() == 0


def test_a_second_click_issues_nothing_more(cast: Cast, visit: Visit) -> None:
    edition, visitor = finished.edition(), visit(cast.organiser)
    checked(visitor, edition)
    visitor.post(address(edition), FORM)
    page = visitor.post(address(edition), FORM)
    assert page.status == 422
    assert "Semua penerima sudah memiliki piagam" in page.text
    assert issued() == 2


def test_all_is_downloaded_as_zip(app: Flask, cast: Cast, visit: Visit) -> None:
    batch = finished.issue(finished.edition())
    visitor = visit(cast.organiser)
    assert visitor.get(f"{ISSUED}/{batch.id}/zip").status == 404
    tasks.render_pending(batch.id)
    page = visitor.get(f"{ISSUED}/{batch.id}")
    assert "ZIP belum siap" in page.text
    followed = page.soup.select_one("[data-progress$='/zip/kemajuan']")["data-progress"]
    assert visitor.get(followed).json["done"] == 0
    assert visitor.post(f"{ISSUED}/{batch.id}/siapkan").status == 302
    tasks.bind(batch.id)
    assert visitor.get(followed).json == {"done": 1, "total": 1, "sentence": "Siap"}
    answer = visitor.get(f"{ISSUED}/{batch.id}/zip").response
    assert f"piagam-juara-2026-{batch.id}.zip" in answer.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.data)) as zipped:
        assert len(zipped.namelist()) == 5
    first = queries.certificates(batch)[0]
    pdf = visitor.get(f"{ISSUED}/piagam/{first.id}.pdf").response
    assert pdf.data.startswith(b"%PDF-")
    assert "dinas-lingkungan-hidup" in pdf.headers["Content-Disposition"]


def test_a_failure_is_explained_and_made_again(cast: Cast, visit: Visit) -> None:
    batch = finished.issue(finished.edition())
    for certificate in queries.certificates(batch):
        actions.fail(certificate=certificate, fault="recipient: does not fit")
    visitor = visit(cast.organiser)
    page = visitor.get(f"{ISSUED}/{batch.id}")
    assert "2 piagam gagal dibuat" in page.text
    assert "Nama penerima tidak muat di halaman" in page.text
    visitor.post(f"{ISSUED}/{batch.id}/ulangi")
    assert queries.batch_progress(batch).queued == 2


def test_one_organiser_asks_to_revoke_and_the_other_does_it(cast: Cast, visit: Visit) -> None:
    batch = finished.issue(finished.edition())
    tasks.render_pending(batch.id)
    certificate, first = queries.certificates(batch)[0], visit(cast.organiser)
    path = f"{ISSUED}/piagam/{certificate.id}"
    assert "tidak dapat diberlakukan kembali" in first.get(f"{path}/cabut").text
    refused = first.post(f"{path}/cabut", {"reason": "   ", "password": PASSWORD})
    assert (refused.status, "Bagian ini wajib diisi" in refused.text) == (422, True)
    asked = first.post(f"{path}/cabut", {"reason": "Data tidak benar.", "password": PASSWORD})
    assert asked.location == path
    assert "menunggu panitia lain" in first.get(path).text
    approval = open_of("certificate.revoke", certificate.id)
    visit(cast.second_organiser).post(
        f"/panitia/persetujuan/{approval.id}/konfirmasi",
        {"remark": "Benar.", "password": PASSWORD},
    )
    page = first.get(path)
    assert "Dicabut pada 11 Mei 2026 pukul 12.00 WITA. Data tidak benar." in page.text
    assert not page.soup.select("a[href$=cabut]")
    db.session.refresh(certificate)
    assert certificate.state == CertificateState.REVOKED
    assert first.get(f"{path}/cabut").status == 403


def test_lists_cost_the_same_for_few_and_many(
    app: Flask, cast: Cast, visit: Visit, statements: Callable[..., Any]
) -> None:
    edition = finished.edition()
    few = finished.issue(edition)
    for _ in range(12):
        entry = build.entry(edition, build.agency("dlhk"), EntryState.PASSED)
        finished.decide(entry, Outcome.WINNER, "harapan_1")
    many = finished.issue(edition)
    costs = []
    for path, who in (
        (f"{ISSUED}/{few.id}", cast.organiser),
        (f"{ISSUED}/{many.id}", cast.organiser),
        ("/pd/sertifikat/", cast.other_staff),
        ("/pd/sertifikat/", cast.staff),
    ):
        visitor = visit(who)
        with statements() as sent:
            assert visitor.get(path).status == 200
        costs.append(len(sent))
    assert costs[0] == costs[1]
    assert costs[2] == costs[3]
