"""The press room: certificates printed by several processes at once, each file its own."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

import structlog

from award.certificates.facts import Facts, Fault, UnprintableError
from award.certificates.printing.crew import PROCESSES, crew_for
from award.certificates.style import Style

UNEXPECTED = Fault("page", "unexpected")

log = structlog.get_logger()


Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Order(Generic[Key]):
    """A certificate to print: what it says, how it looks, and the pictures of its style.

    ``bleed`` prints it for the press, on larger paper with crop marks.
    """

    key: Key
    facts: Facts
    style: Style
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    bleed: bool = False


Result = bytes | Fault


def print_all(
    orders: Iterable[Order[Key]], *, faces: Path, processes: int = PROCESSES
) -> Iterator[tuple[Key, Result]]:
    """The key of each order with its PDF, or with why there is none, in the order given.

    Orders are taken a few at a time, so that they may come from a long list; those of a process
    that died come last. `faces` is the folder where cut fonts are kept.
    """
    with crew_for(faces, processes) as crew:
        for order, result in crew.share_out(print_one, orders):
            yield order.key, UNEXPECTED if result is None else result


def print_one(order: Order[Key]) -> Result:
    """The PDF of one order, or why there is none, in this process."""
    # Only processes that print load WeasyPrint.
    from award.certificates import document

    try:
        return document.render(order.facts, order.style, order.pictures, press=order.bleed)
    except UnprintableError as refusal:
        return refusal.faults[0]
    except Exception:  # one page that fails must not hold up the others
        log.exception("certificate not printed", number=order.facts.number)
        return UNEXPECTED
