"""What other processes do with a test's data, up to the moment at which they are killed.

They are forked from one that has loaded the worker: each is a process of its own, and starts at
once.
"""

from __future__ import annotations

import atexit
import signal
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from flask import Flask, current_app

from award import create_app
from award.certificates import printroom, tasks, tasks_sealing
from award.certificates.signing.seal import open_seal
from award.certificates.signing.turn import turn
from award.competitions.models import Edition
from award.core import clock
from award.core.db import db
from tests.certificates import finished
from tests.conftest import NOON, settings_for

FORKS = get_context("forkserver")
FORKS.set_forkserver_preload([__name__, "award.certificates.document"])

Stop = Callable[[str], None]
"""Called with a moment: who was started to wait there tells so, and waits."""


@dataclass
class Other:
    """Another process with the same database and files."""

    process: BaseProcess
    told: Connection

    def reaches(self, moment: str) -> None:
        """Wait until it says that it is there."""
        assert self.told.recv() == moment

    def kill(self) -> None:
        """End it without a word."""
        self.process.kill()
        self.process.join()
        assert self.process.exitcode == -signal.SIGKILL

    def ends_well(self) -> bool:
        """Whether it comes to its own end without a fault."""
        self.process.join()
        return self.process.exitcode == 0


def started(app: Flask, work: Callable[..., object], moment: str, *arguments: object) -> Other:
    """A process that does a work of this module, and waits at a moment of it."""
    settings = settings_for(app.config["DATA_DIR"], app.config["SQLALCHEMY_DATABASE_URI"])
    ours, theirs = FORKS.Pipe()
    process = FORKS.Process(target=_do, args=(work, settings, theirs, moment, arguments))
    process.start()
    # Whoever fails before it has killed the other one leaves nobody waiting.
    atexit.register(process.kill)
    theirs.close()
    return Other(process, ours)


def _do(
    work: Callable[..., object],
    settings: dict[str, Any],
    told: Connection,
    wanted: str,
    arguments: tuple[object, ...],
) -> None:
    def stop(moment: str) -> None:
        if moment == wanted:
            told.send(moment)
            told.recv()

    with create_app(settings).app_context():
        work(stop, *arguments)


def printing(stop: Stop, batch_id: int, few: int) -> None:
    """A worker prints a batch; more than a few certificates are done by a crew."""
    record = tasks._record

    def recorded(made: dict[int, Any]) -> None:
        stop("printed")
        record(made)
        stop("recorded")

    tasks._record, printroom.FEW = recorded, few
    tasks.render_pending(batch_id)


def binding(stop: Stop, batch_id: int) -> None:
    """A worker has printed a batch and comes to its packs."""
    tasks.bind = lambda _batch: stop("printed")
    tasks.render(batch_id)


def issuing(stop: Stop, edition_id: int) -> None:
    """A web process issues a batch."""
    commit = db.session.commit

    def slowly() -> None:
        db.session.flush()
        stop("written")
        commit()

    db.session.commit = slowly
    current_app.extensions["perform"] = lambda *_job: stop("committed")
    with clock.at(NOON):
        finished.issue(db.session.get_one(Edition, edition_id))


def signing(stop: Stop, batch_id: int, p12: Path, passphrase: str) -> None:
    """The command signs a batch, one certificate at a time."""
    record = tasks_sealing._record_sealed

    def recorded(*given: Any) -> Any:
        done = record(*given)
        stop("recorded")
        return done

    tasks_sealing._record_sealed, tasks_sealing.CHUNK = recorded, 1
    with turn(batch_id):
        seal = open_seal(p12.read_bytes(), passphrase, at=clock.now())
        tasks_sealing.seal_batch(batch_id, seal, None)
