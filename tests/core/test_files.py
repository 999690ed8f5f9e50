"""A file is what its content says, and it is on disk whole or not at all."""

import os

import pytest

from award.core import files
from tests import samples


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (samples.PDF, "pdf"),
        (samples.PNG, "png"),
        (samples.XLSX, "xlsx"),
        (samples.DOCX, None),
        (samples.ZIP, None),
        (samples.EXECUTABLE, None),
        (samples.SCRIPT, None),
        (samples.HTML, None),
        (b"", None),
        (b"PK\x03\x04 rusak", None),
    ],
)
def test_the_kind_comes_from_the_content(content, kind):
    assert files.sniff(content) == kind


def test_a_stored_file_is_found_by_its_sha256_outside_the_web_root(app):
    stored = files.store(samples.PDF)
    assert files.load(stored.sha256) == samples.PDF
    assert app.static_folder not in str(files.path_of(stored.sha256))
    assert files.store(samples.PDF) == stored


def test_a_full_disk_leaves_nothing_behind(app, monkeypatch):
    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        files.store(samples.PDF)
    assert [path for path in app.config["DATA_DIR"].glob("files/*/*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\data\\Laporan akhir.pdf", "Laporan akhir.pdf"),
        ("nol\x00\u202e.pdf", "nol.pdf"),
        ("...", "berkas"),
        ("a" * 300 + ".pdf", "a" * 116 + ".pdf"),
    ],
)
def test_names_are_made_safe(sent, name):
    assert files.safe_name(sent) == name
