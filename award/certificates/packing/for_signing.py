"""Files on their way to the official signing tool, in one ZIP, and on their way back."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from flask import current_app
from werkzeug.datastructures import FileStorage

from award.certificates.packing import binding
from award.certificates.queries_signing import Unsigned
from award.core import files, ledger


def path_of(batch_id: int, waiting: Sequence[Unsigned]) -> Path:
    """Where the ZIP of these certificates is kept once it has been made."""
    content = [(each.code, each.base_sha256) for each in waiting]
    digest = hashlib.sha256(ledger.canonical(content).encode()).hexdigest()[:16]
    folder = Path(current_app.config["DATA_DIR"]) / "exports"
    return folder / f"{batch_id}-{digest}.zip"


def make(batch_id: int, waiting: Sequence[Unsigned]) -> None:
    """Write the ZIP, unless it is there or nothing waits; ZIPs of an older state go.

    Each file is named by the code of its certificate.
    """
    target = path_of(batch_id, waiting)
    target.parent.mkdir(parents=True, exist_ok=True)
    if waiting and not target.exists():
        contents = ((f"{each.code}.pdf", files.path_of(each.base_sha256)) for each in waiting)
        binding.zip_of(contents, target)
    for old in target.parent.glob(f"{batch_id}-*"):
        if old != target:
            old.unlink(missing_ok=True)


def folder_of(intake_id: int) -> Path:
    """Where the files of an intake wait for the worker."""
    return Path(current_app.config["DATA_DIR"]) / "intakes" / str(intake_id)


def keep(intake_id: int, received: Iterable[FileStorage]) -> None:
    """Keep what was sent for the worker, by number. Raises ``OSError`` and keeps nothing then."""
    folder = folder_of(intake_id)
    shutil.rmtree(folder, ignore_errors=True)  # of an intake that was never committed
    folder.mkdir(parents=True, mode=0o700)
    try:
        for number, file in enumerate(received):
            file.save(folder / str(number))
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        raise
