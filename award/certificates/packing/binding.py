"""Many certificates in one file: a PDF for the press, a ZIP for handing out."""

from __future__ import annotations

import io
import os
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import structlog

EPOCH = (1980, 1, 1, 0, 0, 0)  # a fixed time keeps a ZIP of the same files the same

log = structlog.get_logger()


def merge(pdfs: Iterable[Path | bytes]) -> bytes:
    """All pages in the order given, as one PDF without tags."""
    # Only whoever binds loads it: the web server knows this module too.
    from award.certificates.packing import pressing

    target = io.BytesIO()
    pressing.merge(pdfs, target)
    return target.getvalue()


def merge_into(pdfs: Iterable[Path | bytes], target: Path) -> Path:
    """Write the merged PDF to `target`, whole or not at all, and return it."""
    from award.certificates.packing import pressing

    draft = _draft(target)
    try:
        pressing.merge(pdfs, draft)
        return draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def lost_files_told(batch_id: int) -> Iterator[None]:
    """A kept file that is gone ends what is made of a batch, and is logged.

    Sweeps try it again every minute, and succeed once the file is back: the log hears of each
    file once in the life of a process.
    """
    try:
        yield
    except FileNotFoundError as lost:
        _tell(batch_id, str(lost.filename))


@cache
def _tell(batch_id: int, path: str) -> None:
    log.error("file lost", batch=batch_id, file=path)


def zip_of(files: Iterable[tuple[str, Path | bytes]], target: Path) -> Path:
    """Write (name inside the ZIP, content) pairs to `target`, one at a time, and return it.

    PDFs are compressed already, so they are only stored. The file appears whole or not at all.
    Raises `ValueError` for a name that occurs twice or is more than a plain file name.
    """
    draft = _draft(target)
    try:
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_STORED) as archive:
            for name, content in files:
                _add(archive, name, content)
        return draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def write(target: Path, content: bytes) -> Path:
    """Write `target`, whole or not at all, and return it."""
    draft = _draft(target)
    try:
        draft.write_bytes(content)
        return draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _draft(target: Path) -> Path:
    """Where one process writes before the file appears under its name."""
    return target.with_name(f".{target.name}.{os.getpid()}.part")


def _add(archive: zipfile.ZipFile, name: str, content: Path | bytes) -> None:
    if not name or Path(name).name != name or name == ".." or "\\" in name:
        raise ValueError(f"Not a plain file name: {name!r}")
    if name in archive.NameToInfo:
        raise ValueError(f"Twice in one ZIP: {name!r}")
    entry = zipfile.ZipInfo(name, EPOCH)
    if isinstance(content, bytes):
        archive.writestr(entry, content)
        return
    with content.open("rb") as source, archive.open(entry, "w") as sink:
        shutil.copyfileobj(source, sink)
