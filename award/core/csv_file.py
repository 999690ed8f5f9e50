"""Tables to download: CSV that spreadsheets read as text and never as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

from flask import Response

MARK = "\ufeff"
"""The byte order mark, without which spreadsheets misread letters beyond ASCII."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_file(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """The answer that downloads the rows as ``name``.csv: UTF-8, comma, decimal point."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([cell(value) for value in row] for row in rows)
    return Response(
        MARK + text.getvalue(),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def cell(value: object) -> str:
    """A value as text; what a spreadsheet would take for a formula gets an apostrophe."""
    text = "" if value is None else str(value)
    if isinstance(value, (int, Decimal)) or not text.lstrip(" ").startswith(_FORMULA):
        return text
    return f"'{text}"
