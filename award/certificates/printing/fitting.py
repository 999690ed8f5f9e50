"""Whether a page holds its facts, and where its heart comes to stand.

A design marks the middle of its page `heart` and what is set from the bottom up `foot`. Between
them stays some air: a page without it is laid out anew with less air and smaller letters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from award.certificates.facts import Facts, Fault, UnprintableError, texts_of
from award.certificates.printing.designs import Field

TIGHTEST = 5
"""How often a page may be tightened: first its air, then its letters, size by size."""
AIR = 4 * 96 / 25.4
"""What must stay free above and below the heart together, in pixels of 1/96 inch (4 mm)."""
RISE = 0.45
"""Which part of the free height goes above the heart: the optical middle is above the true one."""


def fitted(facts: Facts, fields: Mapping[str, Field], lay_out: Callable[[Facts, int], Any]) -> Any:
    """The loosest page that holds the facts, its heart in the middle of the free height.

    `lay_out(facts, squeeze)` gives a laid-out document. Raises `UnprintableError` with the field
    at fault when the tightest page does not hold them.
    """
    if settle(page := lay_out(facts, 0)):
        return page
    if not settle(tightest := lay_out(facts, TIGHTEST)):
        raise UnprintableError(_crowding(facts, fields, lay_out))
    low, high, page = 0, TIGHTEST, tightest
    while high - low > 1:
        middle = (low + high) // 2
        tried = lay_out(facts, middle)
        if settle(tried):
            high, page = middle, tried
        else:
            low = middle
    return page


def settle(document: Any) -> bool:
    """Move the heart of a one-page document to where it belongs; False where there is no room."""
    if len(document.pages) != 1:
        return False
    boxes = list(_marked(document.pages[0]))
    heart = next(box for name, box in boxes if name == "heart")
    ceiling = min(box.position_y for name, box in boxes if name == "foot")
    free = ceiling - (heart.position_y + heart.height)
    if free < AIR:
        return False
    heart.translate(0, free * RISE)
    return True


def _marked(page: Any) -> Iterator[tuple[str, Any]]:
    for box in page._page_box.descendants():
        classes = getattr(box.element, "attrib", {}).get("class", "").split()
        for name in ("heart", "foot"):
            if name in classes:
                yield name, box


def _crowding(
    facts: Facts, fields: Mapping[str, Field], lay_out: Callable[[Facts, int], Any]
) -> Fault:
    """The field whose shortening alone would make room; where none would, the longest one."""
    texts = texts_of(facts)
    excess = {
        name: len(texts[name]) - len(field.sample)
        for name, field in fields.items()
        if facts.kind in field.kinds and field.sample
    }
    longest_first = sorted(excess, key=lambda name: -excess[name])
    for name in longest_first:
        cut: dict[str, Any] = {name: texts[name][: len(fields[name].sample)]}
        shorter = replace(facts, **cut)
        if excess[name] > 0 and settle(lay_out(shorter, TIGHTEST)):
            return Fault(name, "does not fit")
    return Fault(longest_first[0], "does not fit")
