"""Titles that read the same. Pure."""

from __future__ import annotations

import hashlib
import unicodedata

from award.core.text import folded


class _Spaced(dict[int, str]):
    """Characters as ``str.translate`` asks for them: punctuation of any script becomes a space."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = " " if unicodedata.category(char)[0] == "P" else char
        return self[code]


_SPACED = _Spaced()


def plain(title: str) -> str:
    """A title without capitals, spacing and punctuation; a title of signs alone stays as it is."""
    shown = folded(title)
    return " ".join(shown.translate(_SPACED).split()) or shown


def mark(title: str) -> str:
    """What titles that read the same have in common, short enough to be looked up."""
    return hashlib.sha256(plain(title).encode()).hexdigest()[:32]
