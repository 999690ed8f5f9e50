"""Files without their makers: what is taken out, what stays, and what cannot be cleaned."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from award.core.neutral import Unclean, neutral, words
from tests import samples

SECRET = "Ida Ayu Contoh"


def saved(save: Callable[[io.BytesIO], Any]) -> bytes:
    stream = io.BytesIO()
    save(stream)
    return stream.getvalue()


def photograph(author: str = SECRET) -> bytes:
    """Wider than high, to be turned upright; its author in EXIF and in a comment."""
    exif = Image.Exif()
    exif[0x013B], exif[0x0112] = author, 6
    picture = Image.new("RGB", (40, 20), "red")
    return saved(lambda to: picture.save(to, "JPEG", exif=exif, comment=author.encode()))


def proposal(author: str = SECRET, text: str = "Halo dunia") -> bytes:
    """A page with a word, a photograph and a note; author, attachment and history besides."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(200, 200)).obj
    name = pikepdf.Name
    picture = pikepdf.Stream(pdf, photograph(author), Type=name.XObject, Subtype=name.Image)
    for key, value in {"Width": 40, "Height": 20, "BitsPerComponent": 8}.items():
        picture[f"/{key}"] = value
    picture.ColorSpace, picture.Filter = name.DeviceRGB, name.DCTDecode
    font = pikepdf.Dictionary(Type=name.Font, Subtype=name.Type1, BaseFont=name.Helvetica)
    page.Resources = pikepdf.Dictionary(
        XObject=pikepdf.Dictionary(Im0=pdf.make_indirect(picture)),
        Font=pikepdf.Dictionary(F1=pdf.make_indirect(font)),
    )
    page.Contents = pdf.make_stream(
        f"BT /F1 12 Tf 10 100 Td ({text}) Tj ET q 40 0 0 20 0 0 cm /Im0 Do Q".encode()
    )
    note = pikepdf.Dictionary(
        Type=name.Annot, Subtype=name.Text, Rect=[0, 0, 9, 9], Contents="catatan", T=author
    )
    page.Annots = pikepdf.Array([pdf.make_indirect(note)])
    pdf.docinfo["/Author"] = author
    with pdf.open_metadata() as metadata:
        metadata["dc:creator"] = [author]
    pdf.Root.PieceInfo = pikepdf.Dictionary(Office=pikepdf.Dictionary(Private=author))
    pdf.attachments["asal.txt"] = author.encode()
    return saved(pdf.save)


def unpacked(pdf: bytes) -> bytes:
    """Every byte of a PDF, nothing compressed."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return saved(
            lambda to: opened.save(
                to,
                compress_streams=False,
                stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
                object_stream_mode=pikepdf.ObjectStreamMode.disable,
            )
        )


def workbook(author: str = SECRET, **more: bytes) -> bytes:
    parts = {
        "xl/workbook.xml": f'<workbook><x15ac:absPath url="C:/{author}/"/></workbook>'.encode(),
        "docProps/core.xml": f"<p><dc:creator>{author}</dc:creator></p>".encode(),
        "docProps/app.xml": f"<Properties><Company>{author}</Company></Properties>".encode(),
        "xl/comments1.xml": f"<authors><author>{author}</author></authors><t>isi</t>".encode(),
        "xl/persons/person.xml": f'<person displayName="{author}"/>'.encode(),
        "xl/tables/table1.xml": b'<table displayName="Tabel1"/>',
        "xl/sharedStrings.xml": b"<si><t>Angka &amp; hasil</t></si>",
        "xl/media/image1.jpeg": photograph(author),
        **{name.replace("__", "/"): part for name, part in more.items()},
    }

    def pack(to: io.BytesIO) -> None:
        with zipfile.ZipFile(to, "w") as archive:
            for name, part in parts.items():
                archive.writestr(name, part)

    return saved(pack)


def test_a_photograph_keeps_its_pixels_upright_and_loses_its_author() -> None:
    before = photograph()
    assert before.count(SECRET.encode()) == 2
    after = neutral(before, "jpg")
    assert SECRET.encode() not in after
    with Image.open(io.BytesIO(after)) as picture:
        assert picture.size == (20, 40)
        assert not picture.getexif()


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "L", "1", "I;16"])
def test_a_png_of_any_kind_loses_its_texts(mode: str) -> None:
    texts = PngInfo()
    texts.add_text("Author", SECRET)
    before = saved(lambda to: Image.new(mode, (3, 2)).save(to, "PNG", pnginfo=texts))
    assert SECRET.encode() in before
    after = neutral(before, "png")
    assert SECRET.encode() not in after
    assert Image.open(io.BytesIO(after)).size == (3, 2)


def test_a_pdf_keeps_its_page_and_loses_all_that_names_people() -> None:
    before = proposal()
    assert unpacked(before).count(SECRET.encode()) >= 5
    after = neutral(before, "pdf")
    assert SECRET.encode() not in unpacked(after)
    with pikepdf.open(io.BytesIO(after)) as pdf:
        assert len(pdf.pages) == 1
        assert len(pdf.pages[0].get_images()) == 1
        assert not pdf.docinfo
        assert len(pdf.attachments) == 0
    assert words(after, "pdf").split() == ["Halo", "dunia", "catatan"]


def test_the_same_pdf_gives_the_same_copy() -> None:
    before = proposal()
    assert neutral(before, "pdf") == neutral(before, "pdf")


def test_a_workbook_keeps_its_cells_and_tables_and_loses_authors_folders_and_companies() -> None:
    after = neutral(workbook(), "xlsx")
    with zipfile.ZipFile(io.BytesIO(after)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
        assert {each.date_time[0] for each in archive.infolist()} == {1980}
    assert [name for name, part in parts.items() if SECRET.encode() in part] == []
    assert b"Tabel1" in parts["xl/tables/table1.xml"]
    assert "Angka & hasil" in words(after, "xlsx")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7 nothing of the kind", "pdf"),
        (photograph()[:40], "jpg"),
        (b"PK\x03\x04 broken", "xlsx"),
        (workbook(xl__embeddings__other=b"x"), "xlsx"),
        (workbook(xl__externalLinks__externalLink1=b"x"), "xlsx"),
        (samples.ZIP, "zip"),
    ],
)
def test_what_cannot_be_cleaned_is_refused(content: bytes, kind: str) -> None:
    with pytest.raises(Unclean):
        neutral(content, kind)


def test_a_locked_pdf_is_refused() -> None:
    with pikepdf.open(io.BytesIO(proposal())) as pdf:
        locked = saved(lambda to: pdf.save(to, encryption=pikepdf.Encryption(owner="a", user="b")))
    with pytest.raises(Unclean):
        neutral(locked, "pdf")
