"""The pages people wait for, on an edition of 1,000 entries, PostgreSQL and two web workers."""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import event

from award import create_app, demo
from award.core.db import db
from config import settings
from tests.benchmarks.server import Person, Served, serving

ENTRIES, JUDGES, SHEETS = 1000, 20, 3
TIMES = 60


def figures() -> Iterator[dict[str, Any]]:
    """One figure after the other; times in milliseconds are medians seen by a client."""
    with (
        tempfile.TemporaryDirectory(prefix="award-bench-") as folder,
        serving(Path(folder), ENTRIES, JUDGES, SHEETS) as served,
    ):
        yield {"name": "seed_1000_entries", "value": round(served.seeded, 1), "unit": "s"}
        judge = served.sign_in(demo.JUDGE, demo.PASSWORD)
        organiser = served.sign_in(demo.ORGANISER, demo.PASSWORD)
        sheet = _first(judge.get("/juri/"), r"/juri/lembar/\d+")
        round_ = _first(organiser.get("/panitia/penilaian/"), r"/panitia/penilaian/(\d+)")
        pages = {
            "scoring_page": (judge, sheet),
            "ranked_list_of_1000": (organiser, f"/panitia/hasil/tahap/{round_}?kategori=semua"),
            "entry_page": (organiser, "/panitia/seleksi/usulan/1"),
            "landing": (judge, "/"),
        }
        for name, (person, path) in pages.items():
            yield _figure(name, person.milliseconds(path, TIMES), _statements(served, person, path))
        yield _figure("save_sheet", _saving(judge, sheet), None)
        yield {"name": "web_memory", "value": round(served.memory()), "unit": "MiB (PSS)"}


def _first(page: str, pattern: str) -> str:
    found = re.search(pattern, page)
    assert found, f"no {pattern}"
    return found.group(found.lastindex or 0)


def _figure(name: str, milliseconds: float, statements: int | None) -> dict[str, Any]:
    figure: dict[str, Any] = {"name": name, "value": round(milliseconds, 1), "unit": "ms"}
    return figure | ({} if statements is None else {"statements": statements})


def _saving(judge: Person, sheet: str) -> float:
    """The median time of saving a draft whose one mark goes to and fro."""
    page = judge.get(sheet)
    token = _first(page, r'name="csrf_token"[^>]*value="([^"]+)"')
    version = int(_first(page, r'name="version"[^>]*value="(\d+)"'))
    key = _first(page, r'name="level-([a-z_]+)"')
    found = []
    for n in range(TIMES):
        fields = {
            "csrf_token": token,
            "version": str(version + n),
            f"level-{key}": str(3 + n % 2),
            "act": "save",
        }
        start = time.perf_counter()
        judge.send_form(sheet, fields)
        found.append((time.perf_counter() - start) * 1000)
    return median(found)


def _statements(served: Served, person: Person, path: str) -> int:
    """How many SQL statements the page costs, counted in this process on the same database."""
    app = create_app(settings(served.environment))
    with app.app_context():
        count = 0

        def counted(*_args: object) -> None:
            nonlocal count
            count += 1

        event.listen(db.engine, "before_cursor_execute", counted)
        client = app.test_client()
        client.set_cookie("award", person.cookie.partition("=")[2], domain="localhost")
        client.get(path)
        count = 0
        status = client.get(path).status_code
        db.session.remove()
        db.engine.dispose()
    assert status == 200, f"{path}: {status}"
    return count
