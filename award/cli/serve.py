"""The web server and the worker together, until Ctrl-C or until one of them ends."""

from __future__ import annotations

import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from subprocess import Popen, TimeoutExpired

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade
from sqlalchemy.exc import OperationalError

from award import demo
from award.core import fonts
from award.core.db import db

WEB_THREADS = 4
WEB_GRACE_SECONDS = 3
STOP_SECONDS = 6
WATCH_SECONDS = 0.2


@click.command("serve")
@with_appcontext
def serve() -> None:
    """Migrate, load the demonstration on its first start, then serve pages and run jobs."""
    host, port = current_app.config["HOST"], current_app.config["PORT"]
    check_port(host, port)
    check_libraries()
    prepare()
    with _children({"web server": _web(host, port), "worker": _worker()}) as children:
        _watch(children, host, port)


def check_port(host: str, port: int) -> None:
    """Refuse in one line when nothing can listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as error:
            raise click.ClickException(
                f"Port {port} needs more rights; choose another: PORT=8001"
            ) from error
        except OSError as error:
            raise click.ClickException(
                f"Port {port} on {host} cannot be used ({error.strerror}); choose another: "
                f"PORT={port + 1}"
            ) from error


def check_libraries() -> None:
    """Refuse in one line when a system library for PDF files is missing."""
    try:
        # Loaded only to see whether it can be: pages never print a PDF themselves.
        import weasyprint  # noqa: F401
    except OSError as error:
        fault = str(error).partition(":")[0]
        raise click.ClickException(
            f"A system library is missing ({fault}); “sh .ci/packages run” installs it or names it."
        ) from error


def prepare() -> None:
    """Bring the database up to date and, on a demonstration's first start, fill it."""
    try:
        upgrade()
        if current_app.config["DEMO"]:
            demo.load_once()
        for name in fonts.FACES:
            fonts.prepared(name)
    except OperationalError as error:
        fault = str(error.orig).strip().partition("\n")[0]
        raise click.ClickException(f"The database does not answer: {fault}") from error
    db.session.remove()
    db.engine.dispose()


def _web(host: str, port: int) -> list[str]:
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    return [
        # Two arenas: threads of their own would each keep the memory of their largest page.
        *("env", "MALLOC_ARENA_MAX=2"),
        *(sys.executable, "-m", "gunicorn", "wsgi:app", "--bind", address),
        *("--workers", str(current_app.config["WEB_WORKERS"]), "--threads", str(WEB_THREADS)),
        # Loaded once and forked: the workers share the memory of the code.
        *("--worker-class", "gthread", "--preload", "--no-control-socket"),
        *("--graceful-timeout", str(WEB_GRACE_SECONDS), "--log-level", "warning"),
    ]


def _worker() -> list[str]:
    return [sys.executable, "-m", "flask", "--app", "wsgi", "work"]


@contextmanager
def _children(commands: dict[str, list[str]]) -> Iterator[dict[str, Popen[bytes]]]:
    """Start the commands in groups of their own, so that Ctrl-C reaches us alone; stop them all."""
    # Said for SIGINT too: a shell that starts us in the background has it ignored.
    for signum in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signum, signal.default_int_handler)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # ignored under nohup
        signal.signal(signal.SIGHUP, signal.default_int_handler)
    started: dict[str, Popen[bytes]] = {}
    try:
        for name, command in commands.items():
            started[name] = Popen(command, process_group=0)  # noqa: S603 - our own commands
        yield started
    except KeyboardInterrupt:
        click.echo("Stopping …")
    finally:
        for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(signum, signal.SIG_IGN)
        _stop(list(started.values()))


def _stop(children: list[Popen[bytes]]) -> None:
    for child in children:
        child.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except TimeoutExpired:
            child.kill()


def _watch(children: dict[str, Popen[bytes]], host: str, port: int) -> None:
    announced = False
    while True:
        for name, child in children.items():
            if (code := child.poll()) is not None:
                raise click.ClickException(f"The {name} ended (exit code {code}).")
        if not announced and _answers(host, port):
            announced = True
            _announce()
        time.sleep(WATCH_SECONDS)


def _answers(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=WATCH_SECONDS):
            return True
    except OSError:
        return False


def _announce() -> None:
    click.echo(f"\n  {current_app.config['BASE_URL']}   (Ctrl-C stops)\n")
    if current_app.config["DEMO"]:
        click.echo(f"  Akun contoh, kata sandi: {demo.PASSWORD}")
        for account in demo.ACCOUNTS:
            click.echo(f"    {account.email:30} {account.name}, {account.position}")
        click.echo("")
