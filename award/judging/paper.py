"""Score sheets for pen and paper: plain facts become one PDF, a page for each entry and judge.

Each page carries a QR code that leads to where its marks are typed. Pure: knows no database and
no request; loads WeasyPrint, so only the worker imports it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from award.core import typefaces
from award.core.printing import fetcher, qr_png
from award.core.typefaces import Face

FOLDER = Path(__file__).resolve().parents[2] / "templates" / "paper"
FACES = (Face("Plus Jakarta Sans", 500), Face("Plus Jakarta Sans", 700))
QR = "award:qr"


@dataclass(frozen=True)
class Level:
    """One step of the scale: its value, short label and descriptor."""

    value: int
    label: str
    text: str


@dataclass(frozen=True)
class Criterion:
    """One line of the rubric; ``weight`` as it is printed."""

    name: str
    weight: str
    about: str
    levels: tuple[Level, ...]


@dataclass(frozen=True)
class Sheet:
    """What is printed on one page, as the judge may see it: an alias where the round is blind."""

    number: int
    url: str
    judge: str
    title: str
    agency: str
    category: str


@dataclass(frozen=True)
class Stack:
    """All sheets of one printing: they share round, rubric, words and language."""

    sheets: Sequence[Sheet]
    criteria: Sequence[Criterion]
    edition: str
    round: str
    words: Mapping[str, str]
    """The fixed words of the page by their name in the template."""
    language: str = "id"


def render(stack: Stack) -> bytes:
    """The PDF; the same stack gives the same bytes. Raises ``ValueError`` without a sheet."""
    if not stack.sheets:
        raise ValueError("nothing to print")
    codes = {f"{QR}/{each.number}": (qr_png(each.url), "image/png") for each in stack.sheets}
    style, fonts = _style()
    page = _page().render(stack=stack, words=stack.words, qr=QR)
    html = HTML(string=page, base_url=QR, url_fetcher=fetcher(codes))
    laid_out = html.render(font_config=fonts, stylesheets=[style])
    mark = hashlib.sha256(repr(stack).encode()).hexdigest()[:32]
    return bytes(laid_out.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=mark))


@cache
def _style() -> tuple[Any, Any]:
    fonts = FontConfiguration()
    text = typefaces.style_sheet(FACES) + (FOLDER / "print.css").read_text("utf-8")
    fetch = fetcher(typefaces.resources(FACES))
    return CSS(string=text, font_config=fonts, url_fetcher=fetch), fonts


@cache
def _page() -> Any:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("print.html")
