"""Runs migrations on the database of the application at hand."""

import re
from importlib import import_module
from pathlib import Path

from alembic import context
from flask import current_app
from sqlalchemy import event, inspect

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
    """SQLite changes a table by copying and dropping it: what points to it must not mind.

    Told to the driver itself, because inside a transaction SQLite would not listen.
    """
    if connection.dialect.name == "sqlite":
        driver = connection.connection.driver_connection
        driver.execute(f"PRAGMA foreign_keys={state}")
        driver.execute(f"PRAGMA legacy_alter_table={'ON' if state == 'OFF' else 'OFF'}")


class Triggers:
    """SQLite also drops a table's triggers with that copy: those that no step drops come back."""

    def __init__(self, connection):
        self.connection = connection
        self.dropped = set()
        self.kept = {}
        if connection.dialect.name == "sqlite":
            event.listen(connection, "before_cursor_execute", self.notice)
            self.kept = self.present()
            connection.rollback()

    def present(self):
        rows = self.connection.exec_driver_sql(
            "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"
        )
        return {name: (table, sql) for name, table, sql in rows}

    def notice(self, _connection, _cursor, statement, *_rest):
        if found := re.match(r"DROP TRIGGER (\w+)", statement):
            self.dropped.add(found[1])

    def put_back(self, **_step):
        if self.connection.dialect.name != "sqlite":
            return
        tables = set(inspect(self.connection).get_table_names())
        lost = self.kept.keys() - self.present().keys() - self.dropped
        for table, sql in (self.kept[name] for name in sorted(lost)):
            if table in tables:
                self.connection.exec_driver_sql(sql)
        self.kept, self.dropped = self.present(), set()


with db.engine.connect() as connection:
    set_foreign_keys(connection, "OFF")
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=render_item,
        transactional_ddl=True,
        transaction_per_migration=True,
        on_version_apply=Triggers(connection).put_back,
    )
    try:
        with context.begin_transaction():
            context.run_migrations()
    finally:
        set_foreign_keys(connection, "ON")
