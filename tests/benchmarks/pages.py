"""The pages people wait for, on PostgreSQL and on SQLite, with two web workers.

Times in milliseconds are medians, given three times: as seen by a client over HTTP, inside the
server as gunicorn clocks it, and the latter in the quietest of several turns. All pages are
measured on an edition of 1,000 entries; the scoring page and saving one mark on one of 10 too and,
with ``BENCH_LARGE`` set, on one of 10,000. Judges grow with the entries: nobody has more than 150
sheets.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Iterator
from functools import partial
from itertools import count, product
from pathlib import Path
from typing import Any

from sqlalchemy import event

from award import create_app, demo
from award.core.db import db
from config import settings
from tests.benchmarks.server import Person, Served, Times, serving

ENTRIES_PER_JUDGE, LEAST_JUDGES, SHEETS = 50, 20, 3
TIMES = 120


def figures() -> Iterator[dict[str, Any]]:
    """One figure after the other."""
    sizes = (1000, 10, *((10_000,) if os.environ.get("BENCH_LARGE") else ()))
    for database, entries in product(("PostgreSQL", "SQLite"), sizes):
        on_postgres = database == "PostgreSQL"
        with (
            tempfile.TemporaryDirectory(prefix="award-bench-") as folder,
            serving(
                Path(folder), entries, _judges(entries), SHEETS, postgres=on_postgres
            ) as served,
        ):
            for figure in _of_one_size(served, everything=entries == 1000):
                yield {**figure, "entries": entries, "database": database}


def _judges(entries: int) -> int:
    return max(LEAST_JUDGES, entries // ENTRIES_PER_JUDGE)


def _of_one_size(served: Served, *, everything: bool) -> Iterator[dict[str, Any]]:
    yield {"name": "seed", "value": round(served.seeded, 1), "unit": "s"}
    judge = served.sign_in(demo.JUDGE, demo.PASSWORD)
    organiser = served.sign_in(demo.ORGANISER, demo.PASSWORD)
    sheet = _first(judge.get("/juri/"), r"/juri/lembar/\d+")
    pages = {
        "scoring_page": (judge, sheet),
        "entry_page": (organiser, "/panitia/seleksi/usulan/1"),
    }
    if everything:
        round_ = _first(organiser.get("/panitia/penilaian/"), r"/panitia/penilaian/(\d+)")
        ranked = f"/panitia/hasil/tahap/{round_}?kategori=semua"
        pages |= {"ranked_list": (organiser, ranked), "landing": (judge, "/")}
    marking = Marking(judge, sheet)
    requests = {name: partial(person.get, path) for name, (person, path) in pages.items()}
    requests |= {"save_mark": marking.by_script, "save_sheet": marking.by_form}
    for name, times in served.milliseconds(requests, TIMES).items():
        cost = {"statements": _statements(served, *pages[name])} if name in pages else {}
        yield _figure(name, times) | cost
    if everything:
        yield {"name": "web_memory", "value": round(served.memory()), "unit": "MiB (PSS)"}


def _first(page: str, pattern: str) -> str:
    found = re.search(pattern, page)
    assert found, f"no {pattern}"
    return found.group(found.lastindex or 0)


def _figure(name: str, times: Times) -> dict[str, Any]:
    client, *inside = (round(each, 1) for each in times)
    return {
        "name": name,
        "value": client,
        "server": inside[0],
        "server_quietest_turn": inside[1],
        "unit": "ms",
    }


class Marking:
    """A judge who changes one mark to and fro, saved as the page's script does or as a form."""

    def __init__(self, judge: Person, sheet: str) -> None:
        page = judge.get(sheet)
        self.judge, self.sheet, self.turns = judge, sheet, count()
        self.token = _first(page, r'name="csrf_token"[^>]*value="([^"]+)"')
        self.version = int(_first(page, r'name="version"[^>]*value="(\d+)"'))
        self.keys = re.findall(r'name="reason-([a-z_]+)"', page)
        self.by_script()  # from now on every turn changes something

    def by_script(self) -> None:
        """Send the whole sheet, as the page does after every change."""
        fields = {f"{part}-{key}": "" for key in self.keys for part in ("level", "reason")}
        answer = self.judge.send_form(self.sheet, fields | self._turn(), "application/json")
        self.version = json.loads(answer)["version"]

    def by_form(self) -> None:
        """Send it with the button, without a script."""
        self.judge.send_form(self.sheet, self._turn())
        self.version += 1

    def _turn(self) -> dict[str, str]:
        return {
            "csrf_token": self.token,
            "version": str(self.version),
            f"level-{self.keys[0]}": str(2 + next(self.turns) % 3),
            "act": "save",
        }


def _statements(served: Served, person: Person, path: str) -> int:
    """How many SQL statements the page costs, counted in this process on the same database."""
    app = create_app(settings(served.environment))
    with app.app_context():
        engine = db.engine
    seen = 0

    def counted(*_args: object) -> None:
        nonlocal seen
        seen += 1

    event.listen(engine, "before_cursor_execute", counted)
    # Outside a context of ours: a session that both requests shared would know what the first read.
    client = app.test_client()
    client.set_cookie("award", person.cookie.partition("=")[2], domain="localhost")
    client.get(path)
    seen = 0
    status = client.get(path).status_code
    engine.dispose()
    assert status == 200, f"{path}: {status}"
    return seen
