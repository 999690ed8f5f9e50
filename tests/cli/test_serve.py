"""One command starts the web server and the worker, and stops them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from flask import Flask
from sqlalchemy import func, select

from award import create_app, demo
from award.core import clock
from award.core.db import db
from award.core.ledger import Act, verify
from award.people import queries
from award.results.models_record import Snapshot
from tests.browsing import Visitor
from tests.conftest import keep_cut, settings_for
from tests.guards.sources import ROOT
from tests.ports import free_port

SECONDS_TO_STOP = 60
"""Far more than it takes: only a test that hangs needs it."""
COMMAND = [sys.executable, "-m", "flask", "--app", "wsgi", "serve"]

AS_SCRIPTS_DO = ["sh", "-c", """trap "" INT; exec "$@" """, "sh"]
"""What a shell without a terminal does to a command that it starts in the background."""


def _environment(data: Path, port: int, **more: str) -> dict[str, str]:
    given = {"DATA_DIR": str(data), "PORT": str(port), "BASE_URL": f"http://localhost:{port}"}
    return {**os.environ, "DEMO": "1", "DATABASE_URL": "", **given, **more}


@contextmanager
def _serving(data: Path, port: int, *first: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The running command and what it printed up to the last demonstration account."""
    process = subprocess.Popen(
        [*first, *COMMAND],
        cwd=ROOT,
        env=_environment(data, port),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    printed = ""
    try:
        for line in process.stdout:
            printed += line
            if demo.ACCOUNTS[-1].email in line:
                break
        yield process, printed
    finally:
        process.terminate()
        process.wait(SECONDS_TO_STOP)


def _page(port: int) -> str:
    with urlopen(f"http://127.0.0.1:{port}/") as answer:
        return str(answer.read().decode())


def test_it_serves_shows_the_accounts_stops_and_keeps_its_data(tmp_path: Path, cut: Path) -> None:
    keep_cut(tmp_path, cut)
    port = free_port()
    for start in ([], AS_SCRIPTS_DO):
        with _serving(tmp_path, port, *start) as (process, printed):
            assert f"http://localhost:{port}" in printed
            assert demo.PASSWORD in printed
            assert "</html>" in _page(port)
            process.send_signal(signal.SIGINT)
            assert process.wait(SECONDS_TO_STOP) == 0
        with socket.socket() as probe:
            probe.settimeout(1)
            assert probe.connect_ex(("127.0.0.1", port)) != 0
    app = create_app(settings_for(tmp_path, f"sqlite:///{tmp_path / 'award.db'}", DEMO=True))
    with app.app_context():
        the_demonstration_is_loaded_once_and_each_account_signs_in(app)
        db.session.remove()
        db.engine.dispose()


def the_demonstration_is_loaded_once_and_each_account_signs_in(app: Flask) -> None:
    before = len(queries.users())
    assert not demo.load_once()
    assert len(queries.users()) == before
    for account in demo.ACCOUNTS:
        visitor = Visitor(app)
        visitor.post("/masuk", {"email": account.email, "password": demo.PASSWORD})
        assert account.name in visitor.get("/beranda").text
    assert db.session.scalar(select(func.max(Act.at))) <= clock.now()
    named = db.session.execute(
        select(Snapshot.ledger_head, Act.hash).outerjoin(Act, Act.seq == Snapshot.ledger_seq)
    ).all()
    assert named, "last year's result was kept"
    assert all(head == in_chain for head, in_chain in named)
    assert verify() is None


def test_a_taken_port_gets_one_line(tmp_path: Path) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        answer = subprocess.run(
            COMMAND, cwd=ROOT, env=_environment(tmp_path, port), capture_output=True, text=True
        )
    assert answer.returncode == 1
    assert answer.stderr.count("\n") == 1
    assert f"Port {port}" in answer.stderr


def test_a_setting_that_is_no_number_gets_one_line(tmp_path: Path) -> None:
    environment = _environment(tmp_path, 8000, WEB_WORKERS="many")
    answer = subprocess.run(COMMAND, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert answer.returncode == 1
    assert answer.stderr == "WEB_WORKERS must be a whole number from 1 to 64, not “many”.\n"


def test_an_address_of_no_known_database_gets_one_line(tmp_path: Path) -> None:
    environment = _environment(tmp_path, 8000, DATABASE_URL="mysql://award@localhost/award")
    answer = subprocess.run(COMMAND, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert answer.returncode == 1
    assert answer.stderr == "DATABASE_URL must begin with postgresql:// or sqlite://.\n"


def test_a_database_that_does_not_answer_gets_one_line(tmp_path: Path) -> None:
    address = f"postgresql://nobody@127.0.0.1:{free_port()}/award"
    environment = _environment(tmp_path, free_port(), DATABASE_URL=address)
    answer = subprocess.run(COMMAND, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert answer.returncode == 1
    assert answer.stderr.startswith("Error: The database does not answer:")
    assert answer.stderr.count("\n") == 1
