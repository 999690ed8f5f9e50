"""The database session, names for every constraint, and column types that keep their promise."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    Connection,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    String,
    Update,
    bindparam,
    event,
    update,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

BUSY_MILLISECONDS = 15_000
IDLE_SECONDS = 30
"""A connection that rested longer is tried before it is used."""

# True while a request that may not write is served: SQLite then begins deferred and readers
# never wait for a writer; PostgreSQL is asked statement by statement, without a transaction to
# begin and to end. Everything else begins immediate, so that a transaction that read first can
# never fail when it comes to write.
reading: ContextVar[bool] = ContextVar("reading", default=False)


class Base(DeclarativeBase):
    """Parent of every table."""

    metadata = MetaData(naming_convention=NAMING)


db = SQLAlchemy(metadata=Base.metadata)
migrate = Migrate()

Text2 = dict[str, str]
"""A text in both languages: ``{"id": …, "en": …}``."""


class Instant(TypeDecorator[datetime]):
    """A moment in UTC, time zone kept on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


class Word(TypeDecorator[StrEnum]):
    """A value of an enumeration, kept as its word and met as its member."""

    impl = String(20)
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else str(self.kind(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self.kind(value)


class Exact(TypeDecorator[Decimal]):
    """A decimal kept digit by digit: text, because SQLite would make it a float."""

    impl = String(60)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


def init_app(app: Flask) -> None:
    """Bind the database to the application."""
    uri = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    if uri.get_backend_name() == "sqlite":
        options: dict[str, Any] = {"connect_args": {"timeout": BUSY_MILLISECONDS / 1000}}
    else:
        options = {"pool_size": 8, "max_overflow": 8, "pool_use_lifo": True}
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", options)
    db.init_app(app)
    migrate.init_app(app, db, directory=app.config["MIGRATIONS"], render_as_batch=True)
    with app.app_context():
        tame = tame_sqlite if db.engine.dialect.name == "sqlite" else tame_postgresql
        tame(db.engine)
    event.listen(db.session, "before_flush", _refuse_while_reading)


def overwrite(row: Any, **values: object) -> None:
    """Give columns of a row that exists new values now, at half the cost of a flush."""
    _refuse_while_reading()
    kind: type[Base] = type(row)
    done = db.session.connection().execute(_of_number(kind), {"number": row.id, **values})
    if done.rowcount != 1:
        raise StaleDataError(f"{kind.__name__} {row.id} is gone")
    for name, value in values.items():
        set_committed_value(row, name, value)


@cache
def _of_number(kind: type[Base]) -> Update:
    table = kind.metadata.tables[kind.__tablename__]
    return update(table).where(table.c.id == bindparam("number"))


@contextmanager
def only_reading() -> Iterator[None]:
    """A transaction of a job that hinders no writer, and is undone at its end."""
    token = reading.set(True)
    try:
        yield
    finally:
        db.session.rollback()
        reading.reset(token)


def _refuse_while_reading(*_session: object) -> None:
    if reading.get():
        raise RuntimeError("a request that only reads came to write")


def tame_sqlite(engine: Engine) -> None:
    """Write-ahead log, foreign keys, patience, and transactions that begin when we say so."""

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "foreign_keys=ON",
            "recursive_triggers=ON",  # or REPLACE would delete past those that refuse
            f"busy_timeout={BUSY_MILLISECONDS}",
            "synchronous=FULL",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if reading.get() else "BEGIN IMMEDIATE")


def tame_postgresql(engine: Engine) -> None:
    """Single statements for requests that only read; a rested connection proves itself first."""
    from award.core.cursor import LazyCursor  # psycopg is large, and SQLite needs none of it

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.cursor_factory = LazyCursor

    @event.listens_for(engine, "checkin")
    def rest(_connection: Any, record: Any) -> None:
        record.info["rested"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def take(connection: Any, record: Any, _proxy: Any) -> None:
        try:
            connection.autocommit = reading.get()
            rested = time.monotonic() - record.info.get("rested", time.monotonic())
            if rested > IDLE_SECONDS:
                connection.execute("SELECT 1")
                connection.rollback()
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error
