"""What the worker looks after: files of blind rounds that wait for a copy."""

from __future__ import annotations

from award.core import jobs
from award.judging.queries import blind

AT_ONCE = 20
"""Entries per minute; each may hold tens of megabytes."""


@jobs.sweep
def neutralise() -> None:
    """Start again what a crash left behind."""
    for entry_id in blind.unprepared_anywhere(AT_ONCE):
        jobs.enqueue("entries.neutralise", entry_id=entry_id)
