"""Minutes and annex as PDF/UA pages. Loads WeasyPrint and NumPy: only the worker imports it."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from flask import current_app
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from award.core import typefaces
from award.core.printing import fetcher
from award.core.typefaces import Face
from award.judging.words import WAYS
from award.results.papers.advice import adjusted
from award.results.papers.record import Record
from award.results.papers.workbook import outcome

FACES = (
    Face("EB Garamond", 400),
    Face("EB Garamond", 400, "italic"),
    Face("EB Garamond", 600),
    Face("Plus Jakarta Sans", 500),
)
BASE = "award:paper"
STYLE = "css/papers.css"


def minutes(record: Record) -> bytes:
    """The minutes of the judging: who, by which rules, with which result, and what was disputed."""
    return _print(record, "minutes", {"advice": adjusted(record), "outcome": outcome, "ways": WAYS})


def annex(record: Record) -> bytes:
    """The annex of the regent's decree: winners and finalists by category."""
    return _print(record, "annex", {"outcome": outcome})


def _print(record: Record, name: str, more: dict[str, Any]) -> bytes:
    template = current_app.jinja_env.get_template(f"results/papers/{name}.html")
    page = template.render(record=record, moment_of=datetime.fromisoformat, day=_day, **more)
    fonts, style = _press()
    html = HTML(string=page, base_url=BASE, url_fetcher=fetcher({}))
    mark = f"{record.sha256[:28]}{len(name):04x}"
    return bytes(
        html.write_pdf(
            stylesheets=[style],
            font_config=fonts,
            pdf_variant="pdf/ua-1",
            pdf_identifier=mark.encode(),
        )
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def _press() -> tuple[Any, Any]:
    fonts = FontConfiguration()
    path = Path(str(current_app.static_folder)) / STYLE
    style = CSS(
        string=typefaces.style_sheet(FACES) + path.read_text("utf-8"),
        font_config=fonts,
        url_fetcher=fetcher(typefaces.resources(FACES)),
    )
    return fonts, style
