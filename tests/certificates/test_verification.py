"""Anyone checks a certificate: from its QR code, or by typing the code."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import zxingcpp
from flask import Flask
from PIL import Image

from award import create_app
from award.certificates import actions, queries, tasks
from award.certificates.models import Certificate
from award.certificates.states import Kind
from award.core import files
from award.core.db import db
from award.core.kept import Stored
from tests import builders as build
from tests.browsing import Visitor
from tests.cast import Cast
from tests.certificates import finished
from tests.conftest import settings_for

Visit = Callable[..., Visitor]


def issued(kind: Kind = Kind.WINNER) -> Certificate:
    return queries.certificates(finished.issue(finished.edition(), kind))[0]


def ready(kind: Kind = Kind.WINNER) -> Certificate:
    certificate = issued(kind)
    actions.finish(certificate=certificate, stored=Stored("a" * 64, 1000))
    db.session.commit()
    return certificate


@pytest.mark.skipif(not shutil.which("pdftoppm"), reason="pdftoppm is not installed")
def test_the_code_on_paper_leads_to_a_page_with_the_same_facts(
    app: Flask, visit: Visit, tmp_path: Path
) -> None:
    certificate = issued()
    tasks.render_pending(certificate.batch_id)
    pdf = files.load(certificate.sha256)
    command = ["pdftoppm", "-r", "150", "-png", "-singlefile", "-", str(tmp_path / "print")]
    subprocess.run(command, input=pdf, check=True)
    with Image.open(io.BytesIO((tmp_path / "print.png").read_bytes())) as picture:
        (found,) = zxingcpp.read_barcodes(picture)
    assert found.text.startswith("https://award.example/v/")
    page = visit().get(urlsplit(found.text).path)
    assert page.status == 200
    names = ("recipient", "predicate", "category", "innovation", "number", "date_text", "decree")
    for name in (*names, "competition", "signer_name", "signer_office", "code"):
        assert certificate.facts[name] in page.text, name
    assert certificate.sha256 in page.text
    assert "Berlaku. Piagam ini diterbitkan" in page.text
    assert "tautan verifikasi, bukan tanda tangan elektronik" in page.text
    assert "BSrE" not in page.text


def test_a_foreign_reader_learns_what_the_printed_award_means(app: Flask, visit: Visit) -> None:
    certificate = ready()
    page = visit(language="en").get(f"/v/{certificate.code}")
    assert page.all("main .lead") == ["First Place"]
    printed = page.soup.select_one("main dl[lang=id]")
    assert printed is not None
    assert certificate.facts["predicate"] in printed.text


def test_it_tells_when_it_was_issued_and_where_the_ledger_says_so(app: Flask, visit: Visit) -> None:
    certificate = ready()
    act = queries.issue_act(certificate.batch_id)
    assert act is not None
    text = visit().get(f"/v/{certificate.code}").text
    assert "11 Mei 2026 pukul 12.00 WITA" in text
    assert act.hash in text


def test_nothing_is_told_that_is_not_printed(app: Flask, visit: Visit) -> None:
    batch = finished.issue(finished.edition(), signer=finished.BRIDA)
    text = visit().get(f"/v/{queries.certificates(batch)[0].code}").text
    assert "19680926" not in text
    assert "Alasan contoh" not in text


def test_it_stands_in_english_beside_indonesian(app: Flask, visit: Visit) -> None:
    certificate = ready()
    page = visit(language="en").get(f"/v/{certificate.code}")
    assert certificate.facts["recipient"] in page.text
    assert page.soup.html["lang"] == "en"
    assert page.soup.select_one("dl.facts")["lang"] == "id"


def test_a_certificate_without_a_file_is_being_made(app: Flask, visit: Visit) -> None:
    certificate = issued()
    assert "Sedang dibuat" in visit().get(f"/v/{certificate.code}").text
    actions.fail(certificate=certificate, fault="storage")
    text = visit().get(f"/v/{certificate.code}").text
    assert "Sedang dibuat" in text
    assert "penyimpanan" not in text


def test_a_revoked_certificate_says_since_when_and_why(cast: Cast, visit: Visit) -> None:
    certificate = ready()
    build.run("certificate.revoke", certificate, "Data tidak benar.")
    text = visit().get(f"/v/{certificate.code}").text
    assert "Dicabut pada 11 Mei 2026 pukul 12.00 WITA" in text
    assert "Data tidak benar." in text
    assert "Berlaku. Piagam ini" not in text


@pytest.mark.parametrize("fashion", [str, str.lower, lambda code: f" {code.replace('-', ' ')} "])
def test_a_typed_code_leads_to_its_page(
    fashion: Callable[[str], str], app: Flask, visit: Visit
) -> None:
    certificate = ready()
    page = visit().get("/verifikasi", query_string={"kode": fashion(certificate.code)})
    assert (page.status, page.location) == (302, f"/v/{certificate.code}")


@pytest.mark.parametrize(
    "path",
    [
        "/v/7KQM-4TXB-9RNH-0123-ABCD",
        "/v/bukan-kode",
        "/v/<script>",
        "/verifikasi?kode=salah",
        "/verifikasi?kode=",
        f"/verifikasi?kode={'9' * 500}",
    ],
)
def test_an_unknown_code_is_helped(path: str, app: Flask, visit: Visit) -> None:
    page = visit().get(path)
    assert page.status == 404
    assert "Tidak ada piagam dengan kode ini" in page.text
    assert "Hubungi Badan Riset dan Inovasi Daerah" in page.text
    assert page.soup.select_one("form[action='/verifikasi'] input[name=kode]") is not None


def test_known_and_unknown_codes_cost_the_same_search(
    app: Flask, visit: Visit, statements: Callable[..., object]
) -> None:
    ready()
    with app.test_request_context(), statements() as sent:  # type: ignore[attr-defined]
        assert queries.by_code("7KQM-4TXB-9RNH-0123-ABCD") is None
    assert len([each for each in sent if each.startswith("SELECT")]) == 1


def test_the_page_is_not_for_search_engines(app: Flask, visit: Visit) -> None:
    page = visit().get(f"/v/{ready().code}")
    assert page.response.headers["X-Robots-Tag"] == "noindex"


def test_guessing_is_slowed_down(app: Flask, tmp_path: Path) -> None:
    address = app.config["SQLALCHEMY_DATABASE_URI"]
    guarded = create_app(settings_for(tmp_path, address, RATELIMIT_ENABLED=True))
    visitor = Visitor(guarded)
    answers = [visitor.get("/v/salah").status for _ in range(61)]
    with guarded.app_context():
        db.engine.dispose()
    assert answers == [404] * 60 + [429]
