"""Files without a trace of who made them: metadata taken out, and the words left to look at.

Knows no feature: bytes in, bytes out. What a reader sees on a page stays as it is; what a program
wrote about people, machines and folders goes.
"""

from __future__ import annotations

from collections.abc import Callable

from award.core.neutral.parts import Unclean
from award.core.neutral.pdf import neutral_pdf, words_of_pdf
from award.core.neutral.pictures import neutral_picture
from award.core.neutral.workbooks import neutral_workbook, words_of_workbook

CLEANERS: dict[str, Callable[[bytes], bytes]] = {
    "pdf": neutral_pdf,
    "jpg": neutral_picture,
    "png": neutral_picture,
    "xlsx": neutral_workbook,
}
READERS: dict[str, Callable[[bytes], str]] = {
    "pdf": words_of_pdf,
    "xlsx": words_of_workbook,
}

__all__ = ("CLEANERS", "READERS", "Unclean", "neutral", "words")


def neutral(content: bytes, kind: str) -> bytes:
    """The file of this kind (``pdf``, ``jpg``, ``png``, ``xlsx``) without its metadata.

    Raises :class:`Unclean` for a file that is locked, broken, too large once unpacked, or of a
    kind that nobody here knows how to clean.
    """
    if kind not in CLEANERS:
        raise Unclean(kind)
    return CLEANERS[kind](content)


def words(content: bytes, kind: str) -> str:
    """All text in a file that :func:`neutral` made; empty for pictures and scanned pages."""
    return READERS[kind](content) if kind in READERS else ""
