"""The recapitulation as a workbook: the final list, each round, every sheet, the criteria."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import UTC
from decimal import Decimal
from typing import Any

import xlsxwriter
from flask_babel import gettext as _

from award.core.language import local
from award.results.papers import table
from award.results.papers.record import Facts, Record
from award.results.words import OUTCOMES, PLACES

WIDEST, NARROWEST = 48, 9
SHEET_NAME = 31
FORBIDDEN = str.maketrans("", "", "[]:*?/\\'")


def workbook(record: Record) -> bytes:
    """An XLSX file; texts are written as texts, so that none is ever calculated.

    The same record gives the same bytes: the file says when the snapshot was made.
    """
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": record.made_at.astimezone(UTC).replace(tzinfo=None)})
    _page(book, _("Hasil akhir"), *_final(record))
    for round_ in record.rounds:
        _page(book, local(round_["name"]), *_of_round(record, round_))
    _page(book, _("Lembar nilai"), table.COLUMNS, table.rows(record))
    _page(book, _("Kriteria"), *_criteria(record))
    book.close()
    return target.getvalue()


Page = tuple[Sequence[str], Iterable[Sequence[object]]]


def _final(record: Record) -> Page:
    heads = [local(each["name"]) for each in record.rounds]
    columns = [_("Kategori"), _("Peringkat"), _("Judul"), _("Perangkat daerah"), *heads]
    columns += [_("Nilai akhir"), _("Keputusan"), _("Dipisahkan oleh"), _("Alasan")]
    return columns, [
        [
            local(record.names[key]),
            each["final"]["rank"],
            each["title"],
            each["agency"],
            *(_score(each["rounds"].get(one["key"])) for one in record.rounds),
            _score(each["final"]),
            outcome(each["final"]),
            local(record.names.get(each["final"]["broken_by"], {})),
            each["final"]["reason"],
        ]
        for key, entries in record.ranked.items()
        for each in entries
    ]


def _of_round(record: Record, round_: Facts) -> Page:
    columns = [_("Kategori"), _("Peringkat"), _("Judul"), _("Perangkat daerah")]
    columns += [_("Nilai"), _("Lembar"), _("Keputusan")]
    counts: dict[int, int] = {}
    for sheet in record.sheets[round_["id"]]:
        counts[sheet["entry"]] = counts.get(sheet["entry"], 0) + 1
    inside = [each for each in record.entries.values() if round_["key"] in each["rounds"]]
    inside.sort(key=lambda one: (one["category"], one["rounds"][round_["key"]]["rank"], one["id"]))
    return columns, [
        [
            local(record.names[each["category"]]),
            each["rounds"][round_["key"]]["rank"],
            each["title"],
            each["agency"],
            _score(each["rounds"][round_["key"]]),
            counts.get(each["id"], 0),
            outcome(each["rounds"][round_["key"]]),
        ]
        for each in inside
    ]


def _criteria(record: Record) -> Page:
    columns = [_("Tahap"), _("Bobot tahap"), _("Kriteria"), _("Bobot kriteria")]
    return columns, [
        [
            local(round_["name"]),
            Decimal(round_["weight"]),
            local(each["name"]),
            Decimal(each["weight"]),
        ]
        for round_ in record.rounds
        for each in round_["criteria"]
    ]


def outcome(decided: Facts) -> str:
    """The decision in words: the place where there is one."""
    return str(PLACES.get(decided["place"]) or OUTCOMES[decided["outcome"]])


def _score(decided: Facts | None) -> Decimal | None:
    return Decimal(decided["score"]) if decided and decided["score"] is not None else None


def _page(book: Any, title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    taken = [each.get_name().casefold() for each in book.worksheets()]
    name = title.translate(FORBIDDEN)[:SHEET_NAME].strip()
    page = book.add_worksheet(name if name.casefold() not in taken else f"{name[:28]} {len(taken)}")
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    widths = [max(NARROWEST, min(WIDEST, len(each) + 2)) for each in columns]
    for column, word in enumerate(columns):
        page.write_string(0, column, word, head)
    last = 0
    for last, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            _cell(page, last, column, value)
            widths[column] = max(widths[column], min(WIDEST, len(str(value or "")) + 1))
    for column, width in enumerate(widths):
        page.set_column(column, column, width)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, last, len(columns) - 1)


def _cell(page: Any, row: int, column: int, value: object) -> None:
    if value is None or value == "":
        return
    if isinstance(value, int | float | Decimal):
        page.write_number(row, column, value)
    else:
        page.write_string(row, column, str(value))
