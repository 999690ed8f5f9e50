"""Facts and a design become one certificate: an A4 page, tagged for assistive technology.

The same facts always give the same bytes. Nothing is read while a page is laid out but the
design's own drawings, the fonts and the QR code made here; any other address stops the work.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from award.certificates import designs as shelf
from award.certificates.facts import Facts, Fault, UnprintableError, faults, texts_of
from award.certificates.style import Style
from award.core import typefaces
from award.core.printing import fetcher, qr_png
from award.core.typefaces import Face

FACES = (
    Face("Cinzel", 500),
    Face("Cinzel", 600),
    Face("EB Garamond", 400),
    Face("EB Garamond", 400, "italic"),
    Face("EB Garamond", 600),
    Face("Plus Jakarta Sans", 500),
)
QR = "award:qr"
SQUEEZES = 5  # how often a page that runs over may be tightened before it is refused


def render(facts: Facts, style: Style, pictures: Mapping[str, bytes] | None = None) -> bytes:
    """One certificate as a PDF/UA-1 document of one landscape page.

    `pictures` holds the emblem and the signature of the style by their SHA-256 digits. Text that
    is too long for the page goes down in size step by step. Raises `UnprintableError` when a fact
    is missing, over its limit, or does not fit at the smallest size.
    """
    if found := faults(facts, style.design):
        raise UnprintableError(*found)
    press = _press(style.design)
    fetch = fetcher({**press.resources, QR: (qr_png(facts.url), "image/png")})
    for squeeze in range(SQUEEZES + 1):
        html = HTML(string=press.page(facts, squeeze), base_url=QR, url_fetcher=fetch)
        laid_out = _laid_out(html, press)
        if len(laid_out.pages) == 1:
            return bytes(laid_out.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=_mark(facts)))
    raise UnprintableError(Fault("recipient", "does not fit"))


@dataclass(frozen=True)
class _Press:
    """What every certificate of a design shares: parsed once, kept for the process."""

    design: shelf.Design
    fonts: Any
    style: Any
    resources: Mapping[str, tuple[bytes, str]]
    images: dict[str, Any]

    def page(self, facts: Facts, squeeze: int) -> str:
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
        )


@cache
def _press(design: str) -> _Press:
    loaded = shelf.load(design)
    resources = {**loaded.drawings, **typefaces.resources(FACES)}
    fonts = FontConfiguration()
    style = CSS(
        string=typefaces.style_sheet(FACES) + loaded.style,
        font_config=fonts,
        url_fetcher=fetcher(resources),
    )
    return _Press(loaded, fonts, style, resources, images={})


def _laid_out(html: HTML, press: _Press) -> Any:
    """Lay out with the drawings already parsed; only the QR code is this page's own."""
    images = dict(press.images)
    try:
        laid_out = html.render(font_config=press.fonts, stylesheets=[press.style], cache=images)
    except FatalURLFetchingError as refusal:
        raise UnprintableError(Fault("design", str(refusal))) from None
    press.images.update({url: images[url] for url in press.design.drawings if url in images})
    return laid_out


def _mark(facts: Facts) -> str:
    """A document identifier that depends on the facts alone."""
    frozen = json.dumps(facts.to_dict(), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(frozen.encode()).hexdigest()[:32]
