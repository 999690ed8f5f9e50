"""A batch as a ZIP to hand out, made by the worker: PDFs, courtesy copies, lists and checksums.

The name of a pack follows from what is in it, so that a pack is either right or not there yet.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from flask import current_app

from award.certificates.packing import binding, manifests
from award.certificates.packing.manifests import Line
from award.certificates.queries import Printed
from award.core import files, ledger

TABLE = "daftar.csv"
COLUMNS = ("file", "number", "recipient", "predicate", "category", "innovation", "code", "sha256")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def folder() -> Path:
    """Where packs are kept."""
    return Path(current_app.config["DATA_DIR"]) / "packs"


def path_of(batch_id: int, certificates: Sequence[Printed]) -> Path:
    """Where the ZIP of these certificates is kept once it has been made."""
    content = [(each.number, each.sha256, each.courtesy_sha256) for each in certificates]
    digest = hashlib.sha256(ledger.canonical(content).encode()).hexdigest()[:16]
    return folder() / f"{batch_id}-{digest}.zip"


def make(batch_id: int, certificates: Sequence[Printed]) -> None:
    """Write the ZIP, unless it is there; one of an older state of the batch goes."""
    zipped = path_of(batch_id, certificates)
    zipped.parent.mkdir(parents=True, exist_ok=True)
    if not zipped.exists():
        binding.zip_of(_contents(batch_id, certificates), zipped)
    for old in zipped.parent.glob(f"{batch_id}-*"):
        if old != zipped:
            old.unlink(missing_ok=True)


def file_name(certificate: Printed) -> str:
    """A name that any computer can keep: number and recipient in plain letters."""
    return f"{manifests.stem_of(certificate.number, certificate.facts['recipient'])}.pdf"


def _contents(batch_id: int, certificates: Sequence[Printed]) -> Iterator[tuple[str, Path | bytes]]:
    lines = list(_lines(certificates))
    lists = {
        manifests.MANIFEST: manifests.manifest({"batch": batch_id}, lines),
        TABLE: table(certificates),
    }
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in lists.items()}
    yield manifests.SUMS, manifests.sums({**sums, **{each.file: each.sha256 for each in lines}})
    yield from lists.items()
    for line in lines:
        yield line.file, files.path_of(line.sha256)


def _lines(certificates: Sequence[Printed]) -> Iterator[Line]:
    for stem, each in zip(_stems(certificates), certificates, strict=True):
        said = (each.facts["code"], each.number, each.facts["recipient"])
        yield Line(f"{stem}.pdf", *said, each.sha256)
        if each.courtesy_sha256:
            yield Line(f"{stem}{manifests.COPY}.pdf", *said, each.courtesy_sha256)


def _stems(certificates: Sequence[Printed]) -> list[str]:
    return manifests.names((each.number, each.facts["recipient"]) for each in certificates)


def table(certificates: Sequence[Printed]) -> bytes:
    """The certificates with their facts and SHA-256, for spreadsheets."""
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(COLUMNS)
    for stem, each in zip(_stems(certificates), certificates, strict=True):
        known = {**each.facts, "file": f"{stem}.pdf", "sha256": each.sha256}
        writer.writerow([_cell(known[name]) for name in COLUMNS])
    return target.getvalue().encode("utf-8-sig")


def _cell(value: str | None) -> str:
    """Text that a spreadsheet never takes for a formula."""
    text = value or ""
    return f"'{text}" if text.startswith(FORMULA) else text
