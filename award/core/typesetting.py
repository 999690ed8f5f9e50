"""Many pages of one look, laid out and written without doing the same work twice.

WeasyPrint works out the style of every element, draws every drawing and packs every stream anew
for each document. For certificates those are the same a thousand times over; keeping them halves
the time of a page. The bytes are those that WeasyPrint writes without this, packed less hard:
`tests/certificates/test_typesetting.py` holds that.

Leans on parts of WeasyPrint that its manual does not name (what a parsed page holds, how a
document makes its layout context, what it asks of a picture), so only this module does. Loads
WeasyPrint.
"""

from __future__ import annotations

import zlib
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any
from xml.etree import ElementTree

import pydyf
from cssselect2 import ElementWrapper
from weasyprint import CSS, DEFAULT_OPTIONS, HTML
from weasyprint.css.targets import TargetCollector
from weasyprint.document import Document
from weasyprint.images import get_image_from_uri
from weasyprint.layout import LayoutContext

SHAPES = 32
"""How many shapes of pages are remembered; each costs about 300 KB."""
TEXTS = frozenset({"alt", "content"})
"""Attributes that hold words: they never change how an element looks."""


class Page(HTML):
    """A page written as well-formed XML: the standard library reads it in a tenth of the time.

    Raises `ElementTree.ParseError` where it is not.
    """

    def __init__(self, markup: str, base_url: str, url_fetcher: Any) -> None:
        tree = ElementTree.fromstring(markup)  # noqa: S314 - our own template, texts escaped
        self.base_url, self.url_fetcher, self.media_type = base_url, url_fetcher, "print"
        self.wrapper_element = ElementWrapper.from_html_root(tree, content_language=None)
        self.etree_element = tree


@dataclass
class Typesetter:
    """Lays out pages with the same fonts and style sheets.

    Pages of one shape (the same elements with the same classes) differ in their words alone and
    share the computed styles of their elements.
    """

    fonts: Any
    sheets: tuple[CSS, ...]
    _shapes: OrderedDict[object, _Shape] = field(default_factory=OrderedDict)

    def lay_out(self, html: HTML, images: dict[str, Any]) -> Any:
        """A WeasyPrint document; `images` are those parsed already, by address, and gains more.

        Write it before the next page of the same shape is laid out.
        """
        page = self._shape(html)
        options = {**DEFAULT_OPTIONS, "stylesheets": self.sheets, "cache": images}
        return _Document._render(page, self.fonts, None, None, options)

    def _shape(self, html: HTML) -> HTML:
        outline = tuple(_outline(html.etree_element))
        shape = self._shapes.pop(outline, None) or _Shape(html)
        self._shapes[outline] = shape
        if len(self._shapes) > SHAPES:
            self._shapes.popitem(last=False)
        return shape.saying(html)


def _outline(tree: Any) -> Iterable[object]:
    for element in tree.iter():
        looks = (each for each in element.items() if each[0] not in TEXTS)
        yield element.tag, len(element), tuple(looks)


@dataclass
class _Shape:
    """A page whose words are replaced, and the styles of its elements once they are known."""

    page: HTML
    styles: Any = None
    counters: Any = None

    def saying(self, html: HTML) -> HTML:
        """The page with the words of another page of this shape."""
        self.page.shape = self
        self.page.url_fetcher = html.url_fetcher
        for own, other in zip(
            self.page.etree_element.iter(), html.etree_element.iter(), strict=True
        ):
            own.text, own.tail = other.text, other.tail
            own.attrib.update(other.attrib)
        return self.page


class _Document(Document):
    @classmethod
    def _build_layout_context(
        cls, html: Any, fonts: Any, counters: Any, profiles: Any, options: dict[str, Any]
    ) -> Any:
        shape = html.shape
        if shape.styles is None:
            made = super()._build_layout_context(html, fonts, counters, profiles, options)
            shape.styles, shape.counters = made.style_for, counters
            return made
        counters.update(shape.counters)
        fetched = partial(
            get_image_from_uri,
            cache=options["cache"],
            url_fetcher=html.url_fetcher,
            options=options,
        )
        return LayoutContext(shape.styles, fetched, fonts, counters, TargetCollector())


class Picture:
    """A raster image that is packed once and then repeated."""

    def __init__(self, image: Any) -> None:
        self._image = image
        self._packed: dict[object, pydyf.Stream] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._image, name)

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        """Put the picture on a stream, as WeasyPrint asks for it."""
        name = stream.add_image(self, style["image_rendering"] == "auto", 1)
        stream.transform(width, 0, 0, -height, 0, height)
        stream.draw_x_object(name)

    def get_x_object(self, interpolate: bool, ratio: float) -> pydyf.Stream:
        """The picture as part of a PDF, as WeasyPrint asks for it."""
        if interpolate not in self._packed:
            self._packed[interpolate] = self._image.get_x_object(interpolate, ratio)
        return _again(self._packed[interpolate])


def _again(stream: pydyf.Stream) -> pydyf.Stream:
    """A part equal to `stream` for another document."""
    extra = {
        key: _again(value) if isinstance(value, pydyf.Stream) else value
        for key, value in stream.extra.items()
    }
    return pydyf.Stream(stream.stream, extra)


def write_once(_document: Any, pdf: pydyf.PDF) -> None:
    """A `finisher` of `Document.write_pdf`: every part is made into bytes once.

    WeasyPrint makes them twice where a document has an identifier, and packs each as hard as can
    be; parts that all documents share are packed once for all of them.
    """
    pdf.objects[1:] = [_Written(part) for part in pdf.objects[1:]]


class _Written(pydyf.Object):
    """A part of a PDF as bytes."""

    def __init__(self, part: pydyf.Object) -> None:
        super().__init__()
        self.number, self.generation = part.number, part.generation
        self._compressible: bool = part.compressible
        packed = isinstance(part, pydyf.Stream) and part.compress
        self._data: bytes = _stream(part) if packed else part.data

    @property
    def data(self) -> bytes:
        return self._data

    @property
    def compressible(self) -> bool:
        return self._compressible


def _stream(part: pydyf.Stream) -> bytes:
    loose = pydyf.Stream(part.stream).data.partition(b"stream\n")[2].removesuffix(b"\nendstream")
    packed = _packed(loose)
    extra = pydyf.Dictionary({**part.extra, "Filter": "/FlateDecode", "Length": len(packed)})
    return b"\n".join((extra.data, b"stream", packed, b"endstream"))


@lru_cache(maxsize=64)
def _packed(content: bytes) -> bytes:
    return zlib.compress(content, 6)
