"""The typefaces of the pages, served by us: cut down once to the letters that our languages use."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

import fontpkg
from flask import Flask, Response, abort, current_app, send_file

from award.core.access import public

FACES = {"plus-jakarta-sans": "Plus Jakarta Sans", "eb-garamond": "EB Garamond"}
# Latin with its extensions, punctuation, currency, arrows and the few signs of mathematics in use.
LETTERS = (
    *range(0x20, 0x180),
    *range(0x1E00, 0x1F00),
    *range(0x2010, 0x2070),
    *range(0x20A0, 0x20C0),
    *range(0x2190, 0x219A),
    *(0x2212, 0x2260, 0x2264, 0x2265),
)
MONTH = 30 * 24 * 3600


def init_app(app: Flask) -> None:
    """Serve the typefaces under ``/huruf``."""
    app.add_url_rule("/huruf/<name>.woff2", "font", public(font))


def font(name: str) -> Response:
    """A typeface for browsers, all weights in one file."""
    if name not in FACES:
        abort(404)
    return send_file(prepared(name), mimetype="font/woff2", max_age=MONTH)


def prepared(name: str) -> Path:
    """The file to serve, made at first need and named by the font that it was made from."""
    source = fontpkg.path(FACES[name])
    mark = hashlib.sha256(source.read_bytes()).hexdigest()[:16]
    target = Path(current_app.config["DATA_DIR"]) / "fonts" / f"{name}-{mark}.woff2"
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        _cut_down(source, target)
    return target


def _cut_down(source: Path, target: Path) -> None:
    # Only whoever makes a font loads what cuts it: the web server serves the finished file.
    from fontTools import subset

    options = subset.Options(flavor="woff2", layout_features=["*"])
    face = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=LETTERS)
    cutter.subset(face)
    descriptor, name = tempfile.mkstemp(dir=target.parent)
    os.close(descriptor)
    subset.save_font(face, name, options)
    # Replaced in one step: two servers may make it at the same moment.
    Path(name).replace(target)
