"""Tables that commands read: text in UTF-8, cells separated by comma, semicolon or tab."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

SEPARATORS = (",", ";", "\t")
YES = {"yes", "ya", "true", "1"}
NO = {"no", "tidak", "false", "0", ""}


class BadFiles(Exception):
    """Everything wrong with the files, one sentence each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))


@dataclass(frozen=True)
class Row:
    """A line of a file; what is wrong with it is kept in ``faults``."""

    path: Path
    line: int
    cells: dict[str, str]
    faults: list[str] = field(repr=False)

    def fault(self, column: str, what: str) -> None:
        """Note what is wrong with a cell."""
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


def rows(path: Path, columns: Sequence[str], faults: list[str]) -> Iterator[Row]:
    """The lines of a file that has at least these columns, in any order; what keeps it from being
    read goes to ``faults``."""
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
                if None in cells:
                    faults.append(f"{path}, line {lines.line_num}: more cells than the first line")
                trimmed = {name: cells[name].strip() for name in names}
                yield Row(path, lines.line_num, trimmed, faults)
    except (UnicodeDecodeError, csv.Error) as problem:
        faults.append(f"{path}: not a table of text in UTF-8 ({problem})")
