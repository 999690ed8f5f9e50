"""What the worker does for judging: print score sheets, and look after files of blind rounds."""

from __future__ import annotations

from pathlib import Path

from flask import current_app

from award.competitions.models import Round
from award.core import jobs, typefaces
from award.core.db import db, reading
from award.judging import prints
from award.judging.queries import blind

AT_ONCE = 20
"""Entries per minute; each may hold tens of megabytes."""


@jobs.job("paper.print")
def print_sheets(round_id: int, judge_id: int = 0) -> None:
    """Print the paper sheets of a round: those of one judge, or of all with 0.

    No transaction is open while pages are laid out.
    """
    token = reading.set(True)
    try:
        round_ = db.session.get(Round, round_id)
        found = None if round_ is None else prints.wanted(round_, judge_id)
        db.session.rollback()
    finally:
        reading.reset(token)
    if found is not None:
        typefaces.use(Path(current_app.config["DATA_DIR"]) / "typefaces")
        prints.make(*found)


@jobs.sweep
def neutralise() -> None:
    """Start again what a crash left behind."""
    for entry_id in blind.unprepared_anywhere(AT_ONCE):
        jobs.enqueue("entries.neutralise", entry_id=entry_id)
