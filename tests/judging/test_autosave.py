"""Saving from a script: what it is told, what it may ask again, and what a save costs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from award.core.db import db
from award.entries.states import EntryState
from award.judging import actions
from award.judging.models import Assignment
from tests import builders as make
from tests import counting
from tests.browsing import Visitor
from tests.cast import Cast

Visit = Callable[..., Visitor]
JSON = {"Accept": "application/json"}


@pytest.fixture
def assignment(app: Flask, cast: Cast) -> Assignment:
    entry = make.entry(make.edition(), state=EntryState.PASSED)
    return make.assignment(make.round_of(entry.edition), entry, cast.external_judge)


@pytest.fixture
def judge(assignment: Assignment, visit: Visit, cast: Cast) -> Visitor:
    return visit(cast.external_judge)


def save(judge: Visitor, assignment: Assignment, level: int, version: int) -> Any:
    sent = {"level-kebaruan": str(level), "comment": "Baik.", "version": str(version)}
    return judge.post(f"/juri/lembar/{assignment.id}", sent, headers=JSON)


def test_a_clash_tells_what_is_kept_and_overwrites_nothing(
    assignment: Assignment, judge: Visitor
) -> None:
    save(judge, assignment, 3, 0)
    clash = save(judge, assignment, 5, 0)
    assert clash.status == 409
    kept = clash.json["kept"]
    assert (kept["version"], kept["saved"]) == (1, "Tersimpan 12.00 WITA")
    assert kept["fields"]["level-kebaruan"] == "3"
    assert kept["fields"]["level-signifikansi"] == ""
    assert kept["fields"]["comment"] == "Baik."
    assert len(kept["fields"]) == 15


def test_a_refusal_tells_why_and_what_is_kept(
    assignment: Assignment, judge: Visitor, cast: Cast
) -> None:
    save(judge, assignment, 3, 0)
    actions.close_round(round_=assignment.round, actor=cast.organiser)
    late = save(judge, assignment, 4, 1)
    assert late.status == 403
    assert "sudah ditutup" in late.json["error"]
    assert late.json["kept"]["fields"]["level-kebaruan"] == "3"


def test_an_ended_session_is_told_plainly_and_a_new_one_gets_a_fresh_token(
    assignment: Assignment, judge: Visitor, visit: Visit, cast: Cast
) -> None:
    gone = visit()
    assert save(gone, assignment, 3, 0).status == 401
    path = f"/juri/lembar/{assignment.id}"
    assert gone.get(f"{path}/simpanan", headers=JSON).status == 401
    stale = {"X-CSRFToken": "dari sesi lama", **JSON}
    sent = {"level-kebaruan": "3", "version": "0"}
    assert judge.send("POST", path, data=sent, headers=stale).status == 400
    now = judge.get(f"{path}/simpanan", headers=JSON).json
    assert now["judge"] == cast.external_judge.id
    fresh = {"X-CSRFToken": now["token"], **JSON}
    assert judge.send("POST", path, data=sent, headers=fresh).json["version"] == 1


def test_another_judge_on_the_same_phone_can_send_nothing_of_the_first(
    assignment: Assignment, visit: Visit, cast: Cast
) -> None:
    other = visit(cast.second_judge)
    assert save(other, assignment, 3, 0).status == 404
    page = other.get(f"/juri/lembar/{assignment.id}/simpanan", headers=JSON)
    assert page.status == 404
    assert assignment.sheet is None


def test_the_keeper_of_pages_may_keep_the_judges_pages_only(visit: Visit) -> None:
    script = visit().get("/juri/penyimpan.js").response
    assert script.mimetype == "text/javascript"
    assert b"judge-pages" in script.data


def test_saving_one_mark_costs_few_statements_however_many_entries_there_are(
    assignment: Assignment, judge: Visitor, cast: Cast
) -> None:
    save(judge, assignment, 3, 0)
    costs = []
    for more in (0, 20):
        for _ in range(more):
            entry = make.entry(assignment.entry.edition, state=EntryState.PASSED)
            make.sheet(make.assignment(assignment.round, entry, cast.external_judge), 3)
        db.session.commit()
        path, version = f"/juri/lembar/{assignment.id}", 1 + len(costs)
        sent = {"level-kebaruan": str(3 + version), "version": str(version)}
        with counting.statements() as count:
            assert judge.post(path, sent, headers=JSON).json["version"] == version + 1
        costs.append(int(count))
    chain_lock = db.engine.dialect.name == "postgresql"
    assert costs[0] == costs[1] <= 7 + chain_lock


def test_of_an_empty_sheet_nobody_is_told_that_it_was_saved(
    assignment: Assignment, judge: Visitor
) -> None:
    sent = {"comment": "", "version": "0"}
    answer = judge.post(f"/juri/lembar/{assignment.id}", sent, headers=JSON).json
    assert answer == {"version": 0, "saved": "Belum tersimpan"}
    assert assignment.sheet is None
