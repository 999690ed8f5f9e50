"""PDF: the pages stay; properties, histories, attachments and names of commentators go."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from award.core.neutral.parts import Unclean
from award.core.neutral.pictures import without_segments

MOST_PAGES = 300
"""Pages read for words; nobody reads more of a proposal's evidence."""
_EVERYWHERE = ("/Metadata", "/PieceInfo", "/LastModified", "/AF", "/SpiderInfo")
_OF_THE_WHOLE = ("/Perms", "/Collection", "/Legal", "/URI", "/OpenAction", "/AA")
_OF_NOTES = ("/T", "/RC", "/M", "/CreationDate", "/NM", "/Subj")
_OF_SIGNATURES = ("/Name", "/Location", "/Reason", "/ContactInfo", "/Cert", "/M", "/Prop_Build")


def neutral_pdf(content: bytes) -> bytes:
    """A PDF without document information, XMP, attachments, scripts, and names of commentators.

    A digital signature no longer holds afterwards: it would name its signer. Raises ``Unclean``
    for a file that is locked or broken.
    """
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            _strip(pdf)
            out = io.BytesIO()
            pdf.save(out, deterministic_id=True, linearize=False)
            return out.getvalue()
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, KeyError, TypeError) as fault:
        raise Unclean(str(fault)) from fault


def _strip(pdf: pikepdf.Pdf) -> None:
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    _drop(pdf.Root, _OF_THE_WHOLE)
    if "/Names" in pdf.Root:
        _drop(pdf.Root.Names, ("/EmbeddedFiles", "/JavaScript"))
    if "/AcroForm" in pdf.Root:
        _drop(pdf.Root.AcroForm, ("/XFA",))
    for found in pdf.objects:
        if isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
            _strip_object(found)


def _strip_object(found: Any) -> None:
    _drop(found, _EVERYWHERE)
    kind, subtype = str(found.get("/Type", "")), str(found.get("/Subtype", ""))
    if kind == "/Annot" or "/Rect" in found:
        if subtype != "/Widget":
            _drop(found, _OF_NOTES)
        _drop(found, ("/FS",) if subtype == "/FileAttachment" else ())
    if kind in ("/Sig", "/DocTimeStamp") or "/ByteRange" in found:
        _drop(found, _OF_SIGNATURES)
        if "/Contents" in found:
            found["/Contents"] = pikepdf.String("")
    if subtype == "/Image" and found.get("/Filter") == pikepdf.Name.DCTDecode:
        found.write(without_segments(found.read_raw_bytes()), filter=pikepdf.Name.DCTDecode)


def _drop(found: Any, names: tuple[str, ...]) -> None:
    for name in names:
        if name in found:
            del found[name]


def words_of_pdf(content: bytes) -> str:
    """Text on the pages, and every string in the file: titles, form fields, notes, addresses."""
    return f"{_on_pages(content)}\n{_in_objects(content)}"


def _on_pages(content: bytes) -> str:
    try:
        reader = PdfReader(io.BytesIO(content))
        return "\n".join(page.extract_text() for page in reader.pages[:MOST_PAGES])
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ""  # what cannot be read is no text; pages like these are for a person to look at


def _in_objects(content: bytes) -> str:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return "\n".join(text for found in pdf.objects for text in _strings(found))


def _strings(found: Any) -> list[str]:
    if isinstance(found, pikepdf.String):
        return [str(found)]
    if isinstance(found, pikepdf.Array):
        return [text for each in found if not _elsewhere(each) for text in _strings(each)]
    if isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
        inside = [each for _name, each in found.items()]
        return [text for each in inside if not _elsewhere(each) for text in _strings(each)]
    return []


def _elsewhere(found: Any) -> bool:
    """Whether it is an object of its own, which comes by itself."""
    return isinstance(found, pikepdf.Object) and found.is_indirect
