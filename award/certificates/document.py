"""Facts and a style become one certificate: a page, tagged for assistive technology.

The same facts and style always give the same bytes. Nothing is read while a page is laid out but
the design's own drawings, the fonts, the style's pictures and the QR code made here; any other
address stops the work.

A design's page knows every placeholder and `size`, `words`, `kind`, `squeeze`, `language`, `demo`,
`paper`, `aksara`, `signing` and whether there is an `emblem` and a `signature` (pictures at
`award:emblem` and `award:signature`). Its style sheet knows `--width`, `--height` and its colours.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from weasyprint import CSS
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from award.certificates.facts import Facts, Fault, UnprintableError, faults, texts_of
from award.certificates.printing import designs as shelf
from award.certificates.printing.fitting import fitted
from award.certificates.style import PAPERS, Style
from award.core import typefaces
from award.core.printing import Engraved, Picture, fetcher, qr_image
from award.core.typefaces import Face
from award.core.typesetting import Page, Typesetter
from award.core.writing import write_once

FACES = (
    Face("Cinzel", 500),
    Face("Cinzel", 600),
    Face("EB Garamond", 400),
    Face("EB Garamond", 400, "italic"),
    Face("EB Garamond", 600),
    Face("Plus Jakarta Sans", 500),
    Face("Noto Sans Balinese", 400),
    Face("Noto Serif Balinese", 400),
)
QR, EMBLEM, SIGNATURE = "award:qr", "award:emblem", "award:signature"
PRESS = (CSS(string="@page { bleed: 10mm; marks: crop }"),)


def render(
    facts: Facts,
    style: Style,
    pictures: Mapping[str, bytes] | None = None,
    *,
    press: bool = False,
) -> bytes:
    """One certificate as a PDF/UA-1 document of one landscape page.

    `pictures` holds the emblem and the signature of the style, PNGs by their SHA-256 digits. Text
    that is too long for the page goes down in size step by step. Raises `UnprintableError` when a
    fact is missing, over its limit, or does not fit at the smallest size, or when the style asks
    for what the design or `pictures` does not have.

    For a press the paper goes on past the page, with crop marks, and without tags.
    """
    page = _fitted(facts, style, pictures or {}, PRESS if press else ())
    mark, variant = _mark(facts, style), None if press else "pdf/ua-1"
    return bytes(page.write_pdf(pdf_variant=variant, pdf_identifier=mark, finisher=write_once))


def check(facts: Facts, style: Style, pictures: Mapping[str, bytes] | None = None) -> list[Fault]:
    """What would keep `render` from printing this, found without writing a file."""
    try:
        _fitted(facts, style, pictures or {})
    except UnprintableError as refusal:
        return list(refusal.faults)
    return []


def _fitted(
    facts: Facts, style: Style, pictures: Mapping[str, bytes], more: Sequence[CSS] = ()
) -> Any:
    if found := faults(facts, style.design):
        raise UnprintableError(*found)
    shared = _press_for(style, pictures)
    fetch, code = fetcher(shared.resources), qr_image(facts.url)

    def lay_out(wanted: Facts, squeeze: int) -> Any:
        html = Page(shared.page(wanted, style, squeeze), base_url=QR, url_fetcher=fetch)
        return _laid_out(html, shared, code, tuple(more))

    return fitted(facts, shared.design.fields, lay_out)


@dataclass(frozen=True)
class _Press:
    """What all certificates of a look share: parsed once, kept for the process."""

    design: shelf.Design
    style: Any
    resources: Mapping[str, tuple[bytes, str]]
    images: dict[str, Any]
    setters: dict[tuple[CSS, ...], Typesetter] = field(default_factory=dict)

    def setter(self, more: tuple[CSS, ...]) -> Typesetter:
        """Lays out with the style of the look and these sheets after it."""
        return self.setters.setdefault(more, Typesetter(_fonts(), (self.style, *more)))

    def page(self, facts: Facts, style: Style, squeeze: int) -> str:
        """The HTML of a certificate: the first squeeze takes air only, each further one a size."""
        fields = self.design.fields
        texts = texts_of(facts)
        texts = {name: texts[name] if facts.kind in fields[name].kinds else "" for name in fields}
        sizes = {name: fields[name].size(texts[name], max(0, squeeze - 1)) for name in fields}
        return self.design.page.render(
            texts,
            size=sizes,
            words=shelf.words(facts.language, facts.kind),
            kind=facts.kind,
            squeeze=squeeze,
            language=facts.language,
            demo=facts.demo,
            paper=style.paper,
            emblem=bool(style.emblem),
            signature=bool(style.signature),
            aksara=style.aksara,
            signing=str(style.signing),
        )


def _press_for(style: Style, pictures: Mapping[str, bytes]) -> _Press:
    if style.paper not in PAPERS:
        raise UnprintableError(Fault("paper", "unknown"))
    if style.aksara and not all(face.at_hand for face in FACES):
        raise UnprintableError(Fault("aksara", "missing typeface"))
    if typefaces.missing_glyphs(style.aksara, typefaces.AKSARA):
        raise UnprintableError(Fault("aksara", "missing glyphs"))
    try:
        colours = shelf.load(style.design).palette(style.colours)
    except (LookupError, ValueError):
        raise UnprintableError(Fault("colours", "unknown")) from None
    slots = {EMBLEM: style.emblem, SIGNATURE: style.signature}
    if missing := [url for url, digest in slots.items() if digest and digest not in pictures]:
        raise UnprintableError(*(Fault(url.removeprefix("award:"), "missing") for url in missing))
    shown = tuple((url, pictures[digest]) for url, digest in slots.items() if digest)
    return _press(style.design, style.paper, tuple(colours.items()), shown)


@lru_cache(maxsize=4)
def _press(
    design: str,
    paper: str,
    colours: tuple[tuple[str, str], ...],
    pictures: tuple[tuple[str, bytes], ...],
) -> _Press:
    loaded = shelf.load(design)
    shown = {url: (content, "image/png") for url, content in pictures}
    resources = {**loaded.drawn(dict(colours)), **shown}
    style = CSS(
        string=_sheet(paper, colours) + loaded.style,
        font_config=_fonts(),
        url_fetcher=fetcher(resources),
    )
    engraved = {url: Engraved(url, fetcher(resources)) for url in loaded.drawings}
    return _Press(loaded, style, resources, images=engraved)


def _sheet(paper: str, colours: Iterable[tuple[str, str]]) -> str:
    """The page size and what the style sheet of a design may read with `var()`."""
    width, height = PAPERS[paper]
    own = "".join(f"--{name}: {colour};" for name, colour in colours)
    return (
        f"@page {{ size: {width}mm {height}mm }}"
        f":root {{ --width: {width}mm; --height: {height}mm; {own} }}\n"
    )


@cache
def _fonts() -> Any:
    """The typefaces that this machine has, loaded once for all designs."""
    faces = [face for face in FACES if face.at_hand]
    fonts = FontConfiguration()
    fetch = fetcher(typefaces.resources(faces))
    CSS(string=typefaces.style_sheet(faces), font_config=fonts, url_fetcher=fetch)
    return fonts


def _laid_out(html: Page, press: _Press, code: Any, more: tuple[CSS, ...]) -> Any:
    """Lay out with the pictures already parsed; only the QR code is this page's own."""
    images = {**press.images, QR: code}
    try:
        laid_out = press.setter(more).lay_out(html, images)
    except FatalURLFetchingError as refusal:
        raise UnprintableError(Fault("design", str(refusal))) from None
    for url in press.resources:
        if url in images and url not in press.images:
            press.images[url] = images[url] and Picture(images[url])
    return laid_out


def _mark(facts: Facts, style: Style) -> str:
    """A document identifier that depends on facts and style alone."""
    frozen = json.dumps([facts.to_dict(), style.to_dict()], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(frozen.encode()).hexdigest()[:32]
