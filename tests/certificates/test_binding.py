"""Certificates bound together for the press and for handing out."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pikepdf
import pytest

from award.certificates.packing.binding import merge, zip_of


def page(width: int) -> bytes:
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(width, 100))
        target = io.BytesIO()
        pdf.save(target)
    return target.getvalue()


def test_pages_are_merged_in_the_order_given(tmp_path: Path) -> None:
    stored = tmp_path / "second.pdf"
    stored.write_bytes(page(200))
    with pikepdf.open(io.BytesIO(merge([page(300), stored, page(100)]))) as bound:
        assert [int(sheet.mediabox[2]) for sheet in bound.pages] == [300, 200, 100]


def test_a_zip_holds_every_file_under_its_name(tmp_path: Path) -> None:
    stored = tmp_path / "b.pdf"
    stored.write_bytes(b"second")
    made = zip_of([("satu.pdf", b"first"), ("dua.pdf", stored)], tmp_path / "all.zip")
    with zipfile.ZipFile(made) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            "satu.pdf": b"first",
            "dua.pdf": b"second",
        }


def test_the_same_files_give_the_same_zip(tmp_path: Path) -> None:
    first = zip_of([("satu.pdf", b"first")], tmp_path / "1.zip").read_bytes()
    assert zip_of([("satu.pdf", b"first")], tmp_path / "2.zip").read_bytes() == first


@pytest.mark.parametrize("name", ["../naik.pdf", "/etc/naik.pdf", "a\\b.pdf", "", ".."])
def test_a_name_that_leads_elsewhere_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="Not a plain file name"):
        zip_of([(name, b"x")], tmp_path / "all.zip")
    assert list(tmp_path.iterdir()) == []


def test_two_files_may_not_share_a_name(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="Twice"):
        zip_of([("satu.pdf", b"x"), ("satu.pdf", b"y")], tmp_path / "all.zip")
    assert list(tmp_path.iterdir()) == []
