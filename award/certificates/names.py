"""Names of people and offices as they are typed, one a line, fit to be printed. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from flask_babel import lazy_gettext as _l

from award.core.text import folded

LONGEST = 160
MOST = 100
"""Names beside one entry."""
JOINERS = "\u200c\u200d"
"""Invisible characters that writing systems need; every other one is refused."""


def lines_of(text: str) -> list[str]:
    """The names, one a line; the lines after the last name do not count."""
    return [line.strip() for line in text.rstrip().splitlines()] if text.strip() else []


def faults_of(names: Sequence[str]) -> list[object]:
    """What is wrong, a sentence for each line; empty when all is well."""
    found = [sentence for n, name in enumerate(names, 1) for sentence in _of_line(n, name)]
    if len(names) > MOST:
        found.append(_l("Paling banyak %(most)d nama untuk satu usulan.", most=MOST))
    return found + list(_repeated(names))


def fault_of(name: str) -> object:
    """What is wrong with a name as part of a sentence, or ``None``."""
    if not name.strip():
        return _l("kosong; hapus baris itu")
    if any(unicodedata.category(c) in ("Cc", "Cf", "Co", "Cs") for c in _without_joiners(name)):
        return _l("memuat karakter yang tidak dapat dicetak; ketik ulang namanya")
    if len(name) > LONGEST:
        return _l("memuat %(count)d huruf; paling banyak %(limit)d", count=len(name), limit=LONGEST)
    return None


def _of_line(n: int, name: str) -> Iterator[object]:
    if (fault := fault_of(name)) is not None:
        yield _l("Baris %(line)d %(fault)s.", line=n, fault=fault)


def _repeated(names: Sequence[str]) -> Iterator[object]:
    first: dict[str, int] = {}
    for n, name in enumerate(names, 1):
        earlier = first.setdefault(folded(name), n)
        if name and earlier != n:
            yield _l("Baris %(line)d sama dengan baris %(first)d.", line=n, first=earlier)


def _without_joiners(name: str) -> str:
    return name.translate(dict.fromkeys(map(ord, JOINERS)))
