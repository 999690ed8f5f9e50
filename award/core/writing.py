"""A laid-out document becomes the bytes of a PDF, and no part of it is made twice.

The bytes are those that WeasyPrint writes by itself, packed less hard:
`tests/certificates/test_typesetting.py` holds that. Loads WeasyPrint's pydyf.
"""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import Any

import pydyf


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
