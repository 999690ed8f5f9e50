"""What the worker does: print certificates and bind them into packs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from itertools import islice
from pathlib import Path
from threading import Lock

import structlog
from flask import current_app

from award.certificates import actions, preflight, printroom, queries
from award.certificates.actions.printing import Made
from award.certificates.ceremony import pack
from award.certificates.facts import Fault
from award.certificates.packing import ordered, overdue, packs, presswork
from award.certificates.packing.binding import lost_files_told
from award.certificates.packing.ordered import Ordered
from award.certificates.packing.piles import Edge, Order
from award.certificates.preflight import LayoutOrder
from award.certificates.printing.crew import standing
from award.certificates.queries import Waiting
from award.core import clock, typefaces
from award.core.db import db, only_reading
from award.core.jobs import enqueue, job, sweep

CHUNK = 32
"""Certificates recorded together: less than a second of printing."""
WAVE = 512
"""Certificates read together."""
STALLED_AFTER = timedelta(minutes=1)
MOST_TRIES = 3
"""A page that ends the worker again and again must not do so for ever."""

_press = Lock()  # fonts and drawings are shared by all pages of a process
log = structlog.get_logger()


@job("certificates.render")
def render(batch_id: int, apart: bool = False) -> None:
    """Print what waits in a batch, then bind it."""
    render_pending(batch_id, apart=apart)
    bind(batch_id)
    enqueue("certificates.export", batch_id=batch_id)


def render_pending(batch_id: int, *, apart: bool = False) -> None:
    """Print every certificate of a batch that waits, in small steps that are committed at once
    (what the caller has not committed yet comes first).

    Safe to run twice, also at the same time: the same facts give the same file, and only a
    certificate that still waits is finished. No transaction is open while pages are laid out.
    `apart` prints in other processes: one page that ends them twice is given up.
    """
    db.session.commit()
    with _press, standing(_faces()):
        while waiting := _waiting(batch_id):
            made = _printed(waiting, apart)
            while step := dict(islice(made, CHUNK)):
                _record(step)


def _waiting(batch_id: int) -> list[Waiting]:
    with only_reading():
        return queries.waiting(batch_id, WAVE)


def _printed(waiting: Sequence[Waiting], apart: bool) -> Iterator[tuple[int, Made | str]]:
    return printroom.printed(waiting, _faces(), apart=apart)


def _faces() -> Path:
    """The folder of cut fonts, in use from now on."""
    folder = Path(current_app.config["DATA_DIR"]) / "typefaces"
    typefaces.use(folder)
    return folder


def _record(made: dict[int, Made | str]) -> None:
    actions.settle(results=made)
    db.session.commit()


@job("certificates.bind")
def bind(batch_id: int) -> None:
    """Make the packs of a batch, once nothing in it waits any more."""
    with only_reading():
        complete = not queries.waiting(batch_id, 1)
        printed = queries.printed(batch_id) if complete else []
    if printed:
        with lost_files_told(batch_id):
            packs.make(batch_id, printed)
    with only_reading():
        if (batch := queries.batch_by_id(None, batch_id)) is not None:
            presswork.clean(batch)


@job(presswork.JOB)
def press(batch_id: int, order: int, edge: int) -> None:
    """Make a press file of a batch. Safe to run twice."""
    with only_reading():
        batch = queries.batch_by_id(None, batch_id)
        wished = (list(Order)[order], list(Edge)[edge])
        work = presswork.job_of(batch, *wished) if batch is not None else None
    if work is None:
        return
    _faces()
    with _press:
        _made(work.file, lambda: presswork.make(work))


@job(pack.JOB)
def print_ceremony(edition_id: int) -> None:
    """Print the papers of a ceremony. Safe to run twice."""
    with only_reading():
        found = pack.plan_of(edition_id)
    if found is None:
        return
    _faces()
    with _press:
        _made(pack.zip_file(found), lambda: pack.make(found))


def _made(file: Ordered, make: Callable[[], None]) -> None:
    """Make a file that was ordered, or leave beside it why that was not possible."""
    try:
        make()
    except OSError:
        log.exception("file not kept", file=file.path.name)
        file.fail("storage")
    except Exception:  # whoever ordered it must learn of it
        log.exception("file not made", file=file.path.name)
        file.fail("unexpected")
    else:
        file.settle()


@job("certificates.lay_out")
def lay_out(check_id: int) -> None:
    """Try the page of everyone whom a batch would honour, in small steps that are noted at once.

    When the data has changed since the check was asked for, it is dropped: it speaks for nobody.
    After a try that ended the worker, pages are tried in other processes, where one that ends its
    process is found; when that does not help either, the check is given up.
    """
    with only_reading():
        orders = preflight.orders_of(check_id)
    if not orders or (tries := _begin(check_id)) is None:
        _drop(check_id)
        return
    if tries > MOST_TRIES:
        _give_up(check_id, orders)
        return
    found: list[tuple[str, Fault]] = []
    with _press:
        tried = printroom.tried(orders, _faces(), apart=tries > 1)
        for done, (subject, faults) in enumerate(tried, 1):
            found += ((subject, fault) for fault in faults)
            if done % CHUNK == 0 or done == len(orders):
                _note(check_id, done, found)


def _begin(check_id: int) -> int | None:
    """How often the check has been begun by now; None when it is gone."""
    if (check := preflight.check_by_id(None, check_id)) is None:
        return None
    actions.begin_layout(check=check)
    tries = check.tries
    db.session.commit()
    return tries


def _give_up(check_id: int, orders: Sequence[LayoutOrder]) -> None:
    """End a check with those who were next when the worker ended last."""
    check = preflight.check_by_id(None, check_id)
    done = check.done if check is not None else 0
    suspects = orders[done : done + CHUNK]
    _note(check_id, len(orders), [(each.subject, preflight.GIVEN_UP) for each in suspects])


def _note(check_id: int, done: int, found: list[tuple[str, Fault]]) -> None:
    if (check := preflight.check_by_id(None, check_id)) is not None:
        actions.note_layout(check=check, done=done, faults=found)
    db.session.commit()


def _drop(check_id: int) -> None:
    actions.drop_layout(check_id=check_id)
    db.session.commit()


@sweep
def restart_stalled() -> None:
    """Start again what a crash left in the queue, where a page that ends its process is found."""
    since = clock.now() - STALLED_AFTER
    for batch_id in queries.stalled_batches(since):
        enqueue("certificates.render", batch_id=batch_id, apart=True)
    for check_id in preflight.stalled_checks(since):
        enqueue("certificates.lay_out", check_id=check_id)


@sweep
def restart_unbound() -> None:
    """Make the packs that a worker had to make when it died."""
    for batch_id in overdue.unbound():
        enqueue("certificates.bind", batch_id=batch_id)
    for batch_id in overdue.unexported():
        enqueue("certificates.export", batch_id=batch_id)


@sweep
def restart_forgotten() -> None:
    """Start again the files that a worker had to make when it died."""
    for name, ids in ordered.forgotten():
        enqueue(name, **ids)
