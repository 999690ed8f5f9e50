"""Laying out quickly changes nothing: the same page as WeasyPrint makes by itself."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pikepdf
import pytest
import zxingcpp
from PIL import Image
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from award.certificates import document
from award.certificates.facts import KINDS, Facts, sample
from award.certificates.printing import designs
from award.certificates.style import Style
from award.core.printing import fetcher, qr_image
from award.core.typesetting import Page, Typesetter

LONG = "Unit Pelaksana Teknis Daerah Pengelolaan Persampahan dan Ruang Terbuka Hijau Kuta Selatan"
EMBLEM = "a" * 64


@pytest.fixture(scope="module")
def emblem() -> bytes:
    target = io.BytesIO()
    Image.linear_gradient("L").convert("RGBA").save(target, "PNG")
    return target.getvalue()


@pytest.fixture
def by_hand(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Certificates as the plain call of WeasyPrint makes them, nothing kept from page to page."""

    def laid_out(html: HTML, press: Any, code: Any, more: Any) -> Any:
        images = {url: image for url, image in press.images.items() if "design" in url}
        return html.render(
            font_config=document._fonts(),
            stylesheets=[press.style, *more],
            cache={**images, document.QR: code},
        )

    def render(*order: Any) -> bytes:
        with monkeypatch.context() as plain:
            plain.setattr(document, "Page", lambda page, **more: HTML(string=page, **more))
            plain.setattr(document, "_laid_out", laid_out)
            plain.setattr(document, "write_once", None)
            return document.render(*order)

    return render


def parts(pdf: bytes) -> list[object]:
    """Every part of a PDF, unpacked."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [_part(each) for each in opened.objects if not _packaging(each)]


def _packaging(each: Any) -> bool:
    return isinstance(each, pikepdf.Stream) and each.get("/Type") in ("/ObjStm", "/XRef")


def _part(each: Any) -> object:
    if not isinstance(each, pikepdf.Stream):
        return each.unparse()
    about = {key: value.unparse() if hasattr(value, "unparse") else value
             for key, value in each.items() if key not in ("/Length", "/Filter")}  # fmt: skip
    return about, each.read_bytes()


def people(kind: str) -> Iterator[Facts]:
    """Pages of one shape, one that must be tightened, and the first shape again."""
    facts = sample(kind)
    yield facts
    yield replace(facts, recipient="Ni Luh Šárka & <b>Ketut</b>", code="AAAA-BBBB-CCCC")
    yield replace(facts, recipient=LONG, closing=LONG, demo=False)
    yield replace(facts, recipient="I Made Contoh")
    yield replace(facts, signer_office="a.n. BUPATI BADUNG\nSEKRETARIS DAERAH")


@pytest.mark.parametrize("design", designs.names())
def test_every_page_is_what_weasyprint_makes_by_itself(
    design: str, by_hand: Any, emblem: bytes
) -> None:
    style = Style(design=design, emblem=EMBLEM)
    for kind in KINDS:
        for facts in people(kind):
            order = (facts, style, {EMBLEM: emblem})
            assert parts(document.render(*order)) == parts(by_hand(*order)), facts


@pytest.mark.parametrize("press", [False, True])
def test_a_page_is_the_same_whatever_was_set_before(press: bool) -> None:
    *before, last = people("winner")
    document._press.cache_clear()
    alone = document.render(last, Style(), press=press)
    document._press.cache_clear()
    for facts in before:
        document.render(facts, Style(), press=press)
    assert document.render(last, Style(), press=press) == alone


LOOSE = """<html lang="id"><head><title>{0}</title></head><body>
<h1>{0}</h1>before <p>{1}</p> after {2}
<div><p>one<br/>{2}</p></div><p>{3}</p></body></html>"""


def test_words_outside_of_paragraphs_are_not_remembered() -> None:
    fonts = FontConfiguration()
    sheets = (CSS(string="@page { size: A5 } p { margin: 3mm 1em; text-indent: 5% }"),)
    setter = Typesetter(fonts, sheets)
    for words in ("abcd", "abxd", "xbcd", "axcd", "abc ", "ab d", "a cd", "abcd"):
        markup = LOOSE.format(*words)
        quick = setter.lay_out(Page(markup, "", fetcher({})), {})
        plain = HTML(string=markup).render(font_config=fonts, stylesheets=sheets)
        assert parts(quick.write_pdf()) == parts(plain.write_pdf()), words


def test_the_code_is_a_picture_of_bits() -> None:
    with pikepdf.open(io.BytesIO(document.render(sample("winner"), Style()))) as pdf:
        images = list(pdf.pages[0].get_images().values())
        assert [(image.BitsPerComponent, image.ColorSpace) for image in images] == [
            (1, "/DeviceGray")
        ]
        picture = pikepdf.PdfImage(images[0]).as_pil_image().convert("L").resize((200, 200), 0)
    assert zxingcpp.read_barcodes(picture)[0].text == sample("winner").url


def test_no_picture_of_the_code_is_fetched() -> None:
    html = HTML(string='<img src="award:qr" alt="x">', url_fetcher=fetcher({}))
    assert html.render(cache={"award:qr": qr_image("https://a.id")}).write_pdf()
