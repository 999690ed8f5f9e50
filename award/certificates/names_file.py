"""A table of people and offices honoured beside entries, as a spreadsheet saves it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from flask_babel import lazy_gettext as _l

from award.certificates.honourees import Summary
from award.certificates.names import fault_of
from award.certificates.states import Kind
from award.core.text import folded

COLUMNS = ("nomor", "judul", "perangkat_daerah", "jenis", "nama")
KINDS = {"anggota": Kind.MEMBER, "mitra": Kind.PARTNER}
SEPARATORS = ",;\t"
LARGEST = 1024 * 1024
MOST_FAULTS = 50
"""So many are told; whoever has more will see the others once these are mended."""

Named = tuple[int, Kind, str]


@dataclass
class Table:
    """What a file says: entry, kind and name of each line, or what is wrong with it."""

    named: list[Named] = field(default_factory=list)
    faults: list[object] = field(default_factory=list)


def read(content: bytes, entries: Sequence[Summary]) -> Table:
    """The lines of a file with the columns ``nomor`` or ``judul``, ``jenis`` and ``nama``."""
    table = Table()
    text = _text(content, table)
    seen: dict[tuple[int, Kind, str], int] = {}
    if text is not None:
        for line, cells in _rows(text, table):
            _take(line, cells, entries, table, seen)
            if len(table.faults) >= MOST_FAULTS:
                break
    if not table.named and not table.faults:
        table.faults.append(_l("Berkas ini tidak memuat satu nama pun."))
    return table


def _text(content: bytes, table: Table) -> str | None:
    if len(content) > LARGEST:
        table.faults.append(_l("Berkas ini lebih dari 1 MB."))
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        table.faults.append(_l("Berkas ini bukan CSV. Simpan dari lembar sebar sebagai CSV UTF-8."))
        return None


def _rows(text: str, table: Table) -> Iterator[tuple[int, dict[str, str]]]:
    heading = text.partition("\n")[0]
    separator = max(SEPARATORS, key=heading.count)
    lines = csv.DictReader(io.StringIO(text), delimiter=separator, restval="", strict=True)
    try:
        lines.fieldnames = [name.strip().lower() for name in lines.fieldnames or ()]
        names = set(lines.fieldnames)
        if not {"jenis", "nama"} <= names or not {"nomor", "judul"} & names:
            columns = "nomor, judul, jenis, nama"
            table.faults.append(
                _l("Baris pertama harus memuat nama kolom: %(columns)s.", columns=columns)
            )
            return
        for cells in lines:
            cleaned = {name: _cell(cells.get(name)) for name in COLUMNS}
            if any(cleaned.values()):
                yield lines.line_num, cleaned
    except csv.Error:
        table.faults.append(_l("Baris %(line)d tidak dapat dibaca.", line=lines.line_num))


def _cell(value: object) -> str:
    # Our own table writes an apostrophe before what a spreadsheet would calculate.
    return value.strip().removeprefix("'") if isinstance(value, str) else ""


def _take(
    line: int,
    cells: Mapping[str, str],
    entries: Sequence[Summary],
    table: Table,
    seen: dict[tuple[int, Kind, str], int],
) -> None:
    entry, kind, name = _entry(cells, entries), KINDS.get(cells["jenis"].lower()), cells["nama"]
    fault = _fault(cells, entry, kind)
    if fault is None and entry is not None and kind is not None:
        first = seen.setdefault((entry.entry_id, kind, folded(name)), line)
        if first == line:
            table.named.append((entry.entry_id, kind, name))
            return
        fault = _l("sama dengan baris %(first)d", first=first)
    table.faults.append(_l("Baris %(line)d %(fault)s.", line=line, fault=fault))


def _entry(cells: Mapping[str, str], entries: Sequence[Summary]) -> Summary | None:
    if number := cells["nomor"]:
        return next((each for each in entries if str(each.entry_id) == number), None)
    alike = [each for each in entries if folded(each.title) == folded(cells["judul"])]
    return alike[0] if len(alike) == 1 else None


def _fault(cells: Mapping[str, str], entry: Summary | None, kind: Kind | None) -> object:
    if entry is None:
        shown = (cells["nomor"] or cells["judul"])[:60]
        return _l("menyebut usulan “%(entry)s” yang tidak ada pada edisi ini", entry=shown)
    if entry.bound is not None:
        return _l("menyebut usulan yang terikat dengan Anda; minta panitia lain mengisinya")
    if kind is None:
        return _l("memuat jenis selain “anggota” dan “mitra”")
    return fault_of(cells["nama"])
