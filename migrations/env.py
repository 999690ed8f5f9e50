"""Runs migrations on the database of the application at hand."""

from importlib import import_module
from pathlib import Path

from alembic import context
from flask import current_app

from award.core.db import Base, Exact, Instant, db

for path in sorted((Path(current_app.root_path)).glob("*/models.py")):
    import_module(f"award.{path.parent.name}.models")


def render_item(kind, item, _autogen):
    """Write our column types as the plain types that the database knows."""
    if kind == "type" and isinstance(item, Instant):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Exact):
        return "sa.String(length=60)"
    if kind == "type" and type(item).__name__ == "Part":
        return "sa.Text()"
    return False


with db.engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=render_item,
        compare_type=False,
    )
    with context.begin_transaction():
        context.run_migrations()
