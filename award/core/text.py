"""Text as people send it, made fit to keep."""

from __future__ import annotations

import re
import unicodedata

# Line ends of every system, the C1 "next line" and the Unicode separators among them.
_LINE_ENDS = re.compile("\r\n|\r|\x85|\u2028|\u2029")
# Control characters but tab and line feed (PostgreSQL keeps no NUL), the byte order mark, and
# halves of surrogate pairs, which JSON can carry and UTF-8 cannot. Joiners stay: emoji and
# Balinese script need them.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ud800-\udfff]")


def clean(text: str | None) -> str:
    """The text without characters that no database or page can hold; line ends become ``\\n``."""
    return _UNFIT.sub("", _LINE_ENDS.sub("\n", text or ""))


def clean_line(text: str | None) -> str:
    """A one-line text: cleaned, without white space around it, single spaces inside."""
    return " ".join(clean(text).split())


def same(one: str, other: str) -> bool:
    """Whether two titles read the same: capitals, spacing and typographic variants aside."""
    return folded(one) == folded(other)


def folded(title: str) -> str:
    """What remains of a title when capitals, spacing and typographic variants are set aside."""
    return " ".join(unicodedata.normalize("NFKC", title).casefold().split())


def mentioned(sought: str, *texts: str) -> bool:
    """Whether every word sought stands somewhere in the texts, capitals aside."""
    told = folded(" ".join(texts))
    return all(word in told for word in folded(sought).split())
