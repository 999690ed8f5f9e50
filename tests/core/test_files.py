"""A file is what its content says, and it is on disk whole or not at all."""

import io
import os

import pikepdf
import pytest
from pikepdf import ObjectStreamMode as Mode

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


WHOLE = samples.PDF + b"\n" * 9 + b"\x00" * 5000


@pytest.mark.parametrize(
    ("content", "whole"),
    [
        (samples.PDF, True),
        (WHOLE, True),
        (samples.PDF + b"-- mail gateway --" * 50, True),
        (samples.PDF.replace(b"%%EOF", b""), True),
        (samples.PDF[:-25], False),
        (b"%PDF-1.7\n" + b"rusak " * 900 + b"%%EOF", False),
        (b"%PDF-1.7 rusak", False),
        (samples.PDF + b"2 0 obj<</Type/Sig/Contents<00", False),
    ],
)
def test_a_pdf_has_something_in_it_and_comes_to_its_end(content, whole):
    assert files.is_whole_pdf(content) is whole


@pytest.mark.parametrize("way", [{}, {"linearize": True}, {"object_stream_mode": Mode.generate}])
def test_a_saved_pdf_is_whole_and_cut_off_it_is_not(way):
    stream, pdf = io.BytesIO(), pikepdf.new()
    for number in range(40):
        pdf.add_blank_page().Contents = pdf.make_stream(b"%d " % number * 400)
    pdf.save(stream, compress_streams=False, **way)
    content = stream.getvalue()
    assert files.is_whole_pdf(content)
    assert not any(files.is_whole_pdf(content[: len(content) * n // 9]) for n in range(1, 9))
