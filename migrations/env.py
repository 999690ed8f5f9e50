"""Runs migrations on the database of the application at hand."""

from importlib import import_module
from pathlib import Path

from alembic import context
from flask import current_app

from award.core.db import Base, Exact, Instant, Word, db

for path in sorted((Path(current_app.root_path)).glob("*/models.py")):
    import_module(f"award.{path.parent.name}.models")


def render_item(kind, item, _autogen):
    """Write our column types as the plain types that the database knows."""
    if kind == "type" and isinstance(item, Instant):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Exact):
        return "sa.String(length=60)"
    if kind == "type" and isinstance(item, Word):
        return "sa.String(length=20)"
    if kind == "type" and type(item).__name__ == "Part":
        return "sa.Text()"
    return False


def set_foreign_keys(connection, state):
    """SQLite changes a table by copying and dropping it: rows that point to it must not mind.

    Told to the driver itself, because inside a transaction SQLite would not listen.
    """
    if connection.dialect.name == "sqlite":
        connection.connection.driver_connection.execute(f"PRAGMA foreign_keys={state}")


with db.engine.connect() as connection:
    set_foreign_keys(connection, "OFF")
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=render_item,
        transactional_ddl=True,
        transaction_per_migration=True,
    )
    try:
        with context.begin_transaction():
            context.run_migrations()
    finally:
        set_foreign_keys(connection, "ON")
