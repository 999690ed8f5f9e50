"""Which certificate an uploaded file is, by its content: a file's name proves nothing. Pure."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass

from award.certificates import codes

CODE = re.compile(rb"(?:[0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}")


@dataclass(frozen=True)
class Awaited:
    """A certificate whose PDF of ours has this SHA-256 and this size in bytes."""

    certificate_id: int
    base_sha256: str
    size: int


class Register:
    """The certificates of a batch by the bytes that a signed file has to begin with."""

    def __init__(self, awaited: Iterable[Awaited]) -> None:
        self._known = {each.base_sha256: each for each in awaited}
        self._sizes = sorted({each.size for each in self._known.values()})

    def find(self, content: bytes) -> Awaited | None:
        """The certificate that the content begins with, read once from front to back."""
        digest, done = hashlib.sha256(), 0
        for size in self._sizes:
            if size > len(content):
                return None
            digest.update(memoryview(content)[done:size])
            done = size
            found = self._known.get(digest.hexdigest())
            if found is not None and found.size == size:
                return found
        return None


def code_in(content: bytes) -> str:
    """The verification code that a PDF carries in its description, empty for none."""
    found = CODE.search(content) or CODE.search(_description(content))
    return codes.normal(found.group().decode()) if found else ""


def _description(content: bytes) -> bytes:
    """What a PDF says of itself where that is compressed."""
    # Only the worker loads it.
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            return str(document.docinfo.get("/Keywords", "")).encode()
    except Exception:  # a stranger's file may break anything; it only stays unrecognised
        return b""
