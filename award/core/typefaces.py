"""The typefaces of printed documents as small static files.

The packages ship variable fonts with every script. Embedding those costs about a second a
document, nearly all of it spent cutting the same glyphs again, so each face is reduced once
to one weight and the Latin script and kept in a folder under a hash of its source.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import fontpkg

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

LATIN = (
    (0x0020, 0x007E),
    (0x00A0, 0x024F),
    (0x0300, 0x036F),
    (0x1E00, 0x1EFF),
    (0x2010, 0x203A),
    (0x20AC, 0x20AC),
    (0x2116, 0x2116),
    (0x2122, 0x2122),
)
FEATURES = ["kern", "liga", "mark", "mkmk", "ccmp", "locl", "calt", "lnum", "onum"]


@dataclass(frozen=True)
class Face:
    """One weight and slope of a family from a `fontpkg-*` package."""

    family: str
    weight: int
    style: str = "normal"

    @property
    def url(self) -> str:
        """The internal address a style sheet loads the face from."""
        return f"award:font/{self.family.replace(' ', '-')}-{self.weight}-{self.style}"


def resources(faces: Iterable[Face]) -> dict[str, tuple[bytes, str]]:
    """Address, content and media type of these faces, as whoever prints hands them out."""
    return {face.url: (font_bytes(face), "font/ttf") for face in faces}


def style_sheet(faces: Iterable[Face]) -> str:
    """The `@font-face` rules for these faces."""
    return "\n".join(
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; '
        f'font-style: {face.style}; src: url("{face.url}") }}'
        for face in faces
    )


_folder: Path | None = None


def use(folder: Path) -> None:
    """Keep faces in this folder from now on; without one each process makes them again."""
    global _folder
    _folder = folder


@cache
def font_bytes(face: Face) -> bytes:
    """The static TrueType file of a face, from the folder or made now (about a second)."""
    source = fontpkg.path(face.family, face.weight, face.style, nearest=True)
    if _folder is None:
        return _instance(_latin_only(source), face.weight)
    kept = _folder / f"{_fingerprint(face, source)}.ttf"
    with contextlib.suppress(OSError):
        return kept.read_bytes()
    made = _instance(_latin_only(source), face.weight)
    with contextlib.suppress(OSError):  # a full disk only costs the time again
        _keep(kept, made)
    return made


def _fingerprint(face: Face, source: Path) -> str:
    """Changes whenever the source, the choices above or the tool that cuts changes."""
    choices = repr((face, LATIN, FEATURES, version("fonttools"))).encode()
    return hashlib.sha256(choices + source.read_bytes()).hexdigest()


def _latin_only(source: Path) -> bytes:
    # Only whoever cuts a font loads what cuts it: the web server knows this module too.
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    options = Options()
    options.layout_features = FEATURES
    options.hinting = False
    options.notdef_outline = True
    cutter = Subsetter(options)
    cutter.populate(unicodes=[code for low, high in LATIN for code in range(low, high + 1)])
    font = TTFont(source, recalcTimestamp=False)
    cutter.subset(font)
    return _saved(font)


def _instance(variable: bytes, weight: int) -> bytes:
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    font = TTFont(io.BytesIO(variable), recalcTimestamp=False)
    if "fvar" in font:
        font = instantiateVariableFont(font, {"wght": weight}, static=True)
    return _saved(font)


def _saved(font: TTFont) -> bytes:
    target = io.BytesIO()
    font.save(target)
    return target.getvalue()


def _keep(path: Path, content: bytes) -> None:
    """Write whole or not at all: another worker may be reading the same name."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(f".{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(path)
