"""Uploaded and made files: kept by content outside the web root, named by their SHA-256."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from pathlib import Path

import puremagic
from flask import Response, current_app, send_file

from award.core import kept
from award.core.kept import Stored

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jpg": "image/jpeg",
    "png": "image/png",
    "zip": "application/zip",
}
_SIGNATURES = {"pdf": b"%PDF-", "xlsx": b"PK\x03\x04", "jpg": b"\xff\xd8\xff", "png": b"\x89PNG"}

_PDF_END = 4096
"""Bytes at the end of a PDF in which its last lines are looked for. Readers look at 1,024
(ISO 32000-1, annex H.3); mail gateways and scanners add more."""
_OBJECT = re.compile(rb"\d\s+\d+\s+obj\b")


def sniff(content: bytes) -> str | None:
    """The kind of file by its content (a key of :data:`MEDIA_TYPES`), whatever its name says."""
    try:
        guesses = {match.extension.lstrip(".") for match in puremagic.magic_string(content)}
    except (puremagic.PureError, ValueError):
        return None
    if guesses & {"jpeg", "jpg", "jfif"}:
        guesses.add("jpg")
    for kind, signature in _SIGNATURES.items():
        if kind in guesses and content.startswith(signature):
            return kind if kind != "xlsx" or _is_workbook(content) else None
    return None


def _is_workbook(content: bytes) -> bool:
    """Whether a ZIP is a spreadsheet: documents, archives and programs begin the same way."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False


def is_whole_pdf(content: bytes) -> bool:
    """Whether a PDF has anything in it and comes to its end; a download cut off does not.

    It does not read the PDF: no library that does belongs into the web server. What was added to
    a file (a signature, for example) and cut off is an object after the last end.
    """
    end = content.rstrip(b"\0\t\n\f\r ")[-_PDF_END:]
    _before, found, after = end.rpartition(b"%%EOF")
    ended = not _OBJECT.search(after) if found else b"startxref" in after or b"trailer" in after
    return ended and _OBJECT.search(content) is not None


def folder() -> Path:
    """Where this installation keeps its files."""
    return Path(current_app.config["DATA_DIR"]) / "files"


def path_of(sha256: str) -> Path:
    """Where the file with this SHA-256 is kept."""
    if not re.fullmatch(r"[0-9a-f]{64}", sha256):
        raise ValueError("not a SHA-256")
    return kept.place(folder(), sha256)


def store(content: bytes) -> Stored:
    """Keep the content: complete on disk or not there at all. Raises ``OSError`` on a full disk."""
    return kept.keep(folder(), content)


def load(sha256: str) -> bytes:
    """The content of a kept file."""
    return path_of(sha256).read_bytes()


def safe_name(name: str, limit: int = 120) -> str:
    """The last part of a file's name without control characters, short enough to show and store."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(c for c in last if not unicodedata.category(c).startswith("C")).strip(". ")
    stem, dot, suffix = shown.rpartition(".")
    if dot and len(suffix) <= 8:
        return f"{stem[: limit - len(suffix) - 1]}.{suffix}"
    return shown[:limit] or "berkas"


def send(path: Path, name: str, kind: str, *, inline: bool = False) -> Response:
    """Answer with a file; the caller has checked access. Never sniffed by the browser."""
    response = send_file(
        path, mimetype=MEDIA_TYPES[kind], as_attachment=not inline, download_name=name
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response
