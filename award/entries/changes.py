"""What changed between two signed versions of an entry, word by word. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from award.core.db import Text2


@dataclass(frozen=True)
class Run:
    """Neighbouring words of one side; ``changed`` when the other side does not have them."""

    text: str
    changed: bool


@dataclass(frozen=True)
class Change:
    """One place that differs: its key, its name where the form gives one, and both sides."""

    key: str
    name: Text2
    before: tuple[Run, ...]
    after: tuple[Run, ...]


def between(before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    """Every place that differs between two contents of :func:`award.entries.seal.frozen`."""
    old, new = _places(before), _places(after)
    keys = [*new, *(key for key in old if key not in new)]
    return [
        Change(key, *_name(key, old, new), *words(*_texts(key, old, new)))
        for key in keys
        if len(set(_texts(key, old, new))) == 2
    ]


def words(before: str, after: str) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Both texts cut into runs of words that stayed and words that did not."""
    old, new = _cut(before), _cut(after)
    left: list[Run] = []
    right: list[Run] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if b > a:
            left.append(Run("".join(old[a:b]), kind != "equal"))
        if d > c:
            right.append(Run("".join(new[c:d]), kind != "equal"))
    return tuple(left), tuple(right)


def _cut(text: str) -> list[str]:
    # A word keeps the white space after it, so that joining the pieces gives the text back.
    return re.findall(r"\S+\s*|^\s+", text)


Places = dict[str, tuple[Text2, str]]


def _name(key: str, old: Places, new: Places) -> tuple[Text2]:
    return ((new.get(key) or old[key])[0],)


def _texts(key: str, old: Places, new: Places) -> tuple[str, str]:
    absent: tuple[Text2, str] = ({}, "")
    return old.get(key, absent)[1], new.get(key, absent)[1]


def _places(content: dict[str, Any]) -> Places:
    return {key: (name, text) for key, name, text in _walk(content)}


def _walk(content: dict[str, Any]) -> Iterator[tuple[str, Text2, str]]:
    yield "title", {}, content.get("title") or ""
    yield "category", {}, (content.get("category") or {}).get("id", "")
    yield "group", {}, content.get("group") or ""
    for each in content.get("declarations", ()):
        yield f"declaration:{each['key']}", each["name"], "✓" if each["ticked"] else ""
    for key, value in content.get("innovation", {}).items():
        yield f"innovation:{key}", {}, "" if value is None else str(value)
    for each in content.get("sections", ()):
        yield f"section:{each['key']}", each["title"], _answer(each["answer"]) + each["text"]
    for each in content.get("documents", ()):
        shown = each["link"] or f"{each['name']} ({each['sha256'][:8]})"
        yield f"document:{each['key']}:{shown}", {}, shown


def _answer(answer: bool | None) -> str:
    return "" if answer is None else ("✓ " if answer else "✗ ")
