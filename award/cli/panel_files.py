"""The files of an assignment: entries, judges and conflicts in, pairs out.

Text in UTF-8, cells separated by comma, semicolon or tab, with these columns in any order; other
columns are left alone.

entries: ``entry``, ``agency`` (may be empty), ``skills`` (wished, separated by semicolons)
judges: ``judge``, ``agency`` (may be empty), ``external`` (yes or no), ``cap`` (the most entries;
empty: no limit), ``skills``, and if wanted ``target`` (the wished number; empty: a fair share)
conflicts: ``entry``, ``judge``, ``reason``
"""

from __future__ import annotations

import csv
import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from award.cli.tables import BadFiles, Row, rows
from award.judging.matching import FULL, Assignment, Entry, Judge, Pair

ENTRIES = ("entry", "agency", "skills")
JUDGES = ("judge", "agency", "external", "cap", "skills")
CONFLICTS = ("entry", "judge", "reason")


def read(
    entries: Path, judges: Path, conflicts: Path | None
) -> tuple[list[Entry], list[Judge], frozenset[Pair]]:
    """The three files. Raises ``BadFiles`` with every fault found in them."""
    faults: list[str] = []
    wanted = _entries(entries, faults)
    panel = _judges(judges, len(wanted), faults)
    known = {entry.key for entry in wanted}, {judge.key for judge in panel}
    given = rows(conflicts, CONFLICTS, faults) if conflicts else iter(())
    pairs = frozenset((row.known("entry", known[0]), row.known("judge", known[1])) for row in given)
    if faults:
        raise BadFiles(faults)
    return wanted, panel, pairs


def write(path: Path, assignment: Assignment) -> None:
    """Columns ``entry``, ``judge``, ``skill`` (percent of the wishes); whole or not at all."""
    with NamedTemporaryFile(
        "w", encoding="utf-8", newline="", dir=path.parent, prefix=path.name, delete=False
    ) as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("entry", "judge", "skill"))
        for (entry, judge), points in assignment.points.items():
            out.writerow((entry, judge, round(100 * points / FULL)))
    Path(file.name).chmod(0o666 & ~_mask())
    Path(file.name).replace(path)


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _entries(path: Path, faults: list[str]) -> list[Entry]:
    taken: set[str] = set()
    return [
        Entry(row.key("entry", taken), row.cells["agency"] or None, _skills(row))
        for row in rows(path, ENTRIES, faults)
    ]


def _judges(path: Path, most: int, faults: list[str]) -> list[Judge]:
    taken: set[str] = set()
    return [
        Judge(
            row.key("judge", taken),
            row.cells["agency"] or None,
            cap=most if (cap := row.count("cap")) is None else cap,
            target=row.count("target"),
            skills=_skills(row),
            external=row.flag("external"),
        )
        for row in rows(path, JUDGES, faults)
    ]


def _skills(row: Row) -> frozenset[str]:
    """Words separated by semicolons."""
    parts = (part.strip() for part in row.cells["skills"].split(";"))
    return frozenset(part for part in parts if part)
