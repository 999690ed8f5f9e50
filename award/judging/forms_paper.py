"""A paper sheet as it is typed, and as the page shows it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from award.competitions.models import Criterion
from award.judging.double_entry import Reading
from award.judging.queries.paper import Case


@dataclass(frozen=True)
class Line:
    """One criterion: what is in its fields, what is wrong with them, and what was read before."""

    criterion: Criterion
    level: int | None
    reason: str
    level_fault: object = None
    reason_fault: object = None


@dataclass(frozen=True)
class Dispute:
    """A criterion to be looked up on the paper: both readings, and which fields are open."""

    line: Line
    readings: list[tuple[int | None, str]]
    level: bool
    reason: bool


def lines(case: Case, typed: Reading, faults: Mapping[str, object]) -> list[Line]:
    """The fields of a keying, filled with what was typed."""
    return [
        Line(
            each,
            *typed.marks.get(each.key, (None, "")),
            faults.get(f"level-{each.key}"),
            faults.get(f"reason-{each.key}"),
        )
        for each in case.assignment.round.criteria
        if not each.source
    ]


def disputes(
    case: Case, opened: frozenset[str], typed: Reading, faults: Mapping[str, object]
) -> list[Dispute]:
    """Only the criteria with something to look up."""
    found = []
    for line in lines(case, typed, faults):
        key = line.criterion.key
        level, reason = f"level-{key}" in opened, f"reason-{key}" in opened
        if level or reason:
            readings = [each.marks.get(key, (None, "")) for each in case.readings]
            found.append(Dispute(line, readings, level, reason))
    return found
