"""Tables to take away: CSV that spreadsheets open in the right letters and never execute."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

from flask import Response

MARK = "\ufeff"
"""Byte order mark: without it spreadsheets guess the wrong letters."""
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A cell that begins so would be read as a formula."""


def harmless(value: object) -> str:
    """The value as the text of a cell; an apostrophe keeps a spreadsheet from calculating it."""
    text = "" if value is None else str(value)
    number = isinstance(value, int | float | Decimal)
    return f"'{text}" if text.lstrip(" ").startswith(DANGEROUS) and not number else text


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A flat table: one line of column names, one line for each row."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(columns)
    writer.writerows([harmless(value) for value in row] for row in rows)
    return MARK + file.getvalue()


def csv_file(name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """Answer with a table as a file called ``name``."""
    return Response(
        csv_text(columns, rows),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
