"""The official ranking of 10,000 entries from the database, and the board that shows it."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import event, select

from award import create_app, demo
from award.competitions.models import Round
from award.competitions.states import RoundState
from award.core.db import db
from award.results.queries import boards, lines, round_standings
from config import settings
from tests.benchmarks.server import Served, serving

ENTRIES, JUDGES, SHEETS = 10_000, 60, 3
TIMES = 5
PAGES = 60


def figures() -> Iterator[dict[str, Any]]:
    """One dict per figure, for one JSON line each."""
    with (
        tempfile.TemporaryDirectory(prefix="award-bench-") as folder,
        serving(Path(folder), ENTRIES, JUDGES, SHEETS) as served,
    ):
        yield from _ranked(served)
        organiser = served.sign_in(demo.ORGANISER, demo.PASSWORD)
        start = time.perf_counter()
        path = f"/panitia/hasil/{_edition_id(served)}/papan"
        organiser.get(path)
        first = (time.perf_counter() - start) * 1000
        yield {"figure": "board_page_first_milliseconds", "value": round(first, 1)}
        yield _page("board_page_milliseconds", organiser.milliseconds(path, PAGES))
        last = f"{path}?hal=200"
        yield _page("board_page_last_of_200_milliseconds", organiser.milliseconds(last, PAGES))


def _page(name: str, milliseconds: float) -> dict[str, Any]:
    return {"figure": name, "value": round(milliseconds, 1), "at_most": 100}


def _ranked(served: Served) -> Iterator[dict[str, Any]]:
    app = create_app(settings(served.environment))
    with app.app_context():
        number = _open_round().id
        ways = {
            "official_ranking_seconds": lambda round_: round_standings(round_, parts=False),
            "official_ranking_with_criterion_means_seconds": round_standings,
        }
        for name, act in ways.items():
            seconds, statements = _measured(number, act)
            yield {
                "figure": name,
                "value": round(seconds, 3),
                "at_most": 1.5,
                "statements": statements,
            }
        seconds, statements = _measured(number, lambda round_: lines.ranked_now(round_.edition))
        yield {
            "figure": "board_lines_seconds",
            "value": round(seconds, 3),
            "statements": statements,
        }
        db.session.remove()
        db.engine.dispose()


def _measured(number: int, act: Callable[[Round], object]) -> tuple[float, int]:
    """Median seconds of a fresh session, and how many statements it sends."""
    found, statements = [], 0

    def counted(*_args: object) -> None:
        nonlocal statements
        statements += 1

    for _ in range(TIMES):
        db.session.remove()
        round_ = boards.round_for(None, number)
        assert round_ is not None
        statements = 0
        event.listen(db.engine, "before_cursor_execute", counted)
        start = time.perf_counter()
        act(round_)
        found.append(time.perf_counter() - start)
        event.remove(db.engine, "before_cursor_execute", counted)
    return median(found), statements


def _edition_id(served: Served) -> int:
    app = create_app(settings(served.environment))
    with app.app_context():
        number = _open_round().edition_id
        db.session.remove()
        db.engine.dispose()
    return number


def _open_round() -> Round:
    return db.session.scalars(
        select(Round).where(Round.state == RoundState.OPEN).order_by(Round.id.desc())
    ).one()
