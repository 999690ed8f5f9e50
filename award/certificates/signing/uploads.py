"""What was uploaded, file by file: PDFs as they are, and those inside ZIPs. Pure.

Nothing is unpacked to the disk, and no archive makes more work than the limits here allow.
"""

from __future__ import annotations

import lzma
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from award.certificates.signing.signatures import Refusal

MEBIBYTE = 1024 * 1024
LARGEST = 8 * MEBIBYTE
"""Of one PDF; a certificate takes about a hundredth of it."""
MOST_BYTES = 512 * MEBIBYTE
MOST_FILES = 5000
PDF, ZIP = b"%PDF-", b"PK\x03\x04"
MANIFEST = "daftar.csv"
PASSED_OVER = ("__MACOSX/",)
"""Folders that systems add to a ZIP by themselves."""
ENCRYPTED = 1  # flag of a ZIP's member
LARGEST_LIST = 2 * MEBIBYTE
"""Bytes of the list of members in a ZIP: about 200 a member."""
END, END_SIZE = b"PK\x05\x06", 18
"""The record at the end of a ZIP, and what follows its mark, without a comment."""
TAIL = len(END) + END_SIZE + 0xFFFF + 20
"""Where the record begins at the earliest, with what stands before it in a ZIP of many GB."""
LOCATOR, LOCATOR_SIZE = b"PK\x06\x07", 20
DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError),
    *(NotImplementedError, ValueError, OSError),
)


@dataclass(frozen=True)
class Upload:
    """One file with its content, or why it is not looked at."""

    name: str
    content: bytes = b""
    refusal: Refusal | None = None


class _Budget:
    """How much may still be read of everything that came in together."""

    def __init__(self) -> None:
        self.files, self.bytes = MOST_FILES, MOST_BYTES

    def refuses(self, size: int) -> Refusal | None:
        """Why a file of this size is not read; counts it otherwise."""
        if self.files <= 0 or size > self.bytes:
            return Refusal.TOO_MANY
        self.files -= 1
        if size > LARGEST:
            return Refusal.TOO_LARGE
        self.bytes -= size
        return None


def unpacked(received: Iterable[tuple[str, Path]]) -> Iterator[Upload]:
    """Each file among those received (name as sent, where it lies)."""
    budget = _Budget()
    for name, path in received:
        with path.open("rb") as file:
            start = file.read(len(PDF))
        if start.startswith(ZIP):
            yield from _members(name, path, budget)
        else:
            yield _plain(name, path, budget, is_pdf=start == PDF)


def _plain(name: str, path: Path, budget: _Budget, *, is_pdf: bool) -> Upload:
    if not is_pdf:
        return Upload(name, refusal=Refusal.NOT_PDF)
    if refusal := budget.refuses(path.stat().st_size):
        return Upload(name, refusal=refusal)
    return Upload(name, path.read_bytes())


def _members(name: str, path: Path, budget: _Budget) -> Iterator[Upload]:
    if _is_overlong(path):
        yield Upload(name, refusal=Refusal.TOO_MANY)
        return
    try:
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                if not _is_passed_over(member):
                    upload = _member(archive, member, budget)
                    yield upload
                    if upload.refusal == Refusal.TOO_MANY:
                        return
    except DAMAGED:
        yield Upload(name, refusal=Refusal.BAD_ARCHIVE)


def _is_overlong(path: Path) -> bool:
    """Whether a ZIP lists more than anyone signs, told before the list of, perhaps, millions is
    read: by the space that it takes, for the number of members may lie."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - TAIL))
        before, _mark, end = file.read().rpartition(END)
    if len(end) < END_SIZE:
        return False  # no ZIP: whoever opens it says so
    huge = before[-LOCATOR_SIZE:].startswith(LOCATOR)
    return huge or int.from_bytes(end[8:12], "little") > LARGEST_LIST


def _is_passed_over(member: zipfile.ZipInfo) -> bool:
    own = PurePosixPath(member.filename).name in (MANIFEST, ".DS_Store", "Thumbs.db")
    return member.is_dir() or own or member.filename.startswith(PASSED_OVER)


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: _Budget) -> Upload:
    name = member.filename
    if _leads_out(member.orig_filename):
        return Upload(name, refusal=Refusal.BAD_NAME)
    if member.flag_bits & ENCRYPTED:
        return Upload(name, refusal=Refusal.BAD_ARCHIVE)
    if refusal := budget.refuses(member.file_size):
        return Upload(name, refusal=refusal)
    try:
        with archive.open(member) as file:
            content = file.read(LARGEST + 1)
    except DAMAGED:
        return Upload(name, refusal=Refusal.BAD_ARCHIVE)
    if not content.startswith(PDF):
        return Upload(name, refusal=Refusal.NOT_PDF)
    return Upload(name, content)


def _leads_out(name: str) -> bool:
    """Whether a name would leave the folder that somebody unpacks it in."""
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in name or "\0" in name
