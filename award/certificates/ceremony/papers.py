"""The ceremony's papers as tagged PDFs. Loads WeasyPrint: only the worker imports it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from flask import current_app
from flask_babel import force_locale
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from award.certificates import words
from award.certificates.ceremony import checklist, frame
from award.certificates.ceremony.plan import Plan
from award.certificates.ceremony.spoken import aloud, number
from award.certificates.document import FACES
from award.certificates.printing import designs
from award.certificates.recipients import LANGUAGE
from award.certificates.states import Kind
from award.core import typefaces
from award.core.printing import fetcher

BOXES = {
    f"award:{name}": (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path fill="none" '
        f'stroke="#141414" stroke-width=".7" d="M1 1h8v8H1Z{tick}"/></svg>'.encode(),
        "image/svg+xml",
    )
    for name, tick in (("box", ""), ("ticked", "M2.5 5l2 2.4 3.2-5"))
}
SHEET = (210, 297)
"""Width and height of label sheets in millimetres."""


def checklist_pdf(plan: Plan) -> bytes:
    """What to have ready: prints, signatures, spare sheets, frames, seats, who fetches."""
    return _print(plan, "checklist", ["papers", "ceremony-papers"], groups=checklist.groups(plan))


def labels(plan: Plan) -> bytes:
    """Labels for envelopes and frames, in the order in which certificates lie."""
    columns, rows = plan.labels
    # A hair less than the share of each, or rounding pushes the last one to another line.
    width, height = (f"{side / n - 0.01:.3f}mm" for side, n in zip(SHEET, plan.labels, strict=True))
    small = "small" if columns > 3 or rows > 8 else ""
    return _print(
        plan,
        "labels",
        ["ceremony-labels"],
        f"li {{ width: {width}; height: {height} }}",
        per_sheet=columns * rows,
        small=small,
    )


def script(plan: Plan) -> bytes:
    """What the speaker says, with what happens on the stage."""
    return _print(plan, "script", ["ceremony-script"], aloud=aloud, number=number, others=OTHERS)


def slides(plan: Plan) -> bytes:
    """A slide for the title, for each category and for each winner, 16:9."""
    design = designs.load(plan.design)
    colours = design.palette(plan.colours)
    own = "".join(f"--{name}: {colour};" for name, colour in colours.items())
    drawings = {
        **design.drawn(colours),
        "award:frame": (frame.svg(colours), "image/svg+xml"),
    }
    return _print(plan, "slides", ["ceremony-slides"], f":root {{ {own} }}", drawings)


PAPERS: Mapping[str, Callable[[Plan], bytes]] = {
    "daftar-periksa": checklist_pdf,
    "label": labels,
    "naskah-mc": script,
    "slide": slides,
}
"""What makes each paper, by its name in addresses."""

OTHERS = (Kind.FINALIST, Kind.JUDGE, Kind.PARTNER)
"""Who is thanked from the stage besides the winners."""


def _print(
    plan: Plan,
    name: str,
    sheets: list[str],
    style: str = "",
    drawings: Mapping[str, tuple[bytes, str]] = BOXES,
    **more: Any,
) -> bytes:
    template = current_app.jinja_env.get_template(f"ceremony/papers/{name}.html")
    with force_locale(LANGUAGE):
        page = template.render(plan=plan, words=words, place=_place, **more)
    fetch = fetcher(drawings)
    html = HTML(string=page, base_url="award:paper", url_fetcher=fetch)
    fonts, faces = _fonts()
    own = CSS(
        string="".join(map(_sheet, sheets)) + style,
        base_url="award:paper",
        font_config=fonts,
        url_fetcher=fetch,
    )
    mark = f"{plan.sha256[:28]}{len(name):04x}"
    return bytes(
        html.write_pdf(
            stylesheets=[faces, own],
            font_config=fonts,
            pdf_variant="pdf/ua-1",
            pdf_identifier=mark.encode(),
        )
    )


def _place(key: str) -> str:
    return designs.predicate(LANGUAGE, key)


@cache
def _sheet(name: str) -> str:
    return (Path(str(current_app.static_folder)) / "css" / f"{name}.css").read_text("utf-8")


@cache
def _fonts() -> tuple[Any, Any]:
    fonts = FontConfiguration()
    faces = CSS(
        string=typefaces.style_sheet(FACES),
        font_config=fonts,
        url_fetcher=fetcher(typefaces.resources(FACES)),
    )
    return fonts, faces
