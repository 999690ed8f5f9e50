"""Facts of certificates from a table: one line a certificate, one column a placeholder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from flask_babel import force_locale

from award.certificates import codes
from award.certificates.facts import Facts, faults, sample
from award.certificates.printing import designs as shelf
from award.certificates.words import sentence_of
from award.cli.tables import BadFiles, Row, rows

MADE = ("code", "url")
"""Columns that may be left out or empty: a code is made, the address follows from it."""
ONCE = ("number", "code")
"""What no two certificates may share."""
HONOUR = ("recipient", "predicate", "category", "innovation")


@dataclass(frozen=True)
class Wanted:
    """What all lines of a file have in common."""

    design: str
    kind: str
    language: str
    address: str
    """Where certificates are verified; a code follows. Empty: every line has to say it."""


def columns(design: str, kind: str) -> list[str]:
    """The placeholders of a kind, as the heading of a table."""
    return [field.name for field in shelf.load(design).fields.values() if kind in field.kinds]


def samples(design: str, kind: str) -> list[list[str]]:
    """Two invented lines that fill every column but those that may stay empty."""
    first = sample(kind, design).to_dict()
    second = {**first, "number": f"{first['number']}-2", "recipient": f"{first['recipient']} II"}
    names = columns(design, kind)
    empty = dict.fromkeys(MADE, "")
    return [
        ["" if (value := {**line, **empty}[name]) is None else str(value) for name in names]
        for line in (first, second)
    ]


def read(path: Path, wanted: Wanted) -> list[tuple[Row, Facts]]:
    """Every line and its facts. Raises `BadFiles` with every fault: what is missing or too long,
    what is there twice, and what is no column at all."""
    wrong: list[str] = []
    names = columns(wanted.design, wanted.kind)
    required = [
        field.name
        for field in shelf.load(wanted.design).fields.values()
        if wanted.kind in field.kinds and field.required and field.name not in MADE
    ]
    taken: dict[str, set[str]] = {name: set() for name in ONCE}
    honoured: dict[tuple[str, ...], int] = {}
    found = []
    for row in rows(path, required, wrong):
        _check_once(row, taken)
        _check_honour(row, honoured)
        if (facts := _facts(row, names, wanted)) is not None:
            found.append((row, facts))
    if not found and not wrong:
        wrong.append(f"{path}: there is no line below the heading")
    if wrong:
        raise BadFiles(wrong)
    return found


def _check_once(row: Row, taken: dict[str, set[str]]) -> None:
    for name, before in taken.items():
        if row.cells.get(name):
            row.key(name, before)


def _check_honour(row: Row, honoured: dict[tuple[str, ...], int]) -> None:
    honour = tuple(row.cells.get(name, "").casefold() for name in HONOUR)
    if (line := honoured.setdefault(honour, row.line)) != row.line:
        row.fault("recipient", f"is honoured alike in line {line} already")


def _facts(row: Row, names: Sequence[str], wanted: Wanted) -> Facts | None:
    """The facts of a line; none where one of them is wrong."""
    before = len(row.faults)
    if (year := row.count("year")) is None:
        row.fault("year", "is empty")
    code = codes.normal(row.cells.get("code", "")) or codes.new_code()
    if row.cells.get("code") and code != row.cells["code"]:
        row.fault("code", "is no code as this program makes them; leave it empty")
    if not wanted.address and not row.cells.get("url"):
        row.fault("url", "is empty: fill it in, or say --verify-url")
    given = {name: row.cells.get(name) or None for name in names}
    required = {name: value or "" for name, value in given.items() if name in REQUIRED}
    own = {
        "kind": wanted.kind,
        "language": wanted.language,
        "year": year or 0,
        "code": code,
        "url": row.cells.get("url") or f"{wanted.address}/{code}",
    }
    facts = Facts.from_dict({**given, **required, **own})
    with force_locale("en"):
        for fault in faults(facts, wanted.design):
            row.fault(fault.field, sentence_of(fault))
    return facts if len(row.faults) == before else None


REQUIRED = frozenset(
    name for name, field in Facts.__dataclass_fields__.items() if field.type == "str"
)
