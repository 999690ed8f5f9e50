"""Anyone drops a PDF: ours to the byte, ours and changed, another's, or nothing of the kind."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pikepdf
import pytest
from flask import Flask

from award.certificates import actions, document, queries, tasks
from award.certificates.facts import Facts
from award.certificates.models import Certificate
from award.certificates.packing import binding
from award.certificates.states import CertificateState
from award.certificates.style import Style
from award.certificates.verifying.checking import LARGEST_FILE
from award.core import clock, files
from award.core.db import db
from tests import builders as build
from tests.browsing import Page, Visitor
from tests.cast import Cast
from tests.certificates import finished
from tests.certificates.papers import STRANGE, pdf

Visit = Callable[..., Visitor]


def ready() -> tuple[Certificate, bytes]:
    """A certificate in force, and its file."""
    certificate = queries.certificates(finished.issue(finished.edition()))[0]
    said = f"/Keywords ({certificate.number}, {certificate.code})"
    content = pdf(said, "page", f"<pdf:Keywords>{certificate.code}</pdf:Keywords>")
    actions.finish(certificate=certificate, stored=files.store(content))
    db.session.commit()
    return certificate, content


def check(visit: Visit, content: bytes, language: str = "id", **options: Any) -> Page:
    upload = {"berkas": (io.BytesIO(content), "piagam.pdf")}
    return visit(language=language).send("POST", "/verifikasi", data=upload, **options)


def verdict(visit: Visit, content: bytes) -> str:
    page = check(visit, content, headers={"Accept": "application/json"})
    assert page.status == 200
    return str(page.json["verdict"])


def test_the_file_that_was_handed_out_is_genuine(app: Flask, visit: Visit) -> None:
    certificate, content = ready()
    page = check(visit, content)
    assert (page.status, page.all("h1")) == (200, ["Asli"])
    assert "sama persis dengan piagam yang kami terbitkan" in page.text
    assert "Berlaku. Piagam ini" in page.text
    assert certificate.facts["recipient"] in page.text


def test_one_changed_byte_is_told_and_the_true_facts_stand_beside_it(
    app: Flask, visit: Visit
) -> None:
    certificate, content = ready()
    for place in (10, len(content) // 2, len(content) - 1):
        other = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
        page = check(visit, other)
        assert page.all("h1") == ["Berkas telah diubah"], place
        for fact in ("recipient", "predicate", "innovation", "number"):
            assert certificate.facts[fact] in page.text
    assert "Asli" not in page.all("h1")


def test_a_printed_certificate_survives_no_editor(app: Flask, visit: Visit) -> None:
    """Real pages: each as printed, two bound together, one with another title in its metadata."""
    batch = finished.issue(finished.edition())
    tasks.render_pending(batch.id)
    printed = [files.load(each.sha256) for each in queries.certificates(batch)]
    assert {verdict(visit, each) for each in printed} == {"genuine"}
    assert verdict(visit, binding.merge(printed)) in ("several", "unknown")
    facts = Facts.from_dict(queries.certificates(batch)[0].facts)
    elsewhere = replace(facts, code=STRANGE, url=f"https://lain.example/v/{STRANGE}")
    assert verdict(visit, document.render(elsewhere, Style())) == "foreign"
    for changed in (_retitled(printed[0]), printed[0][:-2] + b"F "):
        page = check(visit, changed)
        assert page.all("h1") == ["Berkas telah diubah"]
        assert queries.certificates(batch)[0].facts["recipient"] in page.text


def _retitled(content: bytes) -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as document:
        with document.open_metadata() as metadata:
            metadata["dc:title"] = "Juara Umum"
        document.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()


def test_a_courtesy_copy_and_an_unsigned_file_are_known_as_such(app: Flask, visit: Visit) -> None:
    certificate, _content = ready()
    copy, base = files.store(pdf("copy")), files.store(pdf("base"))
    certificate.courtesy_sha256, certificate.courtesy_size = copy.sha256, copy.size
    certificate.base_sha256 = base.sha256
    db.session.commit()
    assert verdict(visit, pdf("copy")) == "courtesy"
    page = check(visit, pdf("base"))
    assert page.all("h1") == ["Berkas sebelum ditandatangani"]
    assert "Piagam yang berlaku adalah berkas yang bertanda tangan" in page.text
    for part, genuine in (("copy", True), ("base", False)):
        told = check(visit, pdf(part), headers={"Accept": "application/json"}).json
        assert told["genuine"] is genuine


def test_what_was_appended_to_our_file_is_told(app: Flask, visit: Visit) -> None:
    _certificate, content = ready()
    assert verdict(visit, content + b"\n") == "appended"
    page = check(visit, content + b"\n9 0 obj <</Type/Sig/ByteRange[0 1 2 3]>>\n%%EOF\n")
    assert page.all("h1") == ["Ada tanda tangan yang tidak kami kenal"]
    assert "berawal dengan berkas kami yang utuh" in page.text


def test_a_file_signed_before_it_was_taken_over_begins_with_ours(app: Flask, visit: Visit) -> None:
    certificate, _content = ready()
    base = pdf(certificate.code, "base")
    certificate.base_sha256 = files.store(base).sha256
    db.session.commit()
    assert verdict(visit, base + b"/ByteRange") == "signed_after"


def test_a_genuine_file_says_that_its_certificate_was_revoked(cast: Cast, visit: Visit) -> None:
    certificate, content = ready()
    build.run("certificate.revoke", certificate, "Data tidak benar.")
    page = check(visit, content)
    assert page.all("h1") == ["Asli"]
    assert "Dicabut pada 11 Mei 2026" in page.text
    assert "Data tidak benar." in page.text
    assert "Berlaku. Piagam ini" not in page.text


def test_a_genuine_file_leads_to_what_superseded_it(app: Flask, visit: Visit) -> None:
    certificate, content = ready()
    newer = superseded(certificate)
    page = check(visit, content)
    assert "Digantikan pada 11 Mei 2026" in page.text
    assert page.soup.select_one(f"a[href='/v/{newer.code}']") is not None


def superseded(certificate: Certificate) -> Certificate:
    """What corrects it."""
    certificate.state, certificate.superseded_at = CertificateState.SUPERSEDED, clock.now()
    db.session.flush()
    newer = Certificate(
        **{
            name: getattr(certificate, name)
            for name in ("batch_id", "edition_id", "kind", "subject", "entry_id", "issued_at")
        },
        serial=99,
        number="99/BARU/2026",
        code=STRANGE,
        facts={**certificate.facts, "number": "99/BARU/2026", "code": STRANGE},
        replaces_id=certificate.id,
        correction="Gelar penerima keliru.",
    )
    db.session.add(newer)
    db.session.commit()
    return newer


def test_a_certificate_of_another_site_is_named_by_its_site(app: Flask, visit: Visit) -> None:
    page = check(visit, pdf(f"https://piagam.kota-lain.example/v/{STRANGE}"))
    assert page.all("h1") == ["Dari situs lain"]
    assert "piagam.kota-lain.example" in page.text
    assert page.soup.select_one("input[name=kode]") is not None


def test_a_code_that_was_never_given_is_told_on_our_own_address(app: Flask, visit: Visit) -> None:
    assert verdict(visit, pdf(f"https://award.example/v/{STRANGE}")) == "unissued"


def test_several_certificates_in_one_file_are_named_one_by_one(app: Flask, visit: Visit) -> None:
    batch = queries.certificates(finished.issue(finished.edition()))
    page = check(visit, pdf(*[each.code for each in batch]))
    assert page.all("h1") == ["Beberapa piagam dalam satu berkas"]
    links = [f"/v/{each.code}" for each in batch]
    assert all(page.soup.select_one(f"main a[href='{link}']") for link in links)
    content = pdf(*[each.code for each in batch])
    told = check(visit, content, headers={"Accept": "application/json"}).json
    assert [each["number"] for each in told["certificates"]] == [each.number for each in batch]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (pdf("Juara I, ketikan ulang"), "unknown"),
        (pdf(STRANGE), "unknown"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 100, "not_pdf"),
        (b"<script>alert(1)</script>", "not_pdf"),
    ],
)
def test_what_is_not_ours_is_sent_to_the_code(
    content: bytes, expected: str, app: Flask, visit: Visit
) -> None:
    assert verdict(visit, content) == expected
    page = check(visit, content)
    assert "Ketiklah kode yang tercetak" in page.text
    assert page.soup.select_one("input[name=kode]") is not None


def test_the_page_speaks_english_and_needs_no_script_nor_token(app: Flask, visit: Visit) -> None:
    _certificate, content = ready()
    assert check(visit, content, "en").all("h1") == ["Genuine"]
    form = visit().get("/verifikasi").soup.select_one("form[enctype='multipart/form-data']")
    assert form is not None
    assert (form["method"], form["action"]) == ("post", "/verifikasi")


def test_a_file_that_is_too_large_is_refused_unread(app: Flask, visit: Visit) -> None:
    for size in (LARGEST_FILE + 1, 50 * 1024 * 1024):
        page = check(visit, b"0" * size)
        assert page.status in (413, 422)
        assert "lebih besar dari 4 MB" in page.text


def test_no_file_is_asked_for_again(app: Flask, visit: Visit) -> None:
    for content in ({}, {"berkas": (io.BytesIO(b""), "kosong.pdf")}):
        page = visit().send("POST", "/verifikasi", data=content)
        assert page.status == 422
        assert "Pilih berkas PDF piagam." in page.text


def test_nothing_that_is_sent_is_kept(app: Flask, visit: Visit) -> None:
    check(visit, pdf("rahasia", deflated=False))
    kept = [each for each in app.config["DATA_DIR"].rglob("*") if each.is_file()]
    assert not any(b"rahasia" in each.read_bytes() for each in kept)
    assert not (app.config["DATA_DIR"] / "files").exists()
