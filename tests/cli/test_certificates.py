"""Certificates from a table: what is written, and what is refused."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from award.certificates import queries
from award.certificates.models import Certificate
from award.certificates.packing.manifests import Line, manifest
from award.certificates.states import SignatureMode
from award.certificates.style import Style
from award.certificates.tasks import render_pending
from award.core import files, typefaces
from award.core.db import db
from tests import builders as build
from tests.cast import Cast
from tests.certificates import finished, keys
from tests.certificates.papers import STRANGE, pdf

Lines = list[dict[str, str]]
OPTIONS = ("--kind", "winner", "--verify-url", "https://lain.example/cek/")


@pytest.fixture(autouse=True)
def faces(kept_faces: Path) -> None:
    typefaces.use(kept_faces)


def run(app: Flask, *arguments: object, typed: str = "") -> Any:
    command = ["certificates", *map(str, arguments)]
    return app.test_cli_runner().invoke(args=command, input=typed)


@pytest.fixture
def lines(app: Flask) -> Lines:
    """The two sample lines."""
    printed = run(app, "fields", "--design", "klasik", "--kind", "winner").stdout
    return list(csv.DictReader(io.StringIO(printed)))


def table(path: Path, lines: Lines) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)
    return path


def made(app: Flask, folder: Path, lines: Lines, *more: object) -> Any:
    facts = table(folder / "facts.csv", lines)
    return run(app, "render", facts, *OPTIONS, "--out", folder / "out", *more)


def text_of(pdf: Path) -> str:
    command = ["pdftotext", "-layout", str(pdf), "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_a_table_becomes_certificates_and_a_manifest(
    app: Flask, tmp_path: Path, lines: Lines
) -> None:
    lines[0]["recipient"] = "Banjar Contoh"
    result = made(app, tmp_path, lines, "--paper", "a4", "--json")
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert told == json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    assert [each["number"] for each in told["certificates"]] == [it["number"] for it in lines]
    for each in told["certificates"]:
        pdf = tmp_path / "out" / each["file"]
        assert hashlib.sha256(pdf.read_bytes()).hexdigest() == each["sha256"]
        assert each["code"] in text_of(pdf)
    assert "Banjar Contoh" in text_of(tmp_path / "out" / told["certificates"][0]["file"])
    assert told["certificates"][0]["code"] != told["certificates"][1]["code"]


def test_a_code_given_is_kept(app: Flask, tmp_path: Path, lines: Lines) -> None:
    lines[0]["code"] = "7KQM-4TXB-9RNH-0000-1111"
    told = json.loads(made(app, tmp_path, lines[:1], "--json").stdout)
    assert told["certificates"][0]["code"] == "7KQM-4TXB-9RNH-0000-1111"


@pytest.mark.parametrize(
    "kind", ["winner", "finalist", "participant", "member", "judge", "partner"]
)
def test_the_heading_has_every_placeholder_of_a_kind(app: Flask, kind: str) -> None:
    heading, *samples = csv.reader(io.StringIO(run(app, "fields", "--kind", kind).stdout))
    assert {"number", "recipient", "signer_name", "code"} <= set(heading)
    assert ("innovation" in heading) == (kind != "judge")
    assert [len(line) for line in samples] == [len(heading)] * 2


def test_every_fault_is_named_and_nothing_is_written(
    app: Flask, tmp_path: Path, lines: Lines
) -> None:
    first, second = lines
    wrong = [
        {**first, "recipient": ""},
        {**second, "year": "dua ribu", "recipient": "I" * 300},
        {**second, "number": "N/3", "code": "short"},
        {**first, "recipient": "Desa Contoh"},
        {**second, "number": "N/4"},
    ]
    result = made(app, tmp_path, wrong)
    assert result.exit_code == 1
    for named in (
        "line 2, column recipient: Name of the recipient is missing.",
        "line 3, column year: 'dua ribu' is not a whole number",
        "line 3, column recipient:",
        "line 4, column code:",
        "line 6, column recipient: is honoured alike in line 4 already",
        f"line 5, column number: {first['number']} is there already",
    ):
        assert named in result.output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["facts.csv"]


def test_what_does_not_fit_a_page_is_named_and_nothing_is_written(
    app: Flask, tmp_path: Path, lines: Lines
) -> None:
    lines[1] |= {"recipient": "W" * 160, "innovation": "M" * 250, "closing": "W" * 180}
    lines[1] |= {"signer_rank": "Pembina Utama Muda", "signer_nip": "196809261995031001"}
    result = made(app, tmp_path, lines)
    assert result.exit_code == 1
    assert "line 3, column" in result.output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["facts.csv"]


def test_a_folder_with_something_in_it_stays_as_it_is(
    app: Flask, tmp_path: Path, lines: Lines
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "kept.txt").write_text("before", "utf-8")
    result = made(app, tmp_path, lines)
    assert result.exit_code == 1
    assert "is not empty" in result.output
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["kept.txt"]


def test_a_full_disk_leaves_nothing_half_made(
    app: Flask, tmp_path: Path, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_certificate: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("award.certificates.packing.folder.Folder.add", full)
    result = made(app, tmp_path, lines)
    assert result.exit_code == 1
    assert "Nothing was written" in result.output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["facts.csv"]


def test_a_table_without_lines_or_columns_is_refused(
    app: Flask, tmp_path: Path, lines: Lines
) -> None:
    heading = table(tmp_path / "facts.csv", lines)
    heading.write_text(heading.read_text("utf-8").splitlines()[0], "utf-8")
    command = ("render", heading, "--kind", "winner", "--out", tmp_path / "out")
    assert "there is no line below the heading" in run(app, *command).output
    heading.write_text("recipient\nDesa Contoh\n", "utf-8")
    assert "line 1: no column issuer, title, number" in run(app, *command).output


def test_the_organisations_key_signs_each_certificate(
    app: Flask, tmp_path: Path, lines: Lines
) -> None:
    root = keys.authority()
    own = keys.signer()
    (tmp_path / "key.p12").write_bytes(own.p12)
    (app.config["TRUSTED_ROOTS"]).mkdir(exist_ok=True)
    (app.config["TRUSTED_ROOTS"] / "root.pem").write_bytes(root.pem)
    facts = table(tmp_path / "facts.csv", lines)
    command = ("render", facts, *OPTIONS, "--out", tmp_path / "out")
    refused = run(app, *command, "--sign", tmp_path / "key.p12", typed="salah\n")
    assert "wrong passphrase" in refused.output
    assert not (tmp_path / "out").exists()
    assert (
        run(app, *command, "--sign", tmp_path / "key.p12", typed=f"{keys.PASSPHRASE}\n").exit_code
        == 0
    )
    pdfs = sorted((tmp_path / "out").glob("*.pdf"))
    told = json.loads(run(app, "verify", *pdfs, "--json").stdout)
    assert [(each["verdict"], each["signature"], each["trusted"]) for each in told] == [
        ("listed", "valid", True)
    ] * 2


def test_a_changed_certificate_is_told_from_one_that_is_not_ours(
    app: Flask, tmp_path: Path, lines: Lines
) -> None:
    assert made(app, tmp_path, lines).exit_code == 0
    first, second = sorted((tmp_path / "out").glob("*.pdf"))
    whole = bytearray(first.read_bytes())
    whole[len(whole) // 2] ^= 1
    (longer := first.with_name("longer.pdf")).write_bytes(first.read_bytes() + b"% more\n")
    first.write_bytes(whole)
    (other := first.with_name("other.pdf")).write_bytes(b"%PDF-1.7\nnothing\n%%EOF\n")
    result = run(app, "verify", first, second, longer, other, "--json")
    assert result.exit_code == 1
    told = json.loads(result.stdout)
    assert [each["verdict"] for each in told] == ["changed", "listed", "appended", "unknown"]
    assert told[0]["number"] == told[2]["number"] != told[1]["number"]
    told = run(app, "verify", second)
    assert told.exit_code == 0
    said = f"{second.name}: listed by the manifest beside it {lines[0]['number']}"
    assert said in told.stdout
    given = run(app, "verify", second, "--manifest", second.with_name("manifest.json"))
    assert f"{second.name}: genuine {lines[0]['number']}" in given.stdout


def test_an_issued_certificate_is_found_in_the_database(app: Flask, tmp_path: Path) -> None:
    batch = finished.issue(finished.edition())
    render_pending(batch.id)
    certificate = db.session.scalars(select(Certificate)).first()
    assert certificate is not None
    copy = tmp_path / "copy.pdf"
    copy.write_bytes(files.load(certificate.sha256))
    told = json.loads(run(app, "verify", copy, "--json").stdout)[0]
    assert (told["number"], told["status"], told["sound"]) == (certificate.number, "valid", True)


def listed(pdf: Path) -> Path:
    """A file with a manifest beside it that names it, as anybody can write one."""
    sha256 = hashlib.sha256(pdf.read_bytes()).hexdigest()
    line = Line(pdf.name, STRANGE, "1/PALSU/2026", "Bukan Penerima", sha256)
    pdf.with_name("manifest.json").write_bytes(manifest({}, [line]))
    return pdf


def verified(app: Flask, *arguments: object) -> dict[str, Any]:
    found = json.loads(run(app, "verify", *arguments, "--json").stdout)[0]
    assert isinstance(found, dict)
    return found


def test_a_manifest_beside_a_revoked_certificate_does_not_speak_for_it(
    app: Flask, cast: Cast, tmp_path: Path
) -> None:
    batch = finished.issue(finished.edition())
    render_pending(batch.id)
    certificate = queries.certificates(batch)[0]
    (copy := tmp_path / "copy.pdf").write_bytes(files.load(certificate.sha256))
    build.run("certificate.revoke", certificate, "Data tidak benar.")
    db.session.commit()
    for more in ((), ("--manifest", tmp_path / "manifest.json")):
        told = verified(app, listed(copy), *more)
        assert (told["verdict"], told["status"]) == ("genuine", "revoked")
        assert (told["number"], told["sound"]) == (certificate.number, False)


def test_a_manifest_beside_a_forged_file_makes_nothing_genuine(app: Flask, tmp_path: Path) -> None:
    (forged := tmp_path / "palsu.pdf").write_bytes(pdf("Juara I"))
    told = verified(app, listed(forged))
    assert (told["verdict"], told["genuine"]) == ("listed", False)
    forged.write_bytes(pdf(f"https://award.example/v/{STRANGE}"))
    told = verified(app, listed(forged))
    assert (told["verdict"], told["sound"]) == ("unissued", False)
    assert verified(app, forged, "--manifest", tmp_path / "manifest.json")["genuine"]


def test_a_certificate_before_its_signature_is_not_sound(app: Flask, tmp_path: Path) -> None:
    style = Style(signing=SignatureMode.UPLOAD_SIGNED)
    batch = finished.issue(finished.edition(), style=style)
    render_pending(batch.id)
    base = files.load(queries.certificates(batch)[0].base_sha256)
    (copy := tmp_path / "copy.pdf").write_bytes(base)
    told = verified(app, listed(copy))
    assert (told["verdict"], told["genuine"], told["sound"]) == ("base", False, False)


def test_scanning_leads_where_somebody_said(
    app: Flask, tmp_path: Path, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert made(app, tmp_path, lines[:1]).exit_code == 0
    (made_pdf,) = (tmp_path / "out").glob("*.pdf")
    told = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    address = f"https://lain.example/cek/{told['certificates'][0]['code']}"
    assert address in text_of(made_pdf)
    monkeypatch.setitem(app.config, "BASE_URL", "https://localhost")
    facts = table(tmp_path / "facts.csv", lines)
    command = ("render", facts, "--kind", "winner", "--out", tmp_path / "more")
    refused = run(app, *command)
    assert refused.exit_code == 1
    assert "line 3, column url: is empty: fill it in, or say --verify-url" in refused.output
    table(facts, [{**line, "url": "https://lain.example/1"} for line in lines[:1]])
    assert run(app, *command).exit_code == 0
