"""Migrations: one line, equal to the models, passable in both directions with rows present."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask, current_app
from flask_migrate import downgrade, upgrade

from award.certificates import actions, queries
from award.certificates.models import Batch, LayoutCheck
from award.certificates.states import Kind
from award.certificates.style import Style
from award.core import clock
from award.core.db import Base, db
from tests import builders
from tests.cast import Cast
from tests.certificates import finished


def _revisions() -> list[str]:
    """From the newest to the oldest."""
    script = ScriptDirectory(current_app.config["MIGRATIONS"])
    return [each.revision for each in script.walk_revisions()]


def _differences() -> list[Any]:
    with db.engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=options)
        return list(compare_metadata(context, Base.metadata))


def _checks() -> set[tuple[str, str]]:
    inspector = sa.inspect(db.engine)
    return {
        (table, str(check["name"]))
        for table in inspector.get_table_names()
        for check in inspector.get_check_constraints(table)
    }


def _promised_checks() -> set[tuple[str, str]]:
    return {
        (table.name, str(constraint.name))
        for table in Base.metadata.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, sa.CheckConstraint)
    }


def _rows() -> dict[str, int]:
    """How many rows each table of the database holds."""
    db.session.commit()
    with db.engine.connect() as connection:
        return {
            name: connection.scalar(sa.select(sa.func.count()).select_from(sa.table(name))) or 0
            for name in sa.inspect(connection).get_table_names()
            if name != "alembic_version"
        }


def _go(direction: Any, revision: str) -> dict[str, int]:
    db.session.remove()
    direction(revision=revision)
    return _rows()


@pytest.fixture
def rows(app: Flask, cast: Cast) -> dict[str, int]:
    """A competition in the middle of its judging."""
    edition = builders.edition()
    round_ = builders.round_of(edition)
    entry = builders.complete_entry(edition)
    judge = cast.external_judge
    builders.sheet(builders.assignment(round_, entry, judge), 4)
    return _rows()


def test_there_is_one_newest_migration(app: Flask) -> None:
    assert len(ScriptDirectory(app.config["MIGRATIONS"]).get_heads()) == 1


def test_migrations_make_what_the_models_say(app: Flask) -> None:
    assert _differences() == []
    assert _checks() == _promised_checks()


def test_rows_survive_every_step_back_and_forth(rows: dict[str, int]) -> None:
    newer, *older = _revisions()
    for revision in older:
        kept = _go(downgrade, revision)
        assert kept == {table: rows[table] for table in kept}
        again = _go(upgrade, newer)
        assert {table: again[table] for table in kept} == kept
        assert _go(downgrade, revision) == kept
        newer = revision
    kept = _rows()
    for revision in reversed(_revisions()):
        again = _go(upgrade, revision)
        assert {table: again[table] for table in kept} == kept


def test_a_batch_keeps_its_design_through_the_older_tables(app: Flask) -> None:
    batch_id = finished.issue(finished.edition(), style=Style(paper="f4")).id
    design = sa.text("SELECT design FROM batch")
    _go(downgrade, "0016")
    with db.engine.connect() as connection:
        assert connection.scalar(design) == "klasik"
    _go(upgrade, "head")
    assert db.session.get_one(Batch, batch_id).style == {"design": "klasik"}


def test_who_was_honoured_again_keeps_the_newer_certificate_in_the_older_tables(
    app: Flask,
) -> None:
    batch = finished.issue(finished.edition())
    for certificate in queries.certificates(batch):
        actions.fail(certificate=certificate, fault="design")
        builders.run("certificate.revoke", certificate)
    with clock.at(clock.wita(finished.DATED, 9)):
        builders.run("certificate.reissue", queries.certificates(batch)[0])
    db.session.commit()
    left = sa.text("SELECT serial, state FROM certificate")
    _go(downgrade, "0016")
    with db.engine.connect() as connection:
        assert [tuple(row) for row in connection.execute(left)] == [(3, "queued")]
    _go(upgrade, "head")
    assert _checks() == _promised_checks()


def test_a_layout_check_outlives_the_tables_that_count_no_tries(app: Flask) -> None:
    edition = finished.edition()
    finished.laid_out(edition, Kind.WINNER, finished.terms())
    db.session.commit()
    assert _go(downgrade, "0022")["layout_check"] == 1
    assert _go(upgrade, "head")["layout_check"] == 1
    check = db.session.scalars(sa.select(LayoutCheck)).one()
    assert (check.tries, check.done) == (0, check.total)


def test_all_the_way_down_leaves_nothing_and_up_again_works(rows: dict[str, int]) -> None:
    assert _go(downgrade, "base") == {}
    assert set(_go(upgrade, "head")) == set(rows)
    assert _differences() == []


def _triggers() -> set[str]:
    with db.engine.connect() as connection:
        return set(
            connection.scalars(sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
        )


def test_sqlite_keeps_its_triggers_through_every_change_of_a_table(app: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite changes a table by copying it")
    newest, *older = _revisions()
    before, newer = _triggers(), newest
    for revision in older[:-1]:
        above = _triggers()
        _go(downgrade, revision)
        _go(upgrade, newer)
        assert _triggers() == above
        _go(downgrade, revision)
        newer = revision
    _go(upgrade, newest)
    assert _triggers() == before
