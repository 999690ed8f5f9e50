"""In which order printed certificates lie. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Protocol, TypeVar


class Order(StrEnum):
    """By what the sheets are sorted; the word stands in addresses."""

    NUMBER = "nomor"
    CATEGORY = "kategori"
    NAME = "nama"
    SEAT = "kursi"


class Edge(StrEnum):
    """Where the paper ends: at the cut, or past it, with bleed and crop marks."""

    PLAIN = "polos"
    MARKED = "potong"


class Sheet(Protocol):
    """A printed certificate: whom it honours, and its facts."""

    @property
    def subject(self) -> str: ...
    @property
    def facts(self) -> Mapping[str, Any]: ...


Sheets = TypeVar("Sheets", bound=Sheet)


def sorted_by(
    order: Order,
    sheets: Sequence[Sheets],
    *,
    categories: Sequence[str] = (),
    seats: Mapping[str, str] | None = None,
) -> list[Sheets]:
    """The sheets in this order; equals stay as they came, by number.

    `categories` are names in the order of the edition; `seats` are labels by subject. What has no
    category or no seat lies at the end.
    """
    places, seated = {name: n for n, name in enumerate(categories)}, seats or {}
    keys: dict[Order, Any] = {
        Order.NUMBER: lambda _one: 0,
        Order.CATEGORY: lambda one: places.get(one.facts["category"] or "", len(places)),
        Order.NAME: lambda one: one.facts["recipient"].casefold(),
        Order.SEAT: lambda one: by_row(seated.get(one.subject, "")),
    }
    return sorted(sheets, key=keys[order])


def by_row(label: str) -> tuple[bool, list[tuple[int, str]]]:
    """A key that sorts seats as people count them: A2 before A10, none at the end."""
    parts = re.findall(r"\d+|\D+", label.casefold())
    return not label, [(int(part), "") if part.isdigit() else (-1, part) for part in parts]
