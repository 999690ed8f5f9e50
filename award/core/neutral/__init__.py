"""Files without a trace of who made them: metadata taken out, and the words left to look at.

Knows no feature: bytes in, bytes out. What a reader sees on a page stays as it is; what a program
wrote about people, machines and folders goes.
"""

from __future__ import annotations

from collections.abc import Callable

from award.core.neutral.parts import Unclean

__all__ = ("Unclean", "neutral", "words")


def neutral(content: bytes, kind: str) -> bytes:
    """The file of this kind (``pdf``, ``jpg``, ``png``, ``xlsx``) without its metadata.

    Raises :class:`Unclean` for a file that is locked, broken, too large once unpacked, or of a
    kind that nobody here knows how to clean.
    """
    cleaners = _cleaners()
    if kind not in cleaners:
        raise Unclean(kind)
    return cleaners[kind](content)


def words(content: bytes, kind: str) -> str:
    """All text in a file that :func:`neutral` made; empty for pictures and scanned pages."""
    readers = _readers()
    return readers[kind](content) if kind in readers else ""


# What opens these files is large, and only the worker needs it: web pages never load it.


def _cleaners() -> dict[str, Callable[[bytes], bytes]]:
    from award.core.neutral.pdf import neutral_pdf
    from award.core.neutral.pictures import neutral_picture
    from award.core.neutral.workbooks import neutral_workbook

    return {
        "pdf": neutral_pdf,
        "jpg": neutral_picture,
        "png": neutral_picture,
        "xlsx": neutral_workbook,
    }


def _readers() -> dict[str, Callable[[bytes], str]]:
    from award.core.neutral.pdf import words_of_pdf
    from award.core.neutral.workbooks import words_of_workbook

    return {"pdf": words_of_pdf, "xlsx": words_of_workbook}
