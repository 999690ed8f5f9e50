"""What the worker does: print certificates and bind them into packs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Lock
from typing import Any

import structlog
from flask import current_app

from award.certificates import actions, ordered, packs, presswork, queries
from award.certificates.ceremony import pack
from award.certificates.facts import Facts, UnprintableError
from award.certificates.ordered import Ordered
from award.certificates.piles import Edge, Order
from award.certificates.signing.field import for_signing
from award.certificates.states import SignatureMode
from award.certificates.style import Style
from award.core import clock, files, typefaces
from award.core.db import db, reading
from award.core.files import Stored
from award.core.jobs import enqueue, job, sweep

CHUNK = 16
"""Certificates recorded together: less than a second of printing, all that a crash can cost."""
STALLED_AFTER = timedelta(minutes=1)

_press = Lock()  # fonts and drawings are shared by all pages of a process
log = structlog.get_logger()


@job("certificates.render")
def render(batch_id: int) -> None:
    """Print what waits in a batch, then bind it."""
    render_pending(batch_id)
    bind(batch_id)
    enqueue("certificates.export", batch_id=batch_id)


def render_pending(batch_id: int) -> None:
    """Print every certificate of a batch that waits, in small steps that are committed at once
    (what the caller has not committed yet comes first).

    Safe to run twice, also at the same time: the same facts give the same file, and only a
    certificate that still waits is finished. No transaction is open while pages are laid out.
    """
    db.session.commit()
    typefaces.use(Path(current_app.config["DATA_DIR"]) / "typefaces")
    with _press:
        while waiting := _waiting(batch_id):
            made = {number: _printed(facts, style) for number, facts, style in waiting}
            _record(made)


def _waiting(batch_id: int) -> list[tuple[int, dict[str, Any], dict[str, Any]]]:
    with _reading():
        return queries.waiting(batch_id, CHUNK)


@contextmanager
def _reading() -> Iterator[None]:
    """A transaction that hinders no writer."""
    token = reading.set(True)
    try:
        yield
    finally:
        db.session.rollback()
        reading.reset(token)


def _printed(frozen: dict[str, Any], style: dict[str, Any]) -> Stored | str:
    """The kept PDF, or why there is none."""
    # WeasyPrint takes 34 MB: only a process that prints loads it.
    from award.certificates import document

    try:
        look = Style.from_dict(style)
        pdf = document.render(Facts.from_dict(frozen), look)
        if look.signing == SignatureMode.UPLOAD_SIGNED:
            pdf = for_signing(pdf, look)
        return files.store(pdf)
    except UnprintableError as refusal:
        return f"{refusal.faults[0].field}: {refusal.faults[0].reason}"
    except OSError:
        log.exception("certificate not kept", number=frozen["number"])
        return "storage"
    except Exception:  # one page that fails must not hold up the others
        log.exception("certificate not printed", number=frozen["number"])
        return "unexpected"


def _record(made: dict[int, Stored | str]) -> None:
    for certificate in queries.still_waiting(made):
        result = made[certificate.id]
        if isinstance(result, Stored):
            actions.finish(certificate=certificate, stored=result)
        else:
            actions.fail(certificate=certificate, fault=result)
    db.session.commit()


@job("certificates.bind")
def bind(batch_id: int) -> None:
    """Make the packs of a batch, once nothing in it waits any more."""
    with _reading():
        complete = not queries.waiting(batch_id, 1)
        printed = queries.printed(batch_id) if complete else []
    if printed:
        packs.make(batch_id, printed)
    with _reading():
        if (batch := queries.batch_by_id(None, batch_id)) is not None:
            presswork.clean(batch)


@job(presswork.JOB)
def press(batch_id: int, order: int, edge: int) -> None:
    """Make a press file of a batch. Safe to run twice."""
    with _reading():
        batch = queries.batch_by_id(None, batch_id)
        wished = (list(Order)[order], list(Edge)[edge])
        work = presswork.job_of(batch, *wished) if batch is not None else None
    if work is None:
        return
    typefaces.use(Path(current_app.config["DATA_DIR"]) / "typefaces")
    with _press:
        _made(work.file, lambda: presswork.make(work))


@job(pack.JOB)
def print_ceremony(edition_id: int) -> None:
    """Print the papers of a ceremony. Safe to run twice."""
    with _reading():
        found = pack.plan_of(edition_id)
    if found is None:
        return
    typefaces.use(Path(current_app.config["DATA_DIR"]) / "typefaces")
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


@sweep
def restart_stalled() -> None:
    """Start again what a crash left in the queue."""
    for batch_id in queries.stalled_batches(clock.now() - STALLED_AFTER):
        enqueue("certificates.render", batch_id=batch_id)


@sweep
def restart_forgotten() -> None:
    """Start again the files that a worker had to make when it died."""
    for name, ids in ordered.forgotten():
        enqueue(name, **ids)
