"""What the worker does: print a snapshot's papers, and compute advice that would keep a page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import Lock

from flask import current_app
from flask_babel import force_locale

from award.core import clock, files, typefaces
from award.core.db import db, only_reading
from award.core.jobs import enqueue, job, sweep
from award.results import actions, queries
from award.results.actions.advising import keep_advice
from award.results.actions.record import PRINTING
from award.results.advice import Advice, Firmness
from award.results.models_record import Snapshot
from award.results.papers.record import Record
from award.results.queries import advice, hearing, kept
from award.results.states import PaperKind

RENEWED_AFTER = timedelta(minutes=30)
"""Advice about a round in which judges still score."""


@sweep
def refresh_advice() -> None:
    """Compute what is missing or of other marks, committed one by one.

    Nothing is held for writing while it is computed: judges save their marks meanwhile.
    """
    db.session.commit()
    for due in _due():
        with only_reading():
            found = _computed(due)
        keep_advice(edition=due.edition, round_=due.round, fingerprint=due.fingerprint, found=found)
        db.session.commit()


def _due() -> list[kept.Due]:
    before = clock.now() - RENEWED_AFTER
    with only_reading():
        editions = kept.editions_with_advice()
        return [due for edition in editions for due in kept.outdated(edition, before)]


def _computed(due: kept.Due) -> Advice | tuple[Firmness, ...]:
    if due.round is None:
        return advice.compute_winners(due.edition, queries.final_standings(due.edition))
    return advice.compute_round(due.round, queries.round_standings(due.round, parts=False))


_press = Lock()  # fonts are shared by all pages of a process


@job(PRINTING)
def print_papers(snapshot_id: int) -> None:
    """Print every paper that the snapshot lacks. Safe to run twice.

    No transaction is open while pages are laid out.
    """
    db.session.commit()
    with only_reading():
        snapshot = hearing.snapshot_by_id(None, snapshot_id)
        if snapshot is None:
            return
        record, there = Record.of(snapshot), {each.kind for each in snapshot.papers}
    typefaces.use(Path(current_app.config["DATA_DIR"]) / "typefaces")
    # Papers are read in offices, whoever asked for them.
    with _press, force_locale("id"):
        for kind, make in printers().items():
            if kind not in there:
                _file(snapshot, kind, make(record))


def _file(snapshot: Snapshot, kind: PaperKind, content: bytes) -> None:
    stored = files.store(content)
    actions.file_paper(snapshot=snapshot, kind=kind, stored=stored)
    db.session.commit()


def printers() -> dict[PaperKind, Callable[[Record], bytes]]:
    """What makes each paper."""
    # WeasyPrint, NumPy and the workbook's writer stay out of the web server's memory.
    from award.results.papers.pdf import annex, minutes
    from award.results.papers.table import table
    from award.results.papers.workbook import workbook

    return {
        PaperKind.MINUTES: minutes,
        PaperKind.ANNEX: annex,
        PaperKind.WORKBOOK: workbook,
        PaperKind.TABLE: table,
    }


@sweep
def print_missing() -> None:
    """Start again what a crash left unprinted."""
    for snapshot_id in hearing.unprinted():
        enqueue(PRINTING, snapshot_id=snapshot_id)
