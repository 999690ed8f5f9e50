"""Certificate designs: folders of `page.html`, `page.css`, `fields.toml` and drawings."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment

FOLDER = Path(__file__).resolve().parents[3] / "templates" / "certificates" / "designs"
KINDS = ("winner", "finalist", "participant", "member", "judge", "partner")
DRAWINGS = {".svg": "image/svg+xml", ".png": "image/png"}
COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
COLOUR_OF_DRAWING = re.compile(rb"var\(--(\w+)\)")


@dataclass(frozen=True)
class Field:
    """A placeholder: its most characters and lines, the kinds that carry it, and how its size
    steps down.

    `samples` are by kind or by language where those have one of their own. `steps` are lengths in
    characters; each one that the longest line of a text exceeds makes it a size smaller. `floor`
    is the smallest size it may be pressed to when the page is full; without one it keeps the size
    that its length gives.
    """

    name: str
    label: str
    limit: int
    lines: int = 1
    sample: str = ""
    samples: Mapping[str, str] = field(default_factory=dict)
    kinds: tuple[str, ...] = KINDS
    required: bool = True
    steps: tuple[int, ...] = ()
    floor: int = 0

    def size(self, text: str, squeeze: int) -> int:
        """The size step of a text, 0 the largest; `squeeze` asks for so many steps more."""
        longest = max(map(len, text.split("\n")))
        own = sum(longest > step for step in self.steps)
        return max(own, min(own + squeeze, self.floor))


class Colour(NamedTuple):
    """A colour that organisers may change: a label and what it is unless they do (`#rrggbb`)."""

    label: str
    default: str


@dataclass(frozen=True)
class Design:
    """A design as loaded: its page, its style, its placeholders, colours and drawings.

    Style sheet and drawings read a colour `accent` as `var(--accent)`; drawings are kept by
    address.
    """

    name: str
    title: str
    page: Template
    style: str
    fields: Mapping[str, Field]
    colours: Mapping[str, Colour]
    drawings: Mapping[str, tuple[bytes, str]]

    def palette(self, chosen: Mapping[str, str]) -> dict[str, str]:
        """Every colour by name, as chosen or as it is by default.

        Raises `LookupError` for a colour that the design does not have and `ValueError` for one
        that is not written `#rrggbb`.
        """
        for name, colour in chosen.items():
            if name not in self.colours:
                raise LookupError(f"The design {self.name!r} has no colour {name!r}")
            if not COLOUR.fullmatch(colour):
                raise ValueError(f"Not a colour: {colour[:20]!r}")
        return {name: chosen.get(name, colour.default) for name, colour in self.colours.items()}

    def drawn(self, palette: Mapping[str, str]) -> dict[str, tuple[bytes, str]]:
        """The drawings in these colours, by address, with their media types."""
        return {
            url: (
                COLOUR_OF_DRAWING.sub(lambda use: palette[use[1].decode()].encode(), content),
                media,
            )
            for url, (content, media) in self.drawings.items()
        }


def names() -> list[str]:
    """The designs at hand, in alphabetical order."""
    return sorted(page.parent.name for page in FOLDER.glob("*/page.html"))


@cache
def load(name: str) -> Design:
    """A design by name. Raises `LookupError` for a name that is not one of `names()`."""
    if name not in names():
        raise LookupError(f"No certificate design is called {name!r}")
    folder = FOLDER / name
    described = tomllib.loads((folder / "fields.toml").read_text("utf-8"))
    return Design(
        name=name,
        title=described["title"],
        page=_environment().from_string((folder / "page.html").read_text("utf-8")),
        style=(folder / "page.css").read_text("utf-8"),
        fields={key: _field(key, entry) for key, entry in described["fields"].items()},
        colours={key: Colour(**entry) for key, entry in described.get("colours", {}).items()},
        drawings={
            f"award:design/{file.name}": (file.read_bytes(), DRAWINGS[file.suffix])
            for file in sorted(folder.iterdir())
            if file.suffix in DRAWINGS
        },
    )


def fingerprint(name: str) -> str:
    """SHA-256 over every file of a design and the fixed words, as hexadecimal digits."""
    folder = FOLDER / load(name).name
    content = hashlib.sha256((FOLDER / "words.toml").read_bytes())
    for file in sorted(folder.iterdir()):
        content.update(f"{file.name} {file.stat().st_size} ".encode() + file.read_bytes())
    return content.hexdigest()


def words(language: str, kind: str) -> dict[str, str]:
    """The fixed words of a certificate. Raises `LookupError` for a language without words."""
    spoken = _words()[language]
    return {**spoken["every"], **spoken.get(kind, {})}


def predicate(language: str, key: str) -> str:
    """What the recipient is honoured as: a winning place (`juara_1`) or another kind."""
    return predicates(language)[key]


def predicates(language: str) -> dict[str, str]:
    """Everything that :func:`predicate` can answer, by key."""
    return _words()[language]["predicates"]


@cache
def _words() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads((FOLDER / "words.toml").read_text("utf-8"))


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def _field(name: str, entry: dict[str, Any]) -> Field:
    lists: dict[str, Any] = {key: tuple(entry[key]) for key in ("kinds", "steps") if key in entry}
    return Field(name=name, **{**entry, **lists})
