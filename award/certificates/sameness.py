"""Whether two names are likely the same person or office. Pure."""

from __future__ import annotations

import re

from award.core.text import folded

TITLES = frozenset(("dr", "drg", "drh", "ir", "prof", "drs", "dra", "h", "hj", "kh", "pdt", "rm"))
"""Written before a name; `I`, `Ni`, `Ida` and `Anak Agung` are part of it."""
BARE_DEGREES = frozenset(("mba", "mm", "mt", "msc", "ma", "phd", "st", "se", "sh", "mh", "msi"))
DEGREE = re.compile(r"[a-z]{1,8}(\.\s?[a-z]{1,8})*\.?")


def bare(name: str) -> str:
    """What remains of a name without capitals, spacing, titles and degrees."""
    first, *others = folded(name).split(",")
    kept = [first, *(each for each in others if not _is_degree(each.strip()))]
    words = [word for part in kept for word in part.split() if not _is_title(word)]
    return " ".join(word.strip(".") for word in words)


def _is_title(word: str) -> bool:
    return word.endswith(".") and set(word.strip(".").split(".")) <= TITLES


def _is_degree(part: str) -> bool:
    dotted = "." in part and DEGREE.fullmatch(part) is not None
    return not part or dotted or part in BARE_DEGREES
