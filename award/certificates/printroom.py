"""Frozen certificates become kept files, and drafts are tried on their pages: a few in this
process, many by a crew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

import structlog

from award.certificates.actions.printing import Made
from award.certificates.facts import Fault
from award.certificates.preflight import LayoutOrder
from award.certificates.printing import crew, making
from award.certificates.printing.imprint import imprint
from award.certificates.printing.making import Sheets, Trial
from award.certificates.printing.press import UNEXPECTED
from award.certificates.queries import Waiting
from award.certificates.style import Style
from award.core import files, ledger

FEW = 16
"""As many as are done in this process, unless a crew stands by: starting one takes longer."""

log = structlog.get_logger()

Piece = TypeVar("Piece")
Result = TypeVar("Result")


class _Look(NamedTuple):
    """A style with its pictures, or why nothing can be printed with it."""

    style: Style
    pictures: dict[str, bytes]
    fault: str = ""


def printed(
    waiting: Sequence[Waiting], faces: Path, *, apart: bool = False
) -> Iterator[tuple[int, Made | str]]:
    """The kept files of each certificate by its id, or why there are none.

    `faces` is the folder where cut fonts are kept; `apart` leaves this process alone, few as
    they may be.
    """
    looks = _looks(waiting)
    sheets, folder = [], files.folder()
    for each, look in zip(waiting, looks, strict=True):
        if look.fault:
            yield each.id, look.fault
        else:
            sheets.append(Sheets(each.id, each.facts, each.courtesy, *look[:2], folder))
    for sheet, made in _shared(making.make, sheets, faces, apart=apart):
        if made is None:
            yield sheet.id, UNEXPECTED.reason
        else:
            yield sheet.id, made if isinstance(made, str) else Made(*made)


def _looks(waiting: Sequence[Waiting]) -> list[_Look]:
    """The look of each; what many share is read once."""
    known: dict[str, _Look] = {}
    keys = [ledger.canonical([each.style, each.design_version]) for each in waiting]
    for key, each in zip(keys, waiting, strict=True):
        if key not in known:
            known[key] = _look(each)
    return [known[key] for key in keys]


def _look(waiting: Waiting) -> _Look:
    fault, style, pictures = "", Style(), {}
    try:
        style = Style.from_dict(waiting.style)
        if imprint(style) != waiting.design_version:
            fault = "design"
        pictures = {sha256: files.load(sha256) for sha256 in style.pictures}
    except OSError:
        log.exception("picture lost", number=waiting.facts["number"])
        fault = "storage"
    except Exception:  # whoever issued the batch learns of it
        log.exception("style not understood", number=waiting.facts["number"])
        fault = "unexpected"
    return _Look(style, pictures, fault)


def tried(
    orders: Sequence[LayoutOrder], faces: Path, *, apart: bool = False
) -> Iterator[tuple[str, list[Fault]]]:
    """Each recipient's subject with what does not fit the pages, whatever happens on the way.

    `apart` leaves this process alone, few as they may be.
    """
    try:
        wanted = {sha256 for each in orders for sha256 in each.style.pictures}
        pictures = {sha256: files.load(sha256) for sha256 in wanted}
    except FileNotFoundError:
        log.exception("picture lost")
        yield from ((each.subject, [Fault("emblem", "missing")]) for each in orders)
        return
    trials = [Trial(each.subject, each.sheets, each.style, pictures) for each in orders]
    for trial, found in _shared(making.crowded, trials, faces, apart=apart):
        yield trial.subject, [UNEXPECTED] if found is None else found


def _shared(
    work: Callable[[Piece], Result], pieces: Sequence[Piece], faces: Path, *, apart: bool = False
) -> Iterable[tuple[Piece, Result | None]]:
    """Each piece with what `work` made of it; None where it ended the process twice."""
    if len(pieces) <= FEW and not apart and not crew.is_warm():
        return ((each, work(each)) for each in pieces)
    return _by_crew(work, pieces, faces)


def _by_crew(
    work: Callable[[Piece], Result], pieces: Sequence[Piece], faces: Path
) -> Iterator[tuple[Piece, Result | None]]:
    with crew.crew_for(faces) as found:
        yield from found.share_out(work, pieces)
