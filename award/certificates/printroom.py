"""Frozen certificates become kept files, a few here and many in several processes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import structlog

from award.certificates.actions.printing import Made
from award.certificates.facts import Facts, Fault
from award.certificates.printing import press
from award.certificates.printing.imprint import imprint
from award.certificates.printing.press import Order, Result
from award.certificates.queries import Waiting
from award.certificates.signing.field import for_signing
from award.certificates.states import SignatureMode
from award.certificates.style import Style
from award.core import files

FEW = 16
"""As many as are printed in this process: starting others takes longer."""

log = structlog.get_logger()


def printed(waiting: Sequence[Waiting], faces: Path) -> Iterator[tuple[int, Made | str]]:
    """The kept files of each certificate by its id, or why there are none.

    `faces` is the folder where cut fonts are kept.
    """
    known = {each.id: each for each in waiting}
    refused: dict[int, str] = {}
    parts: dict[int, dict[str, Result]] = {}
    orders = _orders(waiting, refused)
    few = len(known) <= FEW
    pages = press.print_here(orders) if few else press.print_all(orders, faces=faces)
    for (number, part), page in pages:
        own = parts.setdefault(number, {})
        own[part] = page
        if len(own) == (1 if known[number].courtesy is None else 2):
            yield number, _kept(known[number], parts.pop(number))
    yield from refused.items()


def _orders(
    waiting: Sequence[Waiting], refused: dict[int, str]
) -> Iterator[Order[tuple[int, str]]]:
    """What to print; what cannot be is noted in `refused`."""
    for each in waiting:
        try:
            style = Style.from_dict(each.style)
            if imprint(style) != each.design_version:
                refused[each.id] = "design"
                continue
            pictures = {sha256: files.load(sha256) for sha256 in style.pictures}
            wanted = {"": each.facts, "courtesy": each.courtesy}
            orders = [
                Order((each.id, part), Facts.from_dict(facts), style, pictures)
                for part, facts in wanted.items()
                if facts is not None
            ]
        except OSError:
            refused[each.id] = _storage(each)
        except Exception:  # one page that fails must not hold up the others
            refused[each.id] = _unexpected(each)
        else:
            yield from orders


def _kept(order: Waiting, parts: Mapping[str, Result]) -> Made | str:
    """The kept files, or why there are none."""
    for page in parts.values():
        if isinstance(page, Fault):
            return page.reason if page == press.UNEXPECTED else f"{page.field}: {page.reason}"
    try:
        pages = {part: page for part, page in parts.items() if isinstance(page, bytes)}
        style = Style.from_dict(order.style)
        if style.signing == SignatureMode.UPLOAD_SIGNED:
            pages[""] = for_signing(pages[""], style)
        stored = files.store(pages[""])
        return Made(stored, files.store(pages["courtesy"]) if "courtesy" in pages else None)
    except OSError:
        return _storage(order)
    except Exception:  # one page that fails must not hold up the others
        return _unexpected(order)


def _storage(order: Waiting) -> str:
    log.exception("certificate not kept", number=order.facts["number"])
    return "storage"


def _unexpected(order: Waiting) -> str:
    log.exception("certificate not printed", number=order.facts["number"])
    return "unexpected"
