"""Web and worker are killed while judges score: every mark that was acknowledged is there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from award.core import ledger
from award.core.db import db
from award.entries.states import EntryState
from award.judging.models import Assignment, ScoreSheet
from tests import builders as make
from tests.cast import Cast
from tests.ports import free_port, wait_for
from tests.scorers import Scorer

ROOT = Path(__file__).resolve().parents[2]
KEYS = ("kebaruan", "signifikansi", "adaptabilitas")
ENOUGH = 60
"""So many saves are acknowledged before everything is killed."""


@pytest.fixture
def assignments(app: Flask, cast: Cast) -> list[Assignment]:
    round_ = make.round_of(make.edition())
    entries = [make.entry(round_.edition, state=EntryState.PASSED) for _ in range(2)]
    judges = (cast.external_judge, cast.second_judge)
    made = [make.assignment(round_, entry, judge) for entry in entries for judge in judges]
    db.session.commit()
    return made


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def kill(app: Flask, port: int) -> Iterator[Callable[[], None]]:
    """Web and worker run on the test's own database; calling this ends them without a word."""
    environment = {
        **os.environ,
        "DATA_DIR": str(app.config["DATA_DIR"]),
        "DATABASE_URL": str(app.config["SQLALCHEMY_DATABASE_URI"]),
        "SECRET_KEY": str(app.secret_key),
        "BASE_URL": f"http://localhost:{port}",
    }
    web = ["gunicorn", "wsgi:app", "--bind", f"127.0.0.1:{port}", "--no-control-socket"]
    web += ["--worker-class", "gthread", "--threads", "4", "--log-level", "error"]
    work = ["flask", "--app", "wsgi", "work"]
    running = [
        subprocess.Popen(
            [sys.executable, "-m", *command], cwd=ROOT, env=environment, start_new_session=True
        )
        for command in (web, work)
    ]

    def end() -> None:
        for each in running:
            with suppress(ProcessLookupError):  # another judge's thread was faster
                os.killpg(each.pid, signal.SIGKILL)
        for each in running:
            each.wait()

    try:
        wait_for(port)
        yield end
    finally:
        end()


def test_no_acknowledged_mark_is_lost(
    app: Flask, assignments: list[Assignment], port: int, kill: Callable[[], None]
) -> None:
    acknowledged: dict[int, int] = {each.id: 0 for each in assignments}
    scorers = {each.id: Scorer(app, each.judge, port) for each in assignments}
    db.session.rollback()

    def score(sheet: int) -> None:
        while True:
            version = acknowledged[sheet]
            try:
                status, kept = scorers[sheet].save(sheet, levels(version + 1), version)
            except (OSError, HTTPException):
                return
            assert (status, kept) == (200, version + 1)
            acknowledged[sheet] = kept
            if sum(acknowledged.values()) >= ENOUGH:
                kill()

    with ThreadPoolExecutor(len(scorers)) as threads:
        list(threads.map(score, scorers))
    assert sum(acknowledged.values()) >= ENOUGH
    for sheet in db.session.scalars(sa.select(ScoreSheet)):
        # What was on its way when everything ended is kept whole or not at all.
        assert sheet.version - acknowledged[sheet.assignment_id] in (0, 1)
        kept = {mark.criterion.key: mark.level for mark in sheet.marks}
        assert kept == levels(sheet.version)
    assert ledger.verify() is None


def levels(version: int) -> dict[str, int]:
    """Other marks for every version."""
    return {key: 1 + (version + place * (version // 5 + 1)) % 5 for place, key in enumerate(KEYS)}
