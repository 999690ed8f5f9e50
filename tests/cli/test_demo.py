"""The demonstration fills an empty installation once, and only a demonstration."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import func, select

from award import create_app, demo
from award.core import clock
from award.core.db import db
from award.core.ledger import Act, verify
from award.core.problems import Refused
from award.people import queries
from award.results.models_record import Snapshot
from tests.browsing import Visitor
from tests.conftest import settings_for


@pytest.fixture
def empty(empty_database: str, tmp_path: Path) -> Iterator[Flask]:
    """A demonstration that nobody has started yet."""
    app = create_app(settings_for(tmp_path, empty_database, DEMO=True))
    with app.app_context():
        upgrade()
        yield app
        db.session.remove()
        db.engine.dispose()


def test_it_is_loaded_once_and_each_account_signs_in(empty: Flask) -> None:
    assert demo.load_once()
    before = len(queries.users())
    assert not demo.load_once()
    assert len(queries.users()) == before
    for account in demo.ACCOUNTS:
        visitor = Visitor(empty)
        visitor.post("/masuk", {"email": account.email, "password": demo.PASSWORD})
        assert account.name in visitor.get("/beranda").text
    assert db.session.scalar(select(func.max(Act.at))) <= clock.now()
    named = db.session.execute(
        select(Snapshot.ledger_head, Act.hash).outerjoin(Act, Act.seq == Snapshot.ledger_seq)
    ).all()
    assert named, "last year's result was kept"
    assert all(head == in_chain for head, in_chain in named)
    assert verify() is None


def test_it_never_enters_a_real_installation(app: Flask, visit: Callable[..., Visitor]) -> None:
    with pytest.raises(Refused):
        demo.load_once()
    assert queries.user_by_email(demo.ACCOUNTS[0].email) is None
