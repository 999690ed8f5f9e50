"""Marks from a file: a table with the columns entry, judge, criterion, mark."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

REQUIRED = ("entry", "judge", "criterion", "mark")
OPTIONAL = ("round", "weight")
SEPARATORS = (",", ";", "\t")

LARGEST = 1_000_000
MOST_PLACES = 20
"""Bounds of a number; the exact arithmetic carries 60 digits."""


class BadFile(Exception):
    """The file cannot be read as marks; the message names the line and the column."""


@dataclass(slots=True)
class RoundMarks:
    """One round: what a mark of each criterion is worth, and the sheets by entry and judge."""

    name: str | None
    weights: dict[str, Decimal] = field(default_factory=dict)
    sheets: dict[tuple[str, str], dict[str, Decimal | None]] = field(default_factory=dict)

    @property
    def entries(self) -> list[str]:
        """Every entry named, judged or not."""
        return list(dict.fromkeys(entry for entry, _ in self.sheets))

    @property
    def begun(self) -> dict[tuple[str, str], dict[str, Decimal | None]]:
        """Sheets with at least one mark."""
        return {
            key: marks
            for key, marks in self.sheets.items()
            if any(mark is not None for mark in marks.values())
        }


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    cells: dict[str, str]

    def wrong(self, column: str, what: str) -> BadFile:
        return BadFile(f"line {self.line}, column {column}: {what}")

    def name(self, column: str) -> str:
        if not self.cells[column]:
            raise self.wrong(column, "is empty")
        return self.cells[column]

    def number(self, column: str) -> Decimal | None:
        """``None`` for an empty cell; a comma is a decimal comma."""
        written = self.cells[column]
        if not written:
            return None
        try:
            number = Decimal(written.replace(",", "."))
        except InvalidOperation:
            number = Decimal("NaN")
        exponent = number.as_tuple().exponent
        if not isinstance(exponent, int):
            raise self.wrong(column, f"{written!r} is not a number; leave it empty for none")
        if not 0 <= number <= LARGEST or exponent < -MOST_PLACES:
            raise self.wrong(column, f"{written} is not between 0 and {LARGEST}")
        return number


def read(path: Path) -> list[RoundMarks]:
    """The rounds of a file, in its order. Raises ``BadFile``.

    Columns are found by name, others are ignored; separated by comma, semicolon or tab. ``weight``
    is the factor a mark is multiplied with (1 when left out), the same for all marks of a
    criterion in a round. An empty mark is one not given.
    """
    rounds: dict[str | None, RoundMarks] = {}
    for row in _rows(path):
        name = row.cells.get("round") or None
        _take(row, rounds.setdefault(name, RoundMarks(name)))
    if not rounds:
        raise BadFile("there are no marks in it")
    return list(rounds.values())


def _take(row: _Row, into: RoundMarks) -> None:
    criterion = row.name("criterion")
    sheet = into.sheets.setdefault((row.name("entry"), row.name("judge")), {})
    if criterion in sheet:
        raise row.wrong("criterion", f"{row.name('judge')} has marked this entry already")
    sheet[criterion] = row.number("mark")
    weight = row.number("weight") if "weight" in row.cells else None
    weight = Decimal(1) if weight is None else weight
    if into.weights.setdefault(criterion, weight) != weight:
        raise row.wrong("weight", f"was {into.weights[criterion]} before for {criterion}")


def _rows(path: Path) -> Iterator[_Row]:
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            first = file.readline()
            separator = max(SEPARATORS, key=first.count)
            columns = [
                name.strip().lower() for name in next(csv.reader([first], delimiter=separator))
            ]
            _check(columns)
            reader = csv.reader(file, delimiter=separator, strict=True)
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    yield _row(reader.line_num + 1, columns, cells)
    except (UnicodeDecodeError, csv.Error, StopIteration) as error:
        raise BadFile(f"is not a table in UTF-8: {error}") from error


def _check(columns: list[str]) -> None:
    if missing := [name for name in REQUIRED if name not in columns]:
        raise BadFile(f"line 1: there is no column {', '.join(missing)}")
    for name in (*REQUIRED, *OPTIONAL):
        if columns.count(name) > 1:
            raise BadFile(f"line 1, column {name}: there are two")


def _row(line: int, columns: list[str], cells: list[str]) -> _Row:
    if len(cells) != len(columns):
        raise BadFile(f"line {line}: has {len(cells)} cells, the first line has {len(columns)}")
    return _Row(line, dict(zip(columns, (cell.strip() for cell in cells), strict=True)))
