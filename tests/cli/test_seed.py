"""The large edition: as many rows as asked for, none of them beyond the rules."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade

from award import create_app, demo
from award.core import ledger
from award.core.db import Base, db
from award.entries.models import Entry
from award.innovations.models import Innovation
from award.judging.models import Assignment, ScoreSheet
from award.people import queries
from award.people.models import User
from tests import builders
from tests.browsing import Visitor
from tests.conftest import database, settings_for

SEED = ["seed", "--entries", "30", "--judges", "6", "--sheets", "3"]


@pytest.fixture(scope="module")
def seeded(server: str | None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A demonstration with a large edition, seeded once for all tests here."""
    folder = tmp_path_factory.mktemp("seed")
    with database(server, folder, None) as address:
        app = create_app(settings_for(folder, address, DEMO=True))
        with app.app_context():
            upgrade()
            result = app.test_cli_runner().invoke(args=SEED)
            assert result.exit_code == 0, result.output
            assert f"{demo.JUDGE} " in result.output
            yield app
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def open_judge(seeded: Flask) -> Iterator[User]:
    judge = queries.user_by_email(demo.JUDGE)
    assert judge is not None
    yield judge
    db.session.rollback()


def number(table: type[Base], *where: sa.ColumnElement[bool]) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(table).where(*where)) or 0


def test_each_entry_has_its_judges_and_all_but_one_judge_have_finished(open_judge: User) -> None:
    waiting = number(Assignment, Assignment.judge_id == open_judge.id)
    per_entry = sa.select(sa.func.count()).select_from(Assignment).group_by(Assignment.entry_id)
    assert number(Entry) == 30
    assert number(Assignment) == 90
    assert set(db.session.scalars(per_entry)) == {3}
    assert waiting > 0
    assert number(ScoreSheet) == number(ScoreSheet, ScoreSheet.total.is_not(None)) == 90 - waiting


def test_no_judge_has_an_entry_of_the_own_agency(open_judge: User) -> None:
    found = db.session.execute(
        sa.select(Entry.wall_id, User.wall_id)
        .join(Assignment, Assignment.entry_id == Entry.id)
        .join(User, User.id == Assignment.judge_id)
    ).all()
    assert len(found) == 90
    assert all(entry != judge for entry, judge in found)


def test_what_comes_later_gets_numbers_of_its_own(open_judge: User) -> None:
    edition = db.session.scalars(sa.select(Entry)).first().edition  # type: ignore[union-attr]
    last = db.session.scalar(sa.select(sa.func.max(Innovation.id)))
    later = builders.innovation()
    assert later.id > (last or 0)
    last = db.session.scalar(sa.select(sa.func.max(Entry.id)))
    entry = Entry(
        edition_id=edition.id, innovation_id=later.id, agency_id=later.agency_id,
        wall_id=later.agency_id, category_id=edition.categories[0].id, title="Menyusul",
        declarations=[], state="draft", created_at=later.created_at, created_by_id=open_judge.id,
    )  # fmt: skip
    db.session.add(entry)
    db.session.flush()
    assert entry.id > (last or 0)


def test_the_judge_of_the_demonstration_still_has_sheets_to_score(
    open_judge: User, seeded: Flask
) -> None:
    given = number(Assignment, Assignment.judge_id == open_judge.id)
    page = Visitor(seeded, open_judge).get("/beranda")
    assert f"{given} lembar nilai tersisa" in page.text
    assert ledger.verify() is None


def test_a_real_installation_is_left_alone(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=SEED)
    assert result.exit_code == 1
    assert "Only with DEMO=1" in result.output
    assert number(Entry) == 0


def test_a_database_with_people_of_its_own_is_left_alone(app: Flask) -> None:
    app.config["DEMO"] = True
    result = app.test_cli_runner().invoke(args=SEED)
    assert result.exit_code == 1
    assert "accounts of its own" in result.output
    assert number(Entry) == 0
