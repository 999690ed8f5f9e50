"""Many pages of one look, laid out without doing the same work twice.

Certificates of a look are the same page a thousand times over with other words. So a page is set
in two parts, and each is remembered: its paragraphs, every one by itself, and the page around
them, laid out once for the heights that they have. What is new on a page is set anew, what is not
is put in. WeasyPrint does both; the bytes depend on words and style alone, not on what was set
before: `tests/certificates/test_typesetting.py` holds them against those of the plain call.

Leans on parts of WeasyPrint that its manual does not name (what a parsed page holds, how boxes
are made and laid out), so nothing else does but `writing`, which knows how it embeds typefaces.
Loads WeasyPrint.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import repeat
from math import inf
from typing import Any
from xml.etree import ElementTree

from cssselect2 import ElementWrapper
from weasyprint import CSS, DEFAULT_OPTIONS, HTML, document
from weasyprint.css.counters import CounterStyle
from weasyprint.css.properties import Dimension
from weasyprint.css.targets import TargetCollector
from weasyprint.formatting_structure import boxes
from weasyprint.formatting_structure.build import build_formatting_structure
from weasyprint.html import get_html_metadata
from weasyprint.images import get_image_from_uri
from weasyprint.layout import LayoutContext, layout_document
from weasyprint.layout.background import layout_box_backgrounds
from weasyprint.layout.page import margin_box_content_layout
from weasyprint.layout.percent import resolve_percentages
from weasyprint.pdf.metadata import DocumentMetadata

from award.core.writing import CUTS, Faces, Remembered

SHAPES = 32
"""How many shapes of pages are remembered; each costs about 300 KB."""
PARAGRAPHS = 40
"""How many paragraphs of a shape are remembered, two pages full; each costs some 10 KB."""
FRAMES = 16
"""How many pages of a shape are remembered without their paragraphs."""
TEXTS = frozenset({"alt", "content"})
"""Attributes that hold words: they never change how an element looks."""
SIDES = ("top", "right", "bottom", "left")


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
    """Lays out pages with the same fonts, style sheets and, but for those of one page, pictures.

    For pages that do not go on to another, with paragraphs as wide as their style says, whatever
    their words. Nothing floats, is counted or is cut short.
    """

    fonts: Any
    sheets: tuple[CSS, ...]
    _shapes: Remembered = field(default_factory=lambda: Remembered(SHAPES))
    _cuts: Remembered = field(default_factory=lambda: Remembered(CUTS))

    def lay_out(self, html: HTML, images: dict[str, Any]) -> Any:
        """A WeasyPrint document; `images` are those parsed already, by address, and gains more.

        Write it before the next page of the same shape is laid out.
        """
        outline = tuple(_outline(html.etree_element))
        shape = self._shapes(outline, lambda: _Shape(html, self.fonts, self.sheets))
        pages = shape.saying(html, images)
        metadata = DocumentMetadata(**get_html_metadata(shape.page))
        made = [document.Page(page) for page in pages]
        whole = document.Document(made, metadata, html.url_fetcher, self.fonts, {}, None)
        whole.fonts = Faces(self._cuts)
        return whole


def _outline(tree: Any) -> Iterable[object]:
    for element in tree.iter():
        looks = (each for each in element.items() if each[0] not in TEXTS)
        yield element.tag, len(element), _says(element), tuple(looks)


def _says(element: Any) -> tuple[bool, bool]:
    """Whether there are words in it and after it: without words there are no lines."""
    return bool((element.text or "").strip()), bool((element.tail or "").strip())


def _copied(page: Any) -> Any:
    """A page to be drawn: WeasyPrint puts its crop marks among the backgrounds then."""
    copy = page.deepcopy()
    copy.background = copy.background._replace(layers=[*copy.background.layers])
    return copy


@dataclass
class _Paragraph:
    """Lines whose place is not yet known: as if the paragraph stood at the origin."""

    height: float
    lines: Sequence[Any]
    bookmark: str | None

    def put_into(self, box: Any) -> None:
        """Let an empty block have these lines."""
        box.bookmark_label = self.bookmark
        box.children = [line.deepcopy() for line in self.lines]
        for line in box.children:
            line.translate(box.content_box_x(), box.content_box_y())


class _Set:
    """Letters in their places: they are drawn again without being placed again."""

    def __init__(self, letters: Any, style: Any) -> None:
        letters.reactivate(style)
        self._letters = letters

    def __getattr__(self, name: str) -> Any:
        return getattr(self._letters, name)

    def reactivate(self, _style: Any) -> None:
        """As WeasyPrint asks for it before it draws; they are ready."""

    def deactivate(self) -> None:
        """As WeasyPrint asks for it afterwards; they are kept."""


class _Shape:
    """Pages with the same elements, which look the same and differ in their words.

    They share a tree of elements, whose words are replaced, and its computed styles.
    """

    def __init__(self, page: HTML, fonts: Any, sheets: tuple[CSS, ...]) -> None:
        self.page, self._fonts, self._counters = page, fonts, CounterStyle()
        options = {**DEFAULT_OPTIONS, "stylesheets": sheets, "cache": {}}
        made = document.Document._build_layout_context(page, fonts, self._counters, {}, options)
        self._styles = made.style_for
        self._set, self._frames = Remembered(PARAGRAPHS), Remembered(FRAMES)
        self._paragraphs: list[tuple[Any, float]] = []

    def saying(self, html: HTML, images: dict[str, Any]) -> list[Any]:
        """The pages, laid out, with the words of another page of this shape."""
        self.page.url_fetcher = html.url_fetcher
        for own, other in zip(
            self.page.etree_element.iter(), html.etree_element.iter(), strict=True
        ):
            own.text, own.tail = other.text, other.tail
            own.attrib.update(other.attrib)
        return self._pages(images)

    def _pages(self, images: dict[str, Any]) -> list[Any]:
        if not self._paragraphs:
            self._look(images)
        paragraphs = [
            self._set(
                (number, *element.itertext()), partial(self._paragraph, element, width, images)
            )
            for number, (element, width) in enumerate(self._paragraphs)
        ]
        heights = tuple(paragraph.height for paragraph in paragraphs)
        shown = [images.get(url) for url in self._pictures]
        sizes = tuple(picture and picture.get_intrinsic_size(1, 1) for picture in shown)
        rest = tuple(element.text for element in self._rest) + tuple(
            child.tail for element in self._rest for child in element
        )
        frame = self._frames((heights, sizes, rest), partial(self._framed, heights, images))
        pages = [_copied(page) for page in frame]
        for box in [box for page in pages for box in page.descendants(placeholders=True)]:
            if (number := getattr(box, "paragraph", None)) is not None:
                paragraphs[number].put_into(box)
            elif isinstance(box, boxes.ReplacedBox):
                box.replacement = images.get(box.element.get("src"), box.replacement)
        return pages

    def _look(self, images: dict[str, Any]) -> None:
        """Find the paragraphs, how wide they are, and what else is on the page."""
        body = self.page.etree_element.find("body")
        found = {
            box.paragraph: (box.element, box.width)
            for page in self._framed(repeat(0), images)
            for box in page.descendants(placeholders=True)
            if hasattr(box, "paragraph")
        }
        self._paragraphs = [found[number] for number in sorted(found)]
        within = {each for element, _ in self._paragraphs for each in element.iter()}
        self._rest = [element for element in body.iter() if element not in within]
        self._pictures = [element.get("src", "") for element in body.iter("img")]

    def _framed(self, heights: Iterable[float], images: dict[str, Any]) -> list[Any]:
        """The pages without the lines of their paragraphs, for paragraphs of these heights."""
        root, context = self._built(self.page.etree_element, images)
        for number, (box, height) in enumerate(zip(self._alone(root), heights, strict=False)):
            box.children, box.paragraph = [], number
            if box.style["height"] == "auto":
                box.style = box.style.copy()
                box.style["height"] = Dimension(height, "px")
        return list(layout_document(self.page, root, context))

    def _alone(self, box: Any) -> Iterator[Any]:
        """The paragraphs below a box: elements with lines of words and nothing else."""
        for child in box.children:
            if child.element is None or child.style is not self._styles(child.element):
                continue
            lines = [each for each in child.children if isinstance(each, boxes.LineBox)]
            if lines and not any(
                isinstance(each, boxes.ReplacedBox) or not each.is_in_normal_flow()
                for each in lines[0].descendants()
            ):
                yield child
            elif not lines:
                yield from self._alone(child)

    def _paragraph(self, element: Any, width: float, images: dict[str, Any]) -> _Paragraph:
        box, context = self._built(element, images)
        resolve_percentages(box, (width, "auto"))
        for side in SIDES:
            box._reset_spacing(side)
        box.position_x = box.position_y = 0
        box.width = width
        context.current_page, context.page_bottom = 1, inf
        context.create_block_formatting_context()
        # What stands in a margin is laid out by itself as well.
        made = margin_box_content_layout(context, box, box)
        for line in made.children:
            layout_box_backgrounds(made, line, context.get_image_from_uri)
            for words in line.descendants():
                if isinstance(words, boxes.TextBox):
                    words.pango_layout = _Set(words.pango_layout, words.style)
        return _Paragraph(made.height, made.children, made.bookmark_label)

    def _built(self, element: Any, images: dict[str, Any]) -> tuple[Any, Any]:
        """The boxes of an element, and what WeasyPrint keeps while it lays them out."""
        fetched = partial(
            get_image_from_uri,
            cache=images,
            url_fetcher=self.page.url_fetcher,
            options=DEFAULT_OPTIONS,
        )
        context = LayoutContext(
            self._styles, fetched, self._fonts, self._counters, TargetCollector()
        )
        built = build_formatting_structure(
            element,
            self._styles,
            context.get_image_from_uri,
            self.page.base_url,
            context.target_collector,
            self._counters,
            context.footnotes,
        )
        return built, context
