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
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import NamedTemporaryFile

from award.judging.matching import FULL, Assignment, Entry, Judge, Pair

ENTRIES = ("entry", "agency", "skills")
JUDGES = ("judge", "agency", "external", "cap", "skills")
CONFLICTS = ("entry", "judge", "reason")
SEPARATORS = (",", ";", "\t")
YES = {"yes", "ya", "true", "1"}
NO = {"no", "tidak", "false", "0", ""}


class BadFiles(Exception):
    """Everything wrong with the files, one sentence each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))


@dataclass(frozen=True)
class _Row:
    """A line of a file; what is wrong with it is kept in ``faults``."""

    path: Path
    line: int
    cells: dict[str, str]
    faults: list[str] = field(repr=False)

    def fault(self, column: str, what: str) -> None:
        self.faults.append(f"{self.path}, line {self.line}, column {column}: {what}")

    def key(self, column: str, taken: set[str]) -> str:
        """A name that must be there, once."""
        key = self.cells[column]
        if not key:
            self.fault(column, "is empty")
        elif key in taken:
            self.fault(column, f"{key} is there already")
        taken.add(key)
        return key

    def known(self, column: str, keys: set[str]) -> str:
        """A name that one of the other files has."""
        if (key := self.cells[column]) not in keys:
            self.fault(column, f"no {column} is called {key!r}")
        return key

    def skills(self) -> frozenset[str]:
        """Words separated by semicolons."""
        parts = (part.strip() for part in self.cells["skills"].split(";"))
        return frozenset(part for part in parts if part)

    def count(self, column: str) -> int | None:
        """A whole number that is not below zero; ``None`` when the cell is empty."""
        text = self.cells.get(column, "")
        if text and not (text.isascii() and text.isdigit()):
            self.fault(column, f"{text!r} is not a whole number")
            return None
        return int(text) if text else None

    def flag(self, column: str) -> bool:
        """Yes or no, in either language."""
        word = self.cells[column].lower()
        if word not in YES | NO:
            self.fault(column, f"{word!r} is neither yes nor no")
        return word in YES


def read(
    entries: Path, judges: Path, conflicts: Path | None
) -> tuple[list[Entry], list[Judge], frozenset[Pair]]:
    """The three files. Raises ``BadFiles`` with every fault found in them."""
    faults: list[str] = []
    wanted = _entries(entries, faults)
    panel = _judges(judges, len(wanted), faults)
    known = {entry.key for entry in wanted}, {judge.key for judge in panel}
    rows = _rows(conflicts, CONFLICTS, faults) if conflicts else iter(())
    pairs = frozenset((row.known("entry", known[0]), row.known("judge", known[1])) for row in rows)
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
        Entry(row.key("entry", taken), row.cells["agency"] or None, row.skills())
        for row in _rows(path, ENTRIES, faults)
    ]


def _judges(path: Path, most: int, faults: list[str]) -> list[Judge]:
    taken: set[str] = set()
    return [
        Judge(
            row.key("judge", taken),
            row.cells["agency"] or None,
            cap=most if (cap := row.count("cap")) is None else cap,
            target=row.count("target"),
            skills=row.skills(),
            external=row.flag("external"),
        )
        for row in _rows(path, JUDGES, faults)
    ]


def _rows(path: Path, columns: tuple[str, ...], faults: list[str]) -> Iterator[_Row]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            heading = file.readline()
            separator = max(SEPARATORS, key=heading.count)
            file.seek(0)
            lines = csv.DictReader(file, restval="", delimiter=separator, strict=True)
            names = [name.strip().lower() for name in lines.fieldnames or ()]
            lines.fieldnames = names
            if missing := [column for column in columns if column not in names]:
                faults.append(f"{path}, line 1: no column {', '.join(missing)}")
                return
            for cells in lines:
                trimmed = {name: cells[name].strip() for name in names}
                yield _Row(path, lines.line_num, trimmed, faults)
    except (UnicodeDecodeError, csv.Error) as problem:
        faults.append(f"{path}: not a table of text in UTF-8 ({problem})")
