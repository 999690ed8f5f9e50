"""A laid-out document becomes the bytes of a PDF, and no part of it is made twice.

The bytes are those that WeasyPrint writes by itself, packed less hard:
`tests/certificates/test_typesetting.py` holds that. Loads WeasyPrint.
"""

from __future__ import annotations

import zlib
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import lru_cache, partial
from typing import Any, TypeVar

import pydyf
from weasyprint.pdf.fonts import Font

CUTS = 256
"""How many cuts of typefaces are remembered; each costs about 10 KB."""

Made = TypeVar("Made")


class Remembered(OrderedDict[Hashable, Any]):
    """What was made or asked for last, so much of it."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit

    def __call__(self, key: Hashable, make: Callable[[], Made]) -> Made:
        made: Made = self.pop(key, None) or make()
        self[key] = made
        if len(self) > self._limit:
            self.popitem(last=False)
        return made


class Faces(dict[int, Font]):
    """The typefaces of a document, cut as before where they were cut to the same letters."""

    def __init__(self, cuts: Remembered) -> None:
        super().__init__()
        self._cuts = cuts

    def __setitem__(self, key: int, font: Font) -> None:
        super().__setitem__(key, _Face(font, self._cuts))


class _Face(Font):
    def __init__(self, font: Font, cuts: Remembered) -> None:
        self.__dict__.update(vars(font))
        self._cuts = cuts

    def subset(self, letters: Mapping[int, str], hinting: bool) -> None:
        """Keep the outlines of these glyphs alone, as WeasyPrint asks for it."""
        key = (self.hash, frozenset(letters), hinting, bool(self.missing))
        self.file_content = self._cuts(key, partial(self._cut, letters, hinting))

    def _cut(self, letters: Mapping[int, str], hinting: bool) -> bytes:
        super().subset(letters, hinting)
        content: bytes = self.file_content
        return content


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
        self._data: bytes = _stream(part) if packed else _bytes(part)

    @property
    def data(self) -> bytes:
        return self._data

    @property
    def compressible(self) -> bool:
        return self._compressible


def _stream(part: pydyf.Stream) -> bytes:
    packed = _packed(_joined(part.stream, b"\n"))
    about = _dictionary({**part.extra, "Filter": "/FlateDecode", "Length": len(packed)})
    return b"\n".join((about, b"stream", packed, b"endstream"))


@lru_cache(maxsize=256)
def _packed(content: bytes) -> bytes:
    return zlib.compress(content, 6)


def _bytes(value: Any) -> bytes:
    """What pydyf makes of a value; it asks a value for every kind, most are of these few."""
    made: bytes = _WRITERS.get(type(value), pydyf._to_bytes)(value)
    return made


def _joined(values: Iterable[Any], between: bytes) -> bytes:
    return between.join([each if type(each) is bytes else _bytes(each) for each in values])


def _dictionary(values: Mapping[str, Any]) -> bytes:
    entries = [b"/%b %b" % (key.encode("ascii"), _bytes(each)) for key, each in values.items()]
    return b"<<%b>>" % b"".join(entries)


_WRITERS: dict[type, Callable[[Any], bytes]] = {
    bytes: lambda value: value,
    str: lambda value: value.encode("ascii"),
    int: lambda value: b"%d" % value,
    pydyf.Array: lambda value: b"[%b]" % _joined(value, b" "),
    pydyf.Dictionary: _dictionary,
}
