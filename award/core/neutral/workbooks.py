"""Spreadsheets: the cells stay; properties, authors, folders and printers go."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from html import unescape

from award.core.neutral.parts import Unclean
from award.core.neutral.pictures import neutral_picture

MOST_BYTES = 100 * 1024 * 1024
"""Unpacked; a small file can hold an endless one."""
_ONCE = (1980, 1, 1, 0, 0, 0)
_XML = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OPEN_XML = b"http://schemas.openxmlformats.org/officeDocument/2006/"
_EMPTIED = {
    "docProps/core.xml": _XML + b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/'
    b'package/2006/metadata/core-properties"/>',
    "docProps/app.xml": _XML + b'<Properties xmlns="' + _OPEN_XML + b'extended-properties"/>',
    "docProps/custom.xml": _XML + b'<Properties xmlns="' + _OPEN_XML + b'custom-properties"/>',
}
_TELLING = (
    (re.compile(rb"<author>.*?</author>", re.S), b"<author></author>"),
    (re.compile(rb"<(\w+:)?absPath\b[^>]*/>"), b""),
    (re.compile(rb"<fileSharing\b[^>]*/>"), b""),
)
_PERSON = re.compile(rb'\b(displayName|userId|providerId)="[^"]*"')
_CLOSED = ("xl/embeddings/", "xl/vbaProject", "xl/revisions/", "xl/externalLinks/")
"""Parts that hold whole files, programs or histories of their own."""


def neutral_workbook(content: bytes) -> bytes:
    """A spreadsheet without properties, authors of notes, folders, and data inside pictures.

    Raises ``Unclean`` when it is broken, too large unpacked, or carries other files inside.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as given:
            if sum(each.file_size for each in given.infolist()) > MOST_BYTES:
                raise Unclean("too large unpacked")
            return _packed({each.filename: _part(given, each) for each in given.infolist()})
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, OSError) as fault:
        raise Unclean(str(fault)) from fault


def _packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in parts.items():
            made.writestr(zipfile.ZipInfo(name, _ONCE), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _part(given: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    name = info.filename
    if name.startswith(_CLOSED):
        raise Unclean(name)
    if name in _EMPTIED:
        return _EMPTIED[name]
    if re.fullmatch(r"customXml/item\d+\.xml", name):
        return b"<none/>"
    part = given.read(info)
    if name.startswith("xl/persons/"):
        return _PERSON.sub(rb'\1=""', part)
    if name.endswith((".jpg", ".jpeg", ".png")):
        return neutral_picture(part)
    if name.startswith("xl/printerSettings/"):
        return b""
    if name.endswith(".xml"):
        for telling, instead in _TELLING:
            part = telling.sub(instead, part)
    return part


def words_of_workbook(content: bytes) -> str:
    """Everything written in cells, notes, names of sheets, and addresses of links."""
    with zipfile.ZipFile(io.BytesIO(content)) as made:
        parts = [made.read(name) for name in made.namelist() if name.endswith((".xml", ".rels"))]
    return "\n".join(_written(part.decode("utf-8", "replace")) for part in parts)


def _written(xml: str) -> str:
    values = re.findall(r'="([^"]*)"', xml)
    return unescape("\n".join([re.sub(r"<[^>]*>", " ", xml), *values]))
