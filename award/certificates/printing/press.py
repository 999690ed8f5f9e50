"""The press room: certificates printed by several processes at once, each file its own.

The processes load typefaces and drawings once and live as long as one printing. One that is
killed is replaced, and what it held is printed once more, page by page, so that only the
certificate that kills a second process is given up. They end with whoever started them.
"""

from __future__ import annotations

import gc
import os
import threading
from collections import deque
from collections.abc import Hashable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import Generic, TypeVar

import structlog

from award.certificates.facts import Facts, Fault, UnprintableError
from award.certificates.style import Style
from award.core import typefaces

CHUNK = 8
"""Certificates handed to a process together: enough to hide the way there and back."""
AHEAD = 2
"""Chunks on their way for each process; more would only wait in memory."""
PROCESSES = min(len(os.sched_getaffinity(0)), 4)
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


Chunk = tuple[Order[Key], ...]
Result = bytes | Fault


def print_all(
    orders: Iterable[Order[Key]], *, faces: Path, processes: int = PROCESSES
) -> Iterator[tuple[Key, Result]]:
    """The key of each order with its PDF, or with why there is none, in the order given.

    Orders are taken a few at a time, so that they may come from a long list; those of a process
    that died come last. `faces` is the folder where cut fonts are kept.
    """
    lost: list[Order[Key]] = []
    for order, result in _printed(_chunks(orders), faces, processes, AHEAD * processes):
        if result is None:
            lost.append(order)
        else:
            yield order.key, result
    for order, result in _printed(((order,) for order in lost), faces, processes=1, ahead=1):
        yield order.key, UNEXPECTED if result is None else result


def print_here(orders: Iterable[Order[Key]]) -> Iterator[tuple[Key, Result]]:
    """The same in this process, one after the other."""
    return ((order.key, _one(order)) for order in orders)


def _chunks(orders: Iterable[Order[Key]]) -> Iterator[Chunk[Key]]:
    source = iter(orders)
    while chunk := tuple(islice(source, CHUNK)):
        yield chunk


def _printed(
    chunks: Iterable[Chunk[Key]], faces: Path, processes: int, ahead: int
) -> Iterator[tuple[Order[Key], Result | None]]:
    """Each order with its result; None where the process did not live to give one."""
    pool = _pool(faces, processes)
    running: deque[tuple[Chunk[Key], Future[list[Result]]]] = deque()
    try:
        for chunk in chunks:
            while len(running) >= ahead:
                yield from _answers(*running.popleft())
            try:
                future = pool.submit(_print, chunk)
            except BrokenProcessPool:
                pool.shutdown()
                pool = _pool(faces, processes)
                future = pool.submit(_print, chunk)
            running.append((chunk, future))
        while running:
            yield from _answers(*running.popleft())
    finally:
        pool.shutdown(cancel_futures=True)


def _answers(
    chunk: Chunk[Key], future: Future[list[Result]]
) -> list[tuple[Order[Key], Result | None]]:
    try:
        return list(zip(chunk, future.result(), strict=True))
    except BrokenProcessPool:
        log.warning("a printing process died", certificates=len(chunk))
        return [(order, None) for order in chunk]


def _pool(faces: Path, processes: int) -> ProcessPoolExecutor:
    """Processes that start when there is work; nothing of this one is copied into them."""
    return ProcessPoolExecutor(
        processes, get_context("spawn"), initializer=_settle_in, initargs=(faces,)
    )


def _settle_in(faces: Path) -> None:
    typefaces.use(faces)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A parent that was killed can tell nobody to stop."""
    if parent := parent_process():
        parent.join()
        os._exit(1)


def _print(chunk: Chunk[Key]) -> list[Result]:
    """Runs in a process of the pool."""
    results = [_one(order) for order in chunk]
    _stop_looking_for_garbage()
    return results


@cache
def _stop_looking_for_garbage() -> None:
    """What is loaded stays, and a page leaves little behind: a twentieth of the time."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def _one(order: Order[Key]) -> Result:
    # Only processes that print load WeasyPrint.
    from award.certificates import document

    try:
        return document.render(order.facts, order.style, order.pictures, press=order.bleed)
    except UnprintableError as refusal:
        return refusal.faults[0]
    except Exception:  # one page that fails must not hold up the others
        log.exception("certificate not printed", number=order.facts.number)
        return UNEXPECTED
