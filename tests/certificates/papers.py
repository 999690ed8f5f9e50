"""Files as somebody might send them: nearly PDFs, made without a printing press."""

from __future__ import annotations

import zlib
from functools import cache

STRANGE = "7KQM-4TXB-9RNH-0123-ABCD"


def pdf(*texts: bytes | str, deflated: bool = True) -> bytes:
    """A file that says it is a PDF and bears the texts, each in a stream of its own."""
    parts = [b"%PDF-1.7\n"]
    for text in texts:
        body = text.encode() if isinstance(text, str) else text
        kept = _deflated(body) if deflated else body
        parts.append(b"1 0 obj\n<<>>\nstream\n" + kept + b"\nendstream\nendobj\n")
    return b"".join([*parts, b"%%EOF\n"])


@cache
def _deflated(body: bytes) -> bytes:
    return zlib.compress(body)
