"""Titles that read the same. Pure."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

from award.core.text import folded


class _Spaced(dict[int, str]):
    """Characters as ``str.translate`` asks for them: punctuation of any script becomes a space."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = " " if unicodedata.category(char)[0] == "P" else char
        return self[code]


_SPACED = _Spaced()


@lru_cache(maxsize=8192)
def plain(title: str) -> str:
    """A title without capitals, spacing and punctuation; a title of signs alone stays as it is."""
    # Every page of screening compares all titles of the edition.
    shown = folded(title)
    return " ".join(shown.translate(_SPACED).split()) or shown


def twins(titles: Mapping[int, str]) -> dict[int, tuple[int, ...]]:
    """For every number whose title is not the only one of its kind: the others with the same."""
    alike: dict[str, list[int]] = defaultdict(list)
    for number, title in titles.items():
        alike[plain(title)].append(number)
    groups = [group for group in alike.values() if len(group) > 1]
    return {
        number: tuple(other for other in group if other != number)
        for group in groups
        for number in group
    }


def twins_of(number: int, titles: Mapping[int, str]) -> tuple[int, ...]:
    """The others with the same title as this one; none when it is not among the titles."""
    if number not in titles:
        return ()
    own = plain(titles[number])
    return tuple(
        other for other, title in titles.items() if other != number and plain(title) == own
    )
