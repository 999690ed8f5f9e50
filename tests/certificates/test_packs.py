"""A batch in one file: complete, checkable without this software, the same every time."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from structlog.testing import capture_logs

from award.certificates import queries, tasks
from award.certificates.models import Batch
from award.certificates.packing import binding, folder, manifests, packs
from award.core import files
from award.core.db import db
from tests import builders as build
from tests.browsing import Visitor
from tests.cast import Cast
from tests.certificates import finished
from tests.counting import statements

Visit = Callable[..., Visitor]

NAMES = [
    "400.10.11-001-PM-BRIDA-2026-dinas-lingkungan-hidup-dan-kebersihan.pdf",
    "400.10.11-002-PM-BRIDA-2026-dinas-kesehatan.pdf",
]
LISTS = ["SHA256SUMS", "manifest.json", "daftar.csv"]


def made(batch: Batch) -> None:
    """Every certificate has a file, without a typesetter."""
    for each in queries.certificates(batch):
        stored = files.store(f"%PDF-1.7 {each.number}".encode())
        each.state, each.sha256, each.size = "ready", stored.sha256, stored.size
    db.session.commit()


def packed(batch: Batch) -> Path:
    tasks.bind(batch.id)
    return packs.path_of(batch.id, queries.printed(batch.id))


def test_a_batch_is_bound_once_nothing_waits(app: Flask) -> None:
    batch = finished.issue(finished.edition())
    tasks.bind(batch.id)
    assert not (app.config["DATA_DIR"] / "packs").exists()
    made(batch)
    with zipfile.ZipFile(packed(batch)) as archive:
        assert archive.namelist() == [*LISTS, *NAMES]
        rows = archive.read("daftar.csv").decode("utf-8-sig").splitlines()
        for row, name, each in zip(rows[1:], NAMES, queries.printed(batch.id), strict=True):
            assert name in row
            assert each.sha256 in row
            assert archive.read(name) == files.load(each.sha256)


def test_the_manifest_says_which_file_is_which_certificate(app: Flask, tmp_path: Path) -> None:
    batch = finished.issue(finished.edition())
    made(batch)
    with zipfile.ZipFile(packed(batch)) as archive:
        archive.extract("manifest.json", tmp_path)
        found = json.loads(archive.read("manifest.json"))["certificates"]
    first, second = queries.certificates(batch)
    assert [(each["code"], each["number"]) for each in found] == [
        (first.code, first.number),
        (second.code, second.number),
    ]
    assert folder.lines_of(tmp_path / "manifest.json").keys() == {first.sha256, second.sha256}


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="sha256sum is not installed")
def test_whoever_unpacks_it_can_check_every_file(app: Flask, tmp_path: Path) -> None:
    batch = finished.issue(finished.edition())
    made(batch)
    with zipfile.ZipFile(packed(batch)) as archive:
        archive.extractall(tmp_path)
    command = ["sha256sum", "--check", "--strict", "SHA256SUMS"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.count(": OK") == len([*LISTS[1:], *NAMES])
    (tmp_path / NAMES[0]).write_bytes(b"%PDF-1.7 other")
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 1


def test_courtesy_copies_lie_beside_their_certificates(app: Flask) -> None:
    batch = finished.issue(finished.edition())
    made(batch)
    copy = files.store(b"%PDF-1.7 in English")
    first = queries.certificates(batch)[0]
    first.courtesy_sha256, first.courtesy_size = copy.sha256, copy.size
    db.session.commit()
    with zipfile.ZipFile(packed(batch)) as archive:
        beside = NAMES[0].replace(".pdf", "-en.pdf")
        assert archive.namelist() == [*LISTS, NAMES[0], beside, NAMES[1]]
        assert archive.read(beside) == b"%PDF-1.7 in English"
        assert f"{copy.sha256}  {beside}" in archive.read("SHA256SUMS").decode()


def test_the_same_certificates_give_the_same_zip(app: Flask) -> None:
    batch = finished.issue(finished.edition())
    made(batch)
    path = packed(batch)
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    path.unlink()
    assert hashlib.sha256(packed(batch).read_bytes()).hexdigest() == before


def test_a_revoked_certificate_leaves_the_packs(app: Flask, cast: Cast) -> None:
    batch = finished.issue(finished.edition())
    made(batch)
    before = packed(batch)
    first = queries.certificates(batch)[0]
    build.run("certificate.revoke", first, "Data tidak benar.")
    db.session.commit()
    with zipfile.ZipFile(packed(batch)) as archive:
        assert archive.namelist() == [*LISTS, NAMES[1]]
        assert first.number not in archive.read("daftar.csv").decode()
    assert not before.exists()


def test_no_cell_of_the_table_is_a_formula() -> None:
    words = dict.fromkeys(packs.COLUMNS, "x")
    row = queries.Printed("1/2", "a" * 64, {**words, "recipient": "=1+1"})
    assert b",'=1+1," in packs.table([row])


@pytest.mark.parametrize(
    ("certificates", "expected"),
    [
        ([("1/2", "Dinas"), ("1-2", "DINAS")], ["1-2-dinas", "1-2-dinas-2"]),
        ([("1", "A"), ("1", "A En")], ["1-a", "1-a-en-2"]),
        ([("CON.7", "x")], ["piagam-CON.7-x"]),
        ([("..", '<script>|?*:"\\')], ["script"]),
        ([("ᬩ", "\u202e")], ["piagam"]),
        ([("1", "n" * 300)], ["1-" + "n" * 60]),
    ],
)
def test_every_file_name_suits_any_computer(
    certificates: list[tuple[str, str]], expected: list[str]
) -> None:
    assert manifests.names(certificates) == expected


def test_a_lost_file_is_logged_once_and_the_pack_made_when_it_is_back(app: Flask) -> None:
    batch = finished.issue(finished.edition())
    made(batch)
    lost = files.path_of(queries.printed(batch.id)[1].sha256)
    content = lost.read_bytes()
    lost.unlink()
    binding._tell.cache_clear()
    with capture_logs() as logs:
        assert not packed(batch).exists()
        assert not packed(batch).exists()
    assert [(each["event"], each["file"]) for each in logs] == [("file lost", str(lost))]
    lost.write_bytes(content)
    assert packed(batch).exists()


def test_waiting_for_a_pack_reads_no_facts(app: Flask, cast: Cast, visit: Visit) -> None:
    batch = finished.issue(finished.edition())
    made(batch)
    path, organiser = f"/panitia/sertifikat/terbitan/{batch.id}/zip/kemajuan", visit(cast.organiser)
    with statements() as seen:
        assert organiser.get(path).response.get_json()["done"] == 0
    assert not any("certificate.facts" in each for each in seen.statements)
    packed(batch)
    assert organiser.get(path).response.get_json()["done"] == 1
