"""The public gallery of innovations."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request
from flask_babel import lazy_gettext as _l

from award.core.access import public
from award.core.navigation import NavItem, offer
from award.core.text import clean_line
from award.home import queries
from award.innovations import words
from award.results.queries import awards_of, published_editions
from award.results.words import PLACES

gallery_pages = Blueprint("gallery", __name__, url_prefix="/inovasi")
offer(NavItem("gallery.index", _l("Galeri inovasi"), 85))


def _number(name: str, least: int, most: int) -> int | None:
    value = request.args.get(name, type=int)
    return value if value is not None and least <= value <= most else None


@gallery_pages.get("/")
@public
def index() -> Any:
    """Innovations by the words searched for, year and category."""
    sought = {
        "words": clean_line(request.args.get("cari", "")[:100]),
        "year": _number("tahun", 2000, 2100),
        "category": clean_line(request.args.get("kategori", "")[:60]),
    }
    page = _number("hal", 1, 10_000) or 1
    found = queries.gallery(page=page, **sought)  # type: ignore[arg-type]
    return render_template(
        "gallery/index.html",
        found=found,
        sought=sought,
        page=page,
        total_pages=-(-found.total // queries.PAGE),
        editions=published_editions(),
        places=PLACES,
        categories=queries.public_categories(),
    )


@gallery_pages.get("/<int:innovation_id>")
@public
def show(innovation_id: int) -> Any:
    """One innovation: what it does, its facts, and its honours over the years."""
    innovation = queries.public_innovation(innovation_id)
    if innovation is None:
        abort(404)
    entries = queries.published_entries(innovation)
    return render_template(
        "gallery/show.html",
        innovation=innovation,
        predecessor=queries.public_predecessor(innovation),
        submission=queries.last_submission(entries[0]) if entries else None,
        form=entries[0].edition.form if entries else (),
        awards=awards_of([innovation.id]).get(innovation.id, []),
        places=PLACES,
        words=words,
    )
