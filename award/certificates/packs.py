"""A batch in one file: a ZIP to hand out and a merged PDF for the press, made by the worker.

The name of a pack follows from what is in it, so that a pack is either right or not there yet.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from flask import current_app

from award.certificates import binding
from award.certificates.queries import Printed
from award.core import files, ledger

MANIFEST = "daftar.csv"
COLUMNS = ("file", "number", "recipient", "predicate", "category", "innovation", "code", "sha256")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def path_of(batch_id: int, certificates: Sequence[Printed], suffix: str) -> Path:
    """Where the pack of these certificates is kept once it has been made (`zip` or `pdf`)."""
    content = [(each.number, each.sha256) for each in certificates]
    digest = hashlib.sha256(ledger.canonical(content).encode()).hexdigest()[:16]
    return Path(current_app.config["DATA_DIR"]) / "packs" / f"{batch_id}-{digest}.{suffix}"


def make(batch_id: int, certificates: Sequence[Printed]) -> None:
    """Write both packs, unless they are there; packs of an older state of the batch go."""
    zipped = path_of(batch_id, certificates, "zip")
    merged = path_of(batch_id, certificates, "pdf")
    zipped.parent.mkdir(parents=True, exist_ok=True)
    if not zipped.exists():
        binding.zip_of(_contents(certificates), zipped)
    if not merged.exists():
        binding.merge_into((files.path_of(each.sha256) for each in certificates), merged)
    for old in zipped.parent.glob(f"{batch_id}-*"):
        if old not in (zipped, merged):
            old.unlink(missing_ok=True)


def file_name(certificate: Printed) -> str:
    """A name that any computer can keep: number and recipient in plain letters."""
    number = _plain(certificate.number, r"[^A-Za-z0-9.]+")
    recipient = _plain(certificate.facts["recipient"], r"[^A-Za-z0-9]+").lower()
    return f"{number}-{recipient[:60].rstrip('-')}.pdf"


def _plain(text: str, unwanted: str) -> str:
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(unwanted, "-", letters).strip("-.")


def _contents(certificates: Sequence[Printed]) -> Iterator[tuple[str, Path | bytes]]:
    yield MANIFEST, manifest(certificates)
    for each in certificates:
        yield file_name(each), files.path_of(each.sha256)


def manifest(certificates: Sequence[Printed]) -> bytes:
    """The list of files with their facts and SHA-256, for spreadsheets."""
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(COLUMNS)
    for each in certificates:
        known = {**each.facts, "file": file_name(each), "sha256": each.sha256}
        writer.writerow([_cell(known[name]) for name in COLUMNS])
    return target.getvalue().encode("utf-8-sig")


def _cell(value: str | None) -> str:
    """Text that a spreadsheet never takes for a formula."""
    text = value or ""
    return f"'{text}" if text.startswith(FORMULA) else text
