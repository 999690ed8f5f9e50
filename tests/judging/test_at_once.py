"""Two requests at the same moment: nothing is overwritten, nothing slips into a closed round."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from flask import Flask

from award.core import clock, ledger
from award.core.db import db
from award.entries.states import EntryState
from award.judging.models import Assignment, ScoreSheet
from tests import builders as make
from tests.browsing import Visitor
from tests.cast import Cast
from tests.conftest import NOON

Visit = Callable[..., Visitor]
JSON = {"Accept": "application/json"}


@pytest.fixture
def assignment(app: Flask, cast: Cast) -> Assignment:
    entry = make.entry(make.edition(), state=EntryState.PASSED)
    return make.assignment(make.round_of(entry.edition), entry, cast.external_judge)


@pytest.fixture
def at_once(app: Flask) -> Callable[..., list[int]]:
    def run(*sends: Callable[[], int]) -> list[int]:
        db.session.rollback()

        def inside(send: Callable[[], int]) -> int:
            with app.app_context(), clock.at(NOON):
                return send()

        with ThreadPoolExecutor(len(sends)) as threads:
            return list(threads.map(inside, sends))

    return run


def saving(visitor: Visitor, number: int, level: int) -> Callable[[], int]:
    sent = {"level-kebaruan": str(level), "reason-kebaruan": "Alasan.", "version": "0"}
    return lambda: visitor.post(f"/juri/lembar/{number}", sent, headers=JSON).status


def test_of_two_different_first_saves_one_is_told_of_the_other(
    assignment: Assignment, cast: Cast, visit: Visit, at_once: Callable[..., list[int]]
) -> None:
    number = assignment.id
    tabs = [visit(cast.external_judge) for _ in range(4)]
    statuses = at_once(*(saving(tab, number, level) for level, tab in enumerate(tabs, 1)))
    assert sorted(statuses) == [200, 409, 409, 409]
    sheet = db.session.scalars(sa.select(ScoreSheet)).one()
    assert sheet.version == 1
    assert [mark.level for mark in sheet.marks] == [statuses.index(200) + 1]
    assert ledger.verify() is None


def test_the_same_save_sent_twice_at_once_is_kept_once(
    assignment: Assignment, cast: Cast, visit: Visit, at_once: Callable[..., list[int]]
) -> None:
    number = assignment.id
    tabs = [visit(cast.external_judge) for _ in range(2)]
    assert at_once(*(saving(tab, number, 3) for tab in tabs)) == [200, 200]
    assert db.session.scalars(sa.select(ScoreSheet)).one().version == 1


def test_a_save_while_the_round_closes_is_kept_or_refused_but_never_late(
    assignment: Assignment, cast: Cast, visit: Visit, at_once: Callable[..., list[int]]
) -> None:
    number, round_id = assignment.id, assignment.round_id
    judge, organiser = visit(cast.external_judge), visit(cast.organiser)
    saved, closed = at_once(
        saving(judge, number, 3),
        lambda: organiser.post(f"/panitia/penilaian/{round_id}/tutup").status,
    )
    assert closed == 302
    assert saved in (200, 403)
    actions = db.session.scalars(
        sa.select(ledger.Act.action)
        .where(ledger.Act.action.in_(("sheet.saved", "round.close")))
        .order_by(ledger.Act.seq)
    ).all()
    assert actions == (["sheet.saved"] if saved == 200 else []) + ["round.close"]
