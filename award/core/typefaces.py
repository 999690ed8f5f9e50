"""The typefaces of printed documents as small static files.

The packages ship variable fonts with every script. Embedding those costs about a second a
document, nearly all of it spent cutting the same glyphs again, so each face is reduced once
to one weight and one script and kept in a folder under a hash of its source.
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
LETTERS = (
    (0x0020, 0x007E),
    (0x00A0, 0x00AC),
    (0x00AE, 0x00B1),
    (0x00B4, 0x00B8),
    (0x00BA, 0x024F),
    (0x0300, 0x033E),
    (0x0340, 0x0345),
    (0x1E00, 0x1EFF),
    (0x2010, 0x2016),
    (0x2018, 0x201A),
    (0x201C, 0x201E),
    (0x2020, 0x2022),
    (0x2024, 0x2026),
    (0x2030, 0x2030),
    (0x2032, 0x2037),
    (0x2039, 0x203A),
    (0x20AC, 0x20AC),
    (0x2116, 0x2116),
    (0x2122, 0x2122),
)
"""What EB Garamond has in every weight and slope and what is seen when it is printed."""
AKSARA = ((0x0020, 0x0020), (0x1B00, 0x1B4B), (0x1B50, 0x1B7C), (0x200B, 0x200D), (0x25CC, 0x25CC))
"""Balinese script, with the joiners that guide its shaping."""
FEATURES = ["kern", "liga", "mark", "mkmk", "ccmp", "locl", "calt", "lnum", "onum"]
SYSTEM = {
    ("Noto Sans Balinese", 400): "NotoSansBalinese-Regular.ttf",
    ("Noto Sans Balinese", 700): "NotoSansBalinese-Bold.ttf",
    ("Noto Serif Balinese", 400): "NotoSerifBalinese-Regular.ttf",
}
"""Faces that no Python package carries: Debian's `fonts-noto-core` installs them."""
SYSTEM_FOLDER = Path("/usr/share/fonts/truetype/noto")


class MissingFaceError(LookupError):
    """A face that a system package should have installed is not there."""


@dataclass(frozen=True)
class Face:
    """One weight and slope of a family from a `fontpkg-*` package or a system package."""

    family: str
    weight: int
    style: str = "normal"

    @property
    def url(self) -> str:
        """The internal address a style sheet loads the face from."""
        return f"award:font/{self.family.replace(' ', '-')}-{self.weight}-{self.style}"

    @property
    def balinese(self) -> bool:
        """Whether it is for Balinese script; the others are for Latin."""
        return (self.family, self.weight) in SYSTEM

    @property
    def at_hand(self) -> bool:
        """Whether this machine has it; only a face for Balinese script may be absent."""
        return not self.balinese or self._installed.exists()

    @property
    def source(self) -> Path:
        """The file it is cut from. Raises `MissingFaceError`."""
        if not self.balinese:
            packaged: Path = fontpkg.path(self.family, self.weight, self.style, nearest=True)
            return packaged
        if not self.at_hand:
            raise MissingFaceError(f"{self._installed} is missing: install fonts-noto-core")
        return self._installed

    @property
    def _installed(self) -> Path:
        return SYSTEM_FOLDER / SYSTEM[self.family, self.weight]


def missing_glyphs(text: str, letters: Iterable[tuple[int, int]] = LETTERS) -> list[str]:
    """The characters of a text that cannot be printed, each once: other scripts, signs that
    steer the direction of writing, line ends. `letters` are ranges of code points."""
    kept = tuple(letters)
    return [
        character
        for character in dict.fromkeys(text)
        if not any(low <= ord(character) <= high for low, high in kept)
    ]


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
    """The static TrueType file of a face, from the folder or made now (about a second).

    Raises `MissingFaceError`.
    """
    if _folder is None:
        return _instance(_one_script(face), face.weight)
    kept = _folder / f"{_fingerprint(face)}.ttf"
    with contextlib.suppress(OSError):
        return kept.read_bytes()
    made = _instance(_one_script(face), face.weight)
    with contextlib.suppress(OSError):  # a full disk only costs the time again
        _keep(kept, made)
    return made


def _fingerprint(face: Face) -> str:
    """Changes whenever the source, the choices above or the tool that cuts changes."""
    choices = repr((face, _script(face), version("fonttools"))).encode()
    return hashlib.sha256(choices + face.source.read_bytes()).hexdigest()


def _script(face: Face) -> tuple[tuple[tuple[int, int], ...], list[str]]:
    """Code points and features to keep; the shaping of Balinese needs all of its features."""
    return (AKSARA, ["*"]) if face.balinese else (LATIN, FEATURES)


def _one_script(face: Face) -> bytes:
    # Only whoever cuts a font loads what cuts it: the web server knows this module too.
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    ranges, features = _script(face)
    options = Options()
    options.layout_features = features
    options.hinting = False
    options.notdef_outline = True
    cutter = Subsetter(options)
    cutter.populate(unicodes=[code for low, high in ranges for code in range(low, high + 1)])
    font = TTFont(face.source, recalcTimestamp=False)
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
