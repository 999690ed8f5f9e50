"""Two people type the same paper: where they differ, and what they agree on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from award.core.text import same

Marks = Mapping[str, tuple[int | None, str]]
"""Level and reason by the key of the criterion."""


@dataclass(frozen=True)
class Reading:
    """A sheet as one person read it."""

    marks: Marks
    comment: str = ""


def disputed(first: Reading, second: Reading) -> frozenset[str]:
    """The fields that were read differently: ``level-key``, ``reason-key`` or ``comment``.

    A level must be the same. A text that only one of them typed is not in dispute, nor are
    capitals and spacing: texts are typed once, numbers twice.
    """
    fields = {"comment"} if _differ(first.comment, second.comment) else set()
    for key in first.marks.keys() | second.marks.keys():
        one, other = first.marks.get(key, (None, "")), second.marks.get(key, (None, ""))
        if one[0] != other[0]:
            fields.add(f"level-{key}")
        if _differ(one[1], other[1]):
            fields.add(f"reason-{key}")
    return frozenset(fields)


def agreed(first: Reading, second: Reading) -> Reading:
    """What both read: no level and no text where they differ."""
    apart = disputed(first, second)
    marks = {
        key: (
            None if f"level-{key}" in apart else level,
            "" if f"reason-{key}" in apart else reason or second.marks.get(key, (None, ""))[1],
        )
        for key, (level, reason) in first.marks.items()
    }
    comment = "" if "comment" in apart else first.comment or second.comment
    return Reading(marks, comment)


def _differ(one: str, other: str) -> bool:
    return bool(one and other) and not same(one, other)
