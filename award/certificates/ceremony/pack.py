"""The papers of the ceremony as files: each PDF, and all of them in a ZIP, made on request."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from award.certificates.ceremony.plan import Plan, plan
from award.certificates.packing import binding
from award.certificates.packing.ordered import Ordered, clear, folder
from award.competitions.models import Edition
from award.competitions.queries import edition_by_id

JOB = "ceremony.print"
FOLDER = "ceremony"
NAMES = ("daftar-periksa", "label", "naskah-mc", "slide")
"""Papers as they stand in addresses."""
ROOT = Path(__file__).resolve().parents[3]
SOURCES = ("award/certificates/ceremony/*.py", "templates/ceremony/papers/*.html")
STYLES = ("static/css/ceremony-*.css", "static/css/papers.css")


@dataclass(frozen=True)
class Paper:
    """One paper of an edition's ceremony."""

    edition: Edition
    name: str


def paper(actor: Any, edition_id: int, name: str) -> Paper | None:
    """Loader for a paper by its name in the address."""
    edition = edition_by_id(actor, edition_id)
    return Paper(edition, name) if edition is not None and name in NAMES else None


def zip_file(found: Plan) -> Ordered:
    """All papers of this plan. It appears last: once it is there, so are the others."""
    return Ordered(_path(found, "zip"), str(found.edition_id), len(found.issued))


def progress(found: Plan) -> tuple[int, int]:
    """How many files of this plan are there, and how many there will be."""
    paths = [zip_file(found).path, *(pdf_path(found, name) for name in NAMES)]
    return sum(path.exists() for path in paths), len(paths)


def pdf_path(found: Plan, name: str) -> Path:
    """Where a paper of this plan is kept."""
    return _path(found, f"{name}.pdf")


def _path(found: Plan, suffix: str) -> Path:
    digest = sha256(f"{found.sha256} {_version()}".encode()).hexdigest()[:16]
    return folder(FOLDER) / f"{found.edition_id}-{digest}.{suffix}"


@cache
def _version() -> str:
    """Changes with anything papers are made of."""
    files = [file for pattern in (*SOURCES, *STYLES) for file in sorted(ROOT.glob(pattern))]
    return sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def make(found: Plan) -> None:
    """Print every paper of a plan that is not there; those of an older plan go."""
    # WeasyPrint takes 34 MB: only the worker loads it.
    from award.certificates.ceremony.papers import PAPERS

    target = zip_file(found).path
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        for name, make_one in PAPERS.items():
            binding.write(pdf_path(found, name), make_one(found))
        binding.zip_of([(f"{name}.pdf", pdf_path(found, name)) for name in PAPERS], target)
    kept = {target.name, *(pdf_path(found, name).name for name in NAMES)}
    clear(FOLDER, f"{found.edition_id}-", kept)


def plan_of(edition_id: int) -> Plan | None:
    """The plan of an edition by its number."""
    edition = edition_by_id(None, edition_id)
    return plan(edition) if edition is not None else None
