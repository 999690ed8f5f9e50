"""The ledger records every act and shows where it was tampered with."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from award.core import ledger
from award.core.db import db


def test_an_untouched_ledger_holds(app, cast):
    ledger.record("test.act", cast.staff, actor=cast.organiser, note="satu")
    db.session.commit()
    assert ledger.verify() is None
    assert ledger.head()[0] > 1


def test_the_database_refuses_to_change_an_act(app):
    with pytest.raises(DatabaseError):
        db.session.execute(text("UPDATE ledger SET content = '{}' WHERE seq = 1"))
    db.session.rollback()
    with pytest.raises(DatabaseError):
        db.session.execute(text("DELETE FROM ledger WHERE seq = 1"))


def _without_guards():
    where = " ON ledger" if db.engine.dialect.name == "postgresql" else ""
    for act in ("update", "delete"):
        db.session.execute(text(f"DROP TRIGGER ledger_no_{act}{where}"))


def test_a_changed_byte_is_found_and_located(app):
    _without_guards()
    db.session.execute(text("UPDATE ledger SET content = content || ' ' WHERE seq = 3"))
    assert ledger.verify() == ledger.Break(3, "changed")


def test_a_removed_act_is_found_and_located(app):
    _without_guards()
    db.session.execute(text("DELETE FROM ledger WHERE seq = 2"))
    assert ledger.verify() == ledger.Break(2, "missing")


def test_an_undone_transaction_leaves_no_trace(app, cast):
    before = ledger.head()
    ledger.record("test.act", actor=cast.organiser)
    db.session.rollback()
    db.session.commit()
    assert ledger.head() == before


@pytest.mark.parametrize(
    "change",
    [
        "content = CAST(X'7BFF7D' AS TEXT)",
        "at = '2026-15-11 04:00:00.000000'",
        "at = replace(at, ' ', 'T')",
        "hash = CAST(substr(hash, 1, 63) || X'FF' AS TEXT)",
    ],
)
def test_sqlite_a_byte_that_leaves_no_text_or_no_moment_is_located_too(app, change):
    _without_guards()
    db.session.execute(text(f"UPDATE ledger SET {change} WHERE seq = 3"))
    assert ledger.verify() == ledger.Break(3, "changed")
