"""Work outside the request: the Huey instance and how a job starts with its cause.

A job is a function registered under a name. :func:`enqueue` remembers it until the transaction
that caused it has been committed, so that a job never runs ahead of its data. Jobs take ids only,
are safe to run twice, and a sweep (:func:`sweep`) restarts what a crash left behind.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any, TypeVar

import structlog
from flask import Flask, current_app
from huey import SqliteHuey, crontab
from sqlalchemy import event
from sqlalchemy.orm import Session

from award.core.db import db

Work = TypeVar("Work", bound=Callable[..., None])

JOBS: dict[str, Callable[..., None]] = {}
SWEEPS: list[Callable[[], None]] = []

log = structlog.get_logger()


def job(name: str) -> Callable[[Work], Work]:
    """Register the function that does the work called ``name``."""

    def register(work: Work) -> Work:
        JOBS[name] = work
        return work

    return register


def sweep(work: Callable[[], None]) -> Callable[[], None]:
    """Register a function that runs every minute in the worker."""
    SWEEPS.append(work)
    return work


def enqueue(name: str, **ids: int) -> None:
    """Start the job after the present transaction has been committed."""
    if name not in JOBS:
        raise KeyError(name)
    db.session().info.setdefault("jobs", []).append((name, ids))


def init_app(app: Flask) -> None:
    """Make the queue: an SQLite file beside the data."""
    queue = SqliteHuey(
        name="award",
        filename=str(app.config["DATA_DIR"] / "jobs.db"),
        results=False,
        immediate=app.config.get("JOBS_IMMEDIATE", False),
    )

    @queue.task(name="perform")
    def perform_later(name: str, ids: dict[str, int]) -> None:
        perform(app, name, ids)

    @queue.periodic_task(crontab(minute="*"), name="sweep")
    def sweep_all() -> None:
        run_sweeps(app)

    app.extensions["jobs"] = queue
    app.extensions["perform"] = perform_later


def perform(app: Flask, name: str, ids: dict[str, int]) -> None:
    """Run one job in its own transaction."""
    _run(app, name, lambda: JOBS[name](**ids))


def run_sweeps(app: Flask) -> None:
    """Run every sweep in its own transaction; one that fails keeps no other from running."""
    for work in SWEEPS:
        with contextlib.suppress(Exception):  # logged already
            _run(app, work.__name__, work)


def _run(app: Flask, name: str, work: Callable[[], None]) -> None:
    with app.app_context():
        try:
            work()
            db.session.commit()
        except Exception:
            db.session.rollback()
            log.exception("job failed", job=name)
            raise


@event.listens_for(Session, "after_commit")
def _start(session: Session) -> None:
    waiting = session.info.pop("jobs", None)
    if not waiting:
        return
    for name, ids in waiting:
        current_app.extensions["perform"](name, ids)


@event.listens_for(Session, "after_soft_rollback")
def _drop(session: Session, _previous: Any) -> None:
    session.info.pop("jobs", None)
