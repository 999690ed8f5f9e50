"""What certificates are printed with: pictures, and a text that changes with anything else."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

from award.certificates.printing import designs
from award.certificates.style import Style
from award.core import files, ledger

LENGTH = 20
AWARD = Path(__file__).resolve().parents[2]
ENGINE = (
    "certificates/document.py",
    "certificates/printing/fitting.py",
    "core/printing.py",
    "core/typefaces.py",
    "core/typesetting.py",
    "core/writing.py",
)
PACKAGES = ("fontpkg", "fonttools ", "pydyf ", "weasyprint ")


def imprint(style: Style) -> str:
    """Changes with every file of the design, the fixed words, what lays out and writes a page, the
    fonts and the style itself.

    Raises `LookupError` for a design that is no longer there.
    """
    content = (designs.fingerprint(style.design), _packages(), _engine(), style.to_dict())
    return hashlib.sha256(ledger.canonical(content).encode()).hexdigest()[:LENGTH]


@cache
def _packages() -> list[str]:
    """The packages that fonts and pages come from: none changes within its version."""
    names = {f"{each.name.lower()} {each.version}" for each in distributions()}
    return sorted(name for name in names if name.startswith(PACKAGES))


@cache
def _engine() -> list[str]:
    """SHA-256 of our own modules that make a page."""
    return [hashlib.sha256((AWARD / name).read_bytes()).hexdigest() for name in ENGINE]


def of_style(style: Style) -> dict[str, bytes]:
    """The kept pictures of a style by their SHA-256 digits; one that is lost is left out."""
    paths = {digest: files.path_of(digest) for digest in style.pictures}
    return {digest: path.read_bytes() for digest, path in paths.items() if path.is_file()}
