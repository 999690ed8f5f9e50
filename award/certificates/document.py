"""Facts and a design become one certificate: an A4 page, tagged for assistive technology.

The same facts always give the same bytes. Nothing is read while a page is laid out but the
design's own drawings, the fonts and the QR code made here; any other address stops the work.
"""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import zxingcpp
from PIL import Image
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcherResponse

from award.certificates import designs as shelf
from award.certificates import typefaces

KINDS = ("winner", "finalist", "participant", "judge")
QR = "award:qr"
SQUEEZES = 5  # how often a page that runs over may be tightened before it is refused
ELECTED = ("BUPATI ", "WAKIL BUPATI ")  # elected officials have no civil servant number


class Fault(NamedTuple):
    """Why a fact cannot be printed: `missing`, `too long`, `unknown` or `does not fit`.

    `limit` is the most characters the field may have, where that is the matter.
    """

    field: str
    reason: str
    limit: int = 0


class UnprintableError(ValueError):
    """These facts make no certificate; `faults` says why, one by one."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(f"{fault.field}: {fault.reason}" for fault in faults))
        self.faults = faults


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What one certificate says, frozen at issue. Every value is plain text, never markup.

    `kind` is one of `KINDS`; `decree` is what follows "Berdasarkan"; `signer_nip` holds 18
    digits; `url` is the public page the QR code leads to; `demo` prints a specimen line.
    """

    number: str
    kind: str
    recipient: str
    predicate: str
    competition: str
    year: int
    place: str
    date_text: str
    signer_office: str
    signer_name: str
    code: str
    url: str
    issuer: str
    title: str = "PIAGAM PENGHARGAAN"
    category: str | None = None
    innovation: str | None = None
    closing: str | None = None
    signer_rank: str | None = None
    signer_nip: str | None = None
    decree: str | None = None
    language: str = "id"
    demo: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Plain values for a JSON column."""
        return dataclasses.asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Facts:
        """The facts frozen by `to_dict`. Raises `TypeError` for an unknown or missing fact."""
        return cls(**values)


def designs() -> list[str]:
    """Names of the designs that `render` knows."""
    return shelf.names()


def sample(kind: str, design: str = "klasik") -> Facts:
    """Invented facts that show what a design looks like for a kind; marked as a specimen."""
    fields = shelf.load(design).fields.values()
    shown = {field.name: field.sample for field in fields if kind in field.kinds}
    own = {
        "kind": kind,
        "predicate": shelf.words("id", kind)["sample_predicate"],
        "year": int(shown["year"]),
        "demo": True,
    }
    return Facts.from_dict({**shown, **own})


def version(design: str = "klasik") -> str:
    """A short hash that changes with anything a design is made of; stored beside the facts."""
    return shelf.fingerprint(design)[:12]


def faults(facts: Facts, design: str = "klasik") -> list[Fault]:
    """What keeps these facts from being printed; empty when all is well."""
    if facts.kind not in KINDS:
        return [Fault("kind", "unknown")]
    texts = _texts(facts)
    found = []
    for field in shelf.load(design).fields.values():
        text = texts[field.name]
        if facts.kind in field.kinds and field.required and not text:
            found.append(Fault(field.name, "missing"))
        if len(text) > field.limit:
            found.append(Fault(field.name, "too long", field.limit))
    return found


def render(facts: Facts, design: str = "klasik") -> bytes:
    """One certificate as a PDF/UA-1 document of one landscape page.

    Text that is too long for the page goes down in size step by step. Raises `UnprintableError`
    when a fact is missing, over its limit, or does not fit at the smallest size.
    """
    if found := faults(facts, design):
        raise UnprintableError(*found)
    press = _press(design)
    fetch = _fetcher({**press.resources, QR: (qr_png(facts.url), "image/png")})
    for squeeze in range(SQUEEZES + 1):
        html = HTML(string=press.page(facts, squeeze), base_url=QR, url_fetcher=fetch)
        laid_out = _laid_out(html, press)
        if len(laid_out.pages) == 1:
            return bytes(laid_out.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=_mark(facts)))
    raise UnprintableError(Fault("recipient", "does not fit"))


def qr_png(url: str) -> bytes:
    """A QR code (error correction M, quiet zone included) as a PNG, one pixel a module.

    Grey rather than 1-bit: WeasyPrint embeds grey as it is and turns 1-bit into full colour.
    """
    code = zxingcpp.create_barcode(url, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    drawn = zxingcpp.write_barcode_to_image(code, scale=1)
    target = io.BytesIO()
    Image.fromarray(drawn).save(target, "PNG")
    return target.getvalue()


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
        texts = _texts(facts)
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
    faces = {face.url: (typefaces.font_bytes(face), "font/ttf") for face in typefaces.FACES}
    resources = {**loaded.drawings, **faces}
    fonts = FontConfiguration()
    style = CSS(
        string=typefaces.style_sheet() + loaded.style,
        font_config=fonts,
        url_fetcher=_fetcher(resources),
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


def _fetcher(resources: Mapping[str, tuple[bytes, str]]) -> Callable[[str], URLFetcherResponse]:
    def fetch(url: str) -> URLFetcherResponse:
        if url not in resources:
            raise FatalURLFetchingError(f"address not allowed: {url[:80]}")
        content, mime = resources[url]
        return URLFetcherResponse(url, content, {"Content-Type": mime})

    return fetch


def _texts(facts: Facts) -> dict[str, str]:
    texts = {
        name: "" if value is None else str(value).strip()
        for name, value in facts.to_dict().items()
        if name not in ("kind", "language", "demo")
    }
    texts["signer_nip"] = _nip(facts)
    return texts


def _nip(facts: Facts) -> str:
    """The number as it is written, `19860926 201505 1 001`; nothing for an elected official."""
    digits = "".join((facts.signer_nip or "").split())
    if facts.signer_office.upper().startswith(ELECTED):
        return ""
    if len(digits) != 18:
        return digits
    return " ".join((digits[:8], digits[8:14], digits[14], digits[15:]))


def _mark(facts: Facts) -> str:
    """A document identifier that depends on the facts alone."""
    frozen = json.dumps(facts.to_dict(), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(frozen.encode()).hexdigest()[:32]
