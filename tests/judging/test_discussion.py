"""After finishing: comparing begins with an act, and marks then change with old, new and why."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from award.competitions.states import RoundState
from award.core.db import db
from award.core.ledger import Act, verify
from award.core.problems import Invalid, Refused, Stale
from award.entries.states import EntryState
from award.judging import actions, queries
from award.judging.models import Assignment, MarkChange, ScoreSheet
from award.judging.queries import discrepancies
from award.judging.states import SheetState
from tests import builders as make
from tests.browsing import Visitor
from tests.cast import Cast

Visit = Callable[..., Visitor]


@pytest.fixture
def assignment(app: Flask, cast: Cast) -> Assignment:
    edition = make.edition()
    entry = make.entry(edition, state=EntryState.PASSED)
    return make.assignment(make.round_of(edition), entry, cast.external_judge)


@pytest.fixture
def other(assignment: Assignment, cast: Cast) -> Assignment:
    return make.assignment(assignment.round, assignment.entry, cast.second_judge)


@pytest.fixture
def compared(assignment: Assignment, other: Assignment, cast: Cast) -> ScoreSheet:
    make.sheet(assignment, 4)
    make.sheet(other, 2)
    return actions.start_comparing(assignment=assignment, actor=cast.external_judge)


def change(assignment: Assignment, level: int | None = 3, **more: object) -> ScoreSheet:
    given = {
        "criterion_key": "kebaruan",
        "level": level,
        "reason": "Sudah ada di kabupaten lain.",
        "version": 1,
        "actor": Cast().external_judge,
    }
    return actions.change_mark(assignment=assignment, **{**given, **more})  # type: ignore[arg-type]


def acts(action: str) -> list[dict[str, object]]:
    db.session.commit()
    found = db.session.scalars(sa.select(Act).where(Act.action == action).order_by(Act.seq))
    return [json.loads(act.content) for act in found]


def test_comparing_waits_for_the_whole_panel(
    assignment: Assignment, other: Assignment, cast: Cast
) -> None:
    make.sheet(assignment, 4)
    draft = make.sheet(other, 2, finished=False)
    with pytest.raises(Refused, match="semua juri"):
        actions.start_comparing(assignment=assignment, actor=cast.external_judge)
    draft.state, draft.finished_at = SheetState.FINISHED, draft.saved_at
    sheet = actions.start_comparing(assignment=assignment, actor=cast.external_judge)
    assert sheet.compared_at is not None
    actions.start_comparing(assignment=assignment, actor=cast.external_judge)
    assert len(acts("sheet.compared")) == 1


def test_a_closed_round_waits_for_nobody(
    assignment: Assignment, other: Assignment, cast: Cast
) -> None:
    make.sheet(assignment, 4)
    assignment.round.state = RoundState.CLOSED
    assert actions.start_comparing(assignment=assignment, actor=cast.external_judge).compared_at


def test_nobody_compares_before_finishing(assignment: Assignment, cast: Cast) -> None:
    with pytest.raises(Refused, match="belum selesai"):
        actions.start_comparing(assignment=assignment, actor=cast.external_judge)
    make.sheet(assignment, 4, finished=False)
    with pytest.raises(Refused, match="setelah Anda menyelesaikan"):
        actions.start_comparing(assignment=assignment, actor=cast.external_judge)


def test_who_has_compared_cannot_reopen_in_silence(
    compared: ScoreSheet, assignment: Assignment, cast: Cast
) -> None:
    with pytest.raises(Refused, match="sudah melihat nilai juri lain"):
        actions.reopen_sheet(assignment=assignment, actor=cast.external_judge)
    assert compared.state == SheetState.FINISHED


def test_a_change_that_takes_judges_apart_is_noted_at_once(
    assignment: Assignment, other: Assignment, cast: Cast
) -> None:
    make.sheet(assignment, 4)
    make.sheet(other, 4)
    actions.start_comparing(assignment=assignment, actor=cast.external_judge)
    assert discrepancies.of_round(assignment.round) == []
    heaviest = max(assignment.round.criteria, key=lambda each: each.weight)
    change(assignment, 2, criterion_key=heaviest.key)
    [noted] = discrepancies.of_round(assignment.round)
    assert (noted.entry_id, noted.levels) == (assignment.entry_id, 2)


def test_a_change_keeps_old_new_and_why_and_goes_on_counting(
    compared: ScoreSheet, assignment: Assignment
) -> None:
    sheet = change(assignment)
    assert (sheet.state, sheet.version) == (SheetState.FINISHED, 2)
    assert sheet.total == 80 - 15 / 5
    assert queries.round_totals(assignment.round_id)[assignment.entry_id][0] == sheet.total
    kept = db.session.scalars(sa.select(MarkChange)).one()
    assert (kept.old, kept.new, kept.reason) == (4, 3, "Sudah ada di kabupaten lain.")
    [act] = acts("sheet.changed")
    assert {key: act[key] for key in ("criterion", "old", "new", "why")} == {
        "criterion": "kebaruan",
        "old": 4,
        "new": 3,
        "why": "Sudah ada di kabupaten lain.",
    }
    assert act["marks"]["kebaruan"]["level"] == 3  # type: ignore[index]
    assert verify() is None


def test_the_same_change_sent_twice_is_one(compared: ScoreSheet, assignment: Assignment) -> None:
    change(assignment)
    change(assignment)
    assert len(compared.changes) == 1


def test_an_older_version_changes_nothing(compared: ScoreSheet, assignment: Assignment) -> None:
    change(assignment)
    with pytest.raises(Stale):
        change(assignment, 5)
    assert len(compared.changes) == 1


def test_every_fault_of_a_change_is_named(compared: ScoreSheet, assignment: Assignment) -> None:
    with pytest.raises(Invalid) as refused:
        change(assignment, 6, reason="  ")
    assert set(refused.value.fields) == {"level", "reason"}
    with pytest.raises(Invalid, match="Rubrik"):
        change(assignment, criterion_key="wibawa")
    assert compared.total == 80


def test_nothing_changes_before_comparing_or_after_the_round(
    assignment: Assignment, other: Assignment, cast: Cast
) -> None:
    make.sheet(other, 2)
    make.sheet(assignment, 4)
    with pytest.raises(Refused, match="Buka kembali"):
        change(assignment)
    actions.start_comparing(assignment=assignment, actor=cast.external_judge)
    actions.close_round(round_=assignment.round, actor=cast.organiser)
    with pytest.raises(Refused, match="ditutup"):
        change(assignment)


def test_the_pages_lead_from_finishing_to_comparing_to_a_change(
    assignment: Assignment, other: Assignment, cast: Cast, visit: Visit
) -> None:
    make.sheet(assignment, 4)
    draft = make.sheet(other, 2, finished=False)
    judge, path = visit(cast.external_judge), f"/juri/lembar/{assignment.id}"
    before = judge.get(path)
    assert "setelah semua juri usulan ini selesai" in before.text
    assert "Buka kembali" in before.text
    assert judge.post(f"{path}/bandingkan").status == 403
    draft.state, draft.finished_at = SheetState.FINISHED, draft.saved_at
    db.session.commit()
    assert cast.second_judge.name not in judge.get(path).text
    assert judge.post(f"{path}/bandingkan").location == path
    page = judge.get(path)
    assert page.all("tr.sum td") == ["80,00", "40,00"]
    assert "Buka kembali" not in page.text
    sent = {"criterion": "kebaruan", "level": "2", "version": "1"}
    faulty = judge.post(f"{path}/ubah", {**sent, "reason": ""})
    assert faulty.status == 422
    assert "Tulis alasan perubahan nilai." in faulty.text
    assert judge.post(f"{path}/ubah", {**sent, "reason": "Keliru membaca."}).location == path
    after = judge.get(path)
    assert "4 menjadi 2" in after.text
    assert "Keliru membaca." in after.text
    assert after.all("tr.sum td") == ["74,00", "40,00"]


def test_advice_is_shown_once_before_finishing_keeps_the_draft_and_can_be_passed(
    assignment: Assignment, cast: Cast, visit: Visit
) -> None:
    more = make.entry(assignment.entry.edition, state=EntryState.PASSED)
    make.sheet(make.assignment(assignment.round, more, cast.external_judge), 4)
    judge, path = visit(cast.external_judge), f"/juri/lembar/{assignment.id}"
    sent = {f"level-{each.key}": "4" for each in assignment.round.criteria}
    advised = judge.post(path, {**sent, "act": "finish", "version": "0"})
    assert advised.status == 200
    assert "Hampir semua nilai Anda sama" in advised.text
    db.session.expire_all()
    assert assignment.sheet is not None
    assert (assignment.sheet.state, assignment.sheet.marked) == (SheetState.OPEN, 7)
    passed = judge.post(path, {**sent, "act": "finish-anyway", "version": "1"})
    assert passed.location == path
    db.session.expire_all()
    assert assignment.sheet.state == SheetState.FINISHED
    assert "Hampir semua" not in json.dumps([acts("sheet.saved"), acts("sheet.finished")])
