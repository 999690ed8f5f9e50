"""The empty signature field that a signing tool elsewhere fills. Pure."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple

from award.certificates.style import PAPERS, Style

if TYPE_CHECKING:
    from pikepdf import Object, Pdf

POINTS = 72 / 25.4
FROM_RIGHT, FROM_BELOW, WIDE, HIGH = 47, 24, 62, 17
"""Of the signature's place, in millimetres: between the office and the name of the official."""
NAME = "Tanda-Tangan"
LABEL = "Tanda tangan elektronik pejabat"
PRINTED = 4  # annotation flag: the signature is printed with its page


class Box(NamedTuple):
    """A rectangle on the page in points, from the lower left corner of the page."""

    left: float
    bottom: float
    right: float
    top: float


def prepare(pdf: bytes, box: Box, label: str) -> bytes:
    """The same document with an empty signature field at `box` on its first page.

    `label` is read out by assistive technology. The field has its place in the structure tree,
    so that the document stays PDF/UA-1; the same input always gives the same bytes.
    """
    # Only the worker loads it.
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document:
        field = _field(document, box, label)
        _tag(document, field, label)
        page = document.pages[0].obj
        page.Annots = pikepdf.Array([*page.get("/Annots", []), field])
        document.Root.AcroForm = pikepdf.Dictionary(Fields=[field], SigFlags=3)
        target = io.BytesIO()
        document.save(
            target,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    return target.getvalue()


def _field(document: Pdf, box: Box, label: str) -> Object:
    from pikepdf import Dictionary, Name, String

    look = document.make_stream(b"", Type=Name.XObject, Subtype=Name.Form)
    look.BBox = [0, 0, box.right - box.left, box.top - box.bottom]
    return document.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=String(NAME),
            TU=String(label),
            Contents=String(label),
            Rect=list(box),
            F=PRINTED,
            P=document.pages[0].obj,
            AP=Dictionary(N=look),
        )
    )


def _tag(document: Pdf, field: Object, label: str) -> None:
    """Give the field its element at the end of the structure tree."""
    from pikepdf import Dictionary, Name, String

    root = document.Root.StructTreeRoot
    first = root.K[0] if root.K._type_name == "array" else root.K
    page = document.pages[0].obj
    element = document.make_indirect(
        Dictionary(
            Type=Name.StructElem,
            S=Name.Form,
            P=first,
            Pg=page,
            Alt=String(label),
            K=Dictionary(Type=Name.OBJR, Obj=field, Pg=page),
        )
    )
    first.K.append(element)
    numbers = root.ParentTree.Nums
    key = max((int(each) for each in list(numbers)[::2]), default=-1) + 1
    numbers.append(key)
    numbers.append(element)
    root.ParentTreeNextKey = key + 1
    field.StructParent = key


def place(style: Style) -> Box:
    """Where the official's signature goes on a page of this style."""
    width, _height = PAPERS[style.paper]
    left, bottom = width - FROM_RIGHT - WIDE, FROM_BELOW
    return Box(*(each * POINTS for each in (left, bottom, left + WIDE, bottom + HIGH)))


def for_signing(pdf: bytes, style: Style) -> bytes:
    """A certificate of this style with its empty signature field."""
    return prepare(pdf, place(style), LABEL)
