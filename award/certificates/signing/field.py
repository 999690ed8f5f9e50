"""The empty signature field that a signing tool elsewhere fills. Pure."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple

from award.certificates.style import PAPERS, Style

if TYPE_CHECKING:
    from pikepdf import Object, Pdf

MILLIMETRE = 72 / 25.4
WIDE, HIGH, GAP = 92, 13, 0.5
"""Of the field, in millimetres; the gap keeps it from the line above, its height from the note that
the page is signed electronically."""
FROM_RIGHT, FROM_BELOW = 124, 42
"""Of its upper left corner, in millimetres, where a design marks no place."""
MARK = "signature"
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


def for_signing(pdf: bytes, style: Style) -> bytes:
    """A certificate of this style with its empty signature field."""
    return prepare(pdf, _marked(pdf) or _usual(style), LABEL)


def _marked(pdf: bytes) -> Box | None:
    """The place that the design leaves between office and name: its element `signature`."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document:
        names = document.Root.get("/Names")
        if names is None or "/Dests" not in names:
            return None
        found = dict(pikepdf.NameTree(names.Dests)).get(MARK)
        return None if found is None else _box(float(found[2]), float(found[3]))


def _usual(style: Style) -> Box:
    width, _height = PAPERS[style.paper]
    return _box((width - FROM_RIGHT) * MILLIMETRE, FROM_BELOW * MILLIMETRE)


def _box(left: float, top: float) -> Box:
    top -= GAP * MILLIMETRE
    return Box(left, top - HIGH * MILLIMETRE, left + WIDE * MILLIMETRE, top)
