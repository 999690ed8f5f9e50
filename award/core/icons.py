"""Bootstrap Icons, inlined one at a time: a phone need not load a sprite of a megabyte."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from xml.etree import ElementTree

from markupsafe import Markup

_SVG = "{http://www.w3.org/2000/svg}"


@cache
def _drawings() -> dict[str, tuple[str, str]]:
    sprite = files("flask_bootstrap") / "static" / "bootstrap5" / "icons" / "bootstrap-icons.svg"
    ElementTree.register_namespace("", _SVG.strip("{}"))
    # The sprite is a file of an installed package, not input.
    root = ElementTree.fromstring(sprite.read_text(encoding="utf-8"))  # noqa: S314
    return {
        symbol.attrib["id"]: (
            symbol.attrib["viewBox"],
            "".join(ElementTree.tostring(part, encoding="unicode") for part in symbol),
        )
        for symbol in root.iter(f"{_SVG}symbol")
    }


@cache
def icon(name: str) -> Markup:
    """The named icon as inline SVG, hidden from screen readers: the word beside it speaks."""
    view_box, drawing = _drawings()[name]
    return Markup(  # noqa: S704 - a constant of the icon package
        f'<svg class="icon" viewBox="{view_box}" aria-hidden="true" focusable="false">'
        f"{drawing}</svg>"
    )
