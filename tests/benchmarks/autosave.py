"""Many judges whose sheets save themselves at once: no lost mark, no error, and how long it takes.

Each judge changes a mark every four seconds, as a quick reader does, and the page saves it. Times
are those of the whole request, seen by clients that share the two cores with the server.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from flask import Flask
from sqlalchemy import select, update

from award import create_app
from award.competitions.models import Criterion
from award.core.db import db
from award.judging.models import Assignment, Mark, ScoreSheet
from award.judging.states import SheetState
from award.people.models import User
from config import settings
from tests.benchmarks.server import Served, serving
from tests.scorers import Scorer

EVERY_SECONDS = 4.0
LASTING_SECONDS = 24.0


@dataclass
class Desk:
    """One judge with one sheet: what was acknowledged, and how long each save took."""

    scorer: Scorer
    sheet: int
    version: int
    keys: list[str]
    milliseconds: list[float] = field(default_factory=list)
    errors: int = 0

    def levels(self, version: int) -> dict[str, int]:
        """Every criterion has a mark; each version changes one of them."""
        place = version % len(self.keys)
        return {
            key: 1 + (version // len(self.keys) + (n <= place)) % 5
            for n, key in enumerate(self.keys)
        }

    def save(self) -> None:
        """Send one change and remember what the server said."""
        start = time.perf_counter()
        status, kept = self.scorer.save(self.sheet, self.levels(self.version + 1), self.version)
        self.milliseconds.append((time.perf_counter() - start) * 1000)
        if status == 200:
            self.version = kept
        else:
            self.errors += 1

    def work(self) -> None:
        """Save again and again, in a rhythm of one's own."""
        rhythm = random.Random(self.sheet)
        end = time.perf_counter() + LASTING_SECONDS
        due = time.perf_counter() + rhythm.uniform(0, EVERY_SECONDS)
        while due < end:
            time.sleep(max(0.0, due - time.perf_counter()))
            self.save()
            due += EVERY_SECONDS * rhythm.uniform(0.75, 1.25)


def figures() -> Iterator[dict[str, Any]]:
    """The p95 of a save with 50 judges on SQLite and with 300 on PostgreSQL."""
    for name, judges in (("sqlite", 50), ("postgresql", 300)):
        with (
            tempfile.TemporaryDirectory(prefix="award-bench-") as folder,
            serving(Path(folder), judges, judges, 3, postgres=name == "postgresql") as served,
        ):
            yield {"name": f"{name}_{judges}_judges", **_measured(served, judges)}


def _measured(served: Served, judges: int) -> dict[str, Any]:
    app = create_app(settings(served.environment))
    with app.app_context():
        desks = _desks(app, served.port, judges)
        db.session.rollback()
        for desk in desks[:4]:  # both web processes have answered once
            desk.save()
            desk.milliseconds.clear()
        with ThreadPoolExecutor(len(desks)) as threads:
            list(threads.map(Desk.work, desks))
        lost = sum(_lost(desk) for desk in desks)
        db.session.remove()
        db.engine.dispose()
    times = [each for desk in desks for each in desk.milliseconds]
    return {
        "value": round(quantiles(times, n=20)[-1], 1),
        "unit": "ms (p95)",
        "median": round(median(times), 1),
        "saves": len(times),
        "lost": lost,
        "errors": sum(desk.errors for desk in desks),
    }


def _desks(app: Flask, port: int, judges: int) -> list[Desk]:
    """A sheet for every judge, open again."""
    db.session.execute(
        update(ScoreSheet).values(state=SheetState.OPEN, finished_at=None, version=0)
    )
    db.session.commit()
    found = db.session.execute(
        select(User, Assignment.id, Assignment.round_id)
        .join(Assignment, Assignment.judge_id == User.id)
        .order_by(Assignment.id)
    ).all()
    own = {user.id: (user, sheet, round_id) for user, sheet, round_id in reversed(found)}
    keys = list(db.session.scalars(select(Criterion.key).where(Criterion.round_id == found[0][2])))
    made = [Desk(Scorer(app, user, port), sheet, 0, keys) for user, sheet, _round in own.values()]
    assert len(made) == judges, f"{len(made)} judges have a sheet"
    return made


def _lost(desk: Desk) -> int:
    """Marks that were acknowledged and are not there."""
    rows = db.session.execute(
        select(Criterion.key, Mark.level)
        .join(Mark, Mark.criterion_id == Criterion.id)
        .join(ScoreSheet, ScoreSheet.id == Mark.sheet_id)
        .where(ScoreSheet.assignment_id == desk.sheet)
    )
    kept = {row.key: row.level for row in rows}
    return sum(kept.get(key) != level for key, level in desk.levels(desk.version).items())
