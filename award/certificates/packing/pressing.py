"""Many certificates as one PDF for the press: page boxes, and equal parts kept once.

Pages are copied part by part: drawings and typefaces that are the same in every certificate stand
in the file once. What a sheet of paper cannot show is left behind: tags for assistive technology,
links, fields and electronic signatures. A press file is no certificate. Loads pikepdf: only the
worker and short-lived processes import it.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Stream

BLEED_MM = 3
"""How far a design goes on past the line where the sheet is cut."""
BEYOND = round(BLEED_MM * Decimal(72) / Decimal("25.4"), 3)

KEPT = ("/Contents", "/Resources", "/Group", "/Rotate")


def merge(pdfs: Iterable[Path | bytes], target: BinaryIO | Path) -> None:
    """Write all pages in the order given to `target` as one PDF. The same pages give the same."""
    with Pdf.new() as bound:
        copier = _Copier(bound)
        for pdf in pdfs:
            with Pdf.open(io.BytesIO(pdf) if isinstance(pdf, bytes) else pdf) as source:
                for page in source.pages:
                    bound.pages.append(Page(copier.page(page)))
                copier.forget()
        bound.save(target, static_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)


@dataclass
class _Copier:
    """Copies objects into `target`; what is equal byte for byte is copied once."""

    target: Pdf
    known: dict[bytes, Object] = field(default_factory=dict)
    """By digest what has been copied of any document."""
    here: dict[tuple[int, int], tuple[bytes, Object]] = field(default_factory=dict)
    """By number what has been copied of the document at hand."""

    def forget(self) -> None:
        """Another document follows, with numbers of its own."""
        self.here.clear()

    def page(self, page: Page) -> Object:
        """A page with the boxes that a press needs."""
        parts = {key: self.copy(page.obj[key])[1] for key in KEPT if key in page.obj}
        return self.target.make_indirect(Dictionary({"/Type": Name.Page, **parts, **_boxes(page)}))

    def copy(self, found: Object) -> tuple[bytes, Object]:
        """The digest of an object and its copy."""
        if not isinstance(found, Object) or not found.is_indirect:
            return self._whole(found)
        if found.objgen not in self.here:
            digest, made = self._whole(found)
            if digest not in self.known:
                self.known[digest] = self.target.make_indirect(made)
            self.here[found.objgen] = (digest, self.known[digest])
        return self.here[found.objgen]

    def _whole(self, found: Object) -> tuple[bytes, Object]:
        if isinstance(found, Stream):
            return self._stream(found)
        if isinstance(found, Dictionary):
            return self._dictionary(found)
        if isinstance(found, Array):
            parts = [self.copy(each) for each in found]
            return _digest(b"[", *(one for one, _ in parts)), Array([made for _, made in parts])
        raw = found.unparse() if isinstance(found, Object) else repr(found).encode()
        return _digest(b"a", raw), found

    def _dictionary(self, found: Object) -> tuple[bytes, Object]:
        parts = {key: self.copy(found[key]) for key in sorted(found.keys())}
        marks = (mark for key, (one, _) in parts.items() for mark in (key.encode(), one))
        return _digest(b"<", *marks), Dictionary({key: made for key, (_, made) in parts.items()})

    def _stream(self, found: Stream) -> tuple[bytes, Object]:
        raw = found.read_raw_bytes()
        told = {key: self.copy(found[key]) for key in sorted(found.keys()) if key != "/Length"}
        marks = (mark for key, (one, _) in told.items() for mark in (key.encode(), one))
        digest = _digest(b"s", *marks, hashlib.sha256(raw).digest())
        if digest in self.known:
            return digest, self.known[digest]
        made = Stream(self.target, raw, Dictionary({key: one for key, (_, one) in told.items()}))
        return digest, made


def _digest(*marks: bytes) -> bytes:
    whole = hashlib.sha256()
    for mark in marks:
        whole.update(len(mark).to_bytes(8, "big") + mark)
    return whole.digest()


def _boxes(page: Page) -> dict[str, Array]:
    """Paper, cut and bleed; of a page printed without bleed all three are the same."""
    media, trim = ([Decimal(str(edge)) for edge in box] for box in (page.mediabox, page.trimbox))
    lower = [max(media[n], trim[n] - BEYOND) for n in (0, 1)]
    upper = [min(media[n], trim[n] + BEYOND) for n in (2, 3)]
    return {
        "/MediaBox": Array(media),
        "/TrimBox": Array(trim),
        "/BleedBox": Array([*lower, *upper]),
    }
