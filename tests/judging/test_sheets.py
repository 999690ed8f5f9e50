"""Score sheets: drafts, versions, finishing with everything in place, reopening."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
import sqlalchemy as sa
from flask import Flask

from award.competitions.models import Edition
from award.competitions.states import RoundState
from award.core.db import db
from award.core.ledger import Act, verify
from award.core.problems import Invalid, Refused, Stale
from award.entries.states import EntryState
from award.judging import actions, queries
from award.judging.models import Assignment
from award.judging.queries import writing
from award.judging.states import SheetState
from tests import builders as make
from tests import counting
from tests.cast import Cast

KEYS = (
    "latar_belakang",
    "kebaruan",
    "implementasi",
    "signifikansi",
    "adaptabilitas",
    "sumber_daya",
    "keberlanjutan",
)


@pytest.fixture
def assignment(app: Flask, cast: Cast) -> Assignment:
    edition = make.edition()
    entry = make.entry(edition, state=EntryState.PASSED)
    return make.assignment(make.round_of(edition), entry, cast.external_judge)


def marks(*levels: int | None, reason: str = "Sesuai bukti.") -> dict[str, tuple[int | None, str]]:
    return {key: (level, reason) for key, level in zip(KEYS, levels, strict=False)}


ALL = marks(4, 4, 4, 4, 4, 4, 4)


def save(
    assignment: Assignment, given: object = ALL, version: int = 0, comment: str = ""
) -> object:
    return actions.save_sheet(
        assignment=assignment,
        marks=given,  # type: ignore[arg-type]
        comment=comment,
        version=version,
        actor=Cast().external_judge,
    )


def finish(assignment: Assignment, given: object = ALL, version: int = 0) -> object:
    return actions.finish_sheet(
        assignment=assignment,
        marks=given,  # type: ignore[arg-type]
        comment="",
        version=version,
        actor=Cast().external_judge,
    )


def acts(action: str) -> list[dict[str, object]]:
    db.session.commit()
    found = db.session.scalars(sa.select(Act).where(Act.action == action).order_by(Act.seq))
    return [json.loads(act.content) for act in found]


def test_a_draft_keeps_what_was_given_and_has_no_total(assignment: Assignment) -> None:
    sheet = save(assignment, marks(3, None, 5), comment="Perlu dicek.")
    kept = {mark.criterion.key: (mark.level, mark.reason) for mark in sheet.marks}
    assert kept["latar_belakang"] == (3, "Sesuai bukti.")
    assert kept["kebaruan"] == (None, "Sesuai bukti.")
    assert (sheet.marked, sheet.expected, sheet.total) == (2, 7, None)
    assert (sheet.state, sheet.version, sheet.comment) == (SheetState.OPEN, 1, "Perlu dicek.")


def test_a_mark_can_be_taken_back_to_not_scored(assignment: Assignment) -> None:
    save(assignment)
    sheet = save(assignment, {**ALL, "kebaruan": (None, "")}, version=1)
    assert (sheet.marked, sheet.total) == (6, None)


def test_the_total_is_exact_once_every_mark_is_there(assignment: Assignment) -> None:
    sheet = save(assignment, marks(5, 4, 3, 4, 2, 1, 5))
    expected = sum(
        Decimal(w) * level / 5
        for w, level in zip((10, 15, 5, 30, 20, 5, 15), (5, 4, 3, 4, 2, 1, 5), strict=True)
    )
    assert sheet.total == expected
    assert queries.round_totals(assignment.round_id) == {}


def test_saving_the_same_again_changes_nothing(assignment: Assignment) -> None:
    first = save(assignment)
    again = save(assignment, version=0)
    assert again is first
    assert first.version == 1
    assert len(acts("sheet.saved")) == 1


def test_a_stale_sheet_overwrites_nothing(assignment: Assignment) -> None:
    sheet = save(assignment)
    save(assignment, marks(5, 5), version=1)
    with pytest.raises(Stale):
        save(assignment, marks(1, 1), version=1)
    assert [mark.level for mark in sheet.marks][:2] == [5, 5]
    assert sheet.version == 2


def test_a_sheet_is_held_anew_in_every_transaction(assignment: Assignment) -> None:
    held = "SELECT assignment.ended_at"
    writing.writing_for(Cast().external_judge, assignment.id)
    with counting.statements() as first:
        save(assignment)
    db.session.commit()
    with counting.statements() as second:
        save(assignment, marks(1), version=1)
    assert not any(each.startswith(held) for each in first.statements)
    assert any(each.startswith(held) for each in second.statements)


@pytest.mark.parametrize("level", [0, 6, -1])
def test_a_level_off_the_scale_is_refused(assignment: Assignment, level: int) -> None:
    with pytest.raises(Invalid) as refused:
        save(assignment, marks(level))
    assert list(refused.value.fields) == ["level-latar_belakang"]
    assert assignment.sheet is None


def test_an_unknown_criterion_is_refused(assignment: Assignment) -> None:
    with pytest.raises(Invalid, match="Rubrik"):
        save(assignment, {"wibawa": (5, "")})


def test_a_text_too_long_is_refused_at_its_field(assignment: Assignment) -> None:
    with pytest.raises(Invalid) as refused:
        save(assignment, marks(3, reason="x" * 2_001), comment="y" * 5_001)
    assert set(refused.value.fields) == {"reason-latar_belakang", "comment"}


def test_finishing_names_everything_that_is_missing(assignment: Assignment) -> None:
    given = {"latar_belakang": (1, ""), "kebaruan": (2, " "), "implementasi": (3, "")}
    with pytest.raises(Invalid) as refused:
        finish(assignment, {**given, "signifikansi": (5, ""), "adaptabilitas": (4, "")})
    assert set(refused.value.fields) == {
        "reason-latar_belakang",
        "reason-kebaruan",
        "reason-signifikansi",
        "level-sumber_daya",
        "level-keberlanjutan",
    }


def test_a_finished_sheet_counts(assignment: Assignment) -> None:
    sheet = finish(assignment, marks(3, 4, 3, 4, 3, 4, 3, reason=""))
    assert sheet.state == SheetState.FINISHED
    assert sheet.finished_at is not None
    assert queries.round_totals(assignment.round_id) == {assignment.entry_id: [sheet.total]}


def test_finishing_twice_is_finishing_once(assignment: Assignment) -> None:
    first = finish(assignment)
    assert finish(assignment) is first
    assert len(acts("sheet.finished")) == 1


def test_a_finished_sheet_is_not_written(assignment: Assignment) -> None:
    sheet = finish(assignment)
    with pytest.raises(Refused, match="Buka kembali"):
        save(assignment, marks(1), version=1)
    assert sheet.total == 80


def test_a_reopened_sheet_stops_counting_and_keeps_its_marks(
    assignment: Assignment, cast: Cast
) -> None:
    finish(assignment)
    sheet = actions.reopen_sheet(assignment=assignment, actor=cast.external_judge)
    assert (sheet.state, sheet.marked, sheet.finished_at) == (SheetState.OPEN, 7, None)
    assert queries.round_totals(assignment.round_id) == {}
    assert finish(assignment, version=1).state == SheetState.FINISHED


def test_nothing_is_written_once_the_round_has_closed(assignment: Assignment, cast: Cast) -> None:
    finish(assignment)
    actions.close_round(round_=assignment.round, actor=cast.organiser)
    assert assignment.round.state == RoundState.CLOSED
    with pytest.raises(Refused, match="sudah ditutup"):
        actions.reopen_sheet(assignment=assignment, actor=cast.external_judge)


def test_another_judge_writes_nothing_here(assignment: Assignment, cast: Cast) -> None:
    with pytest.raises(Refused, match="bukan tugas Anda"):
        actions.save_sheet(
            assignment=assignment, marks=ALL, comment="", version=0, actor=cast.second_judge
        )
    assert assignment.sheet is None


def test_the_first_mark_locks_the_edition(assignment: Assignment) -> None:
    edition: Edition = assignment.round.edition
    save(assignment, {}, comment="Belum menilai.")
    assert edition.locked_at is None
    save(assignment, marks(3), version=1)
    assert edition.locked_at is not None
    assert len(acts("edition.version_kept")) == 1


def test_the_ledger_alone_tells_every_mark(assignment: Assignment) -> None:
    save(assignment, marks(3))
    sheet = finish(assignment, version=1)
    saved, finished = acts("sheet.saved"), acts("sheet.finished")
    assert saved[0]["marks"] == {"latar_belakang": {"level": 3, "reason": "Sesuai bukti."}}
    assert finished[0]["marks"] == {key: {"level": 4, "reason": "Sesuai bukti."} for key in KEYS}
    assert finished[0]["total"] == str(sheet.total)
    place = {name: finished[0][name] for name in ("round_id", "entry_id", "judge_id")}
    assert place == {
        "round_id": assignment.round_id,
        "entry_id": assignment.entry_id,
        "judge_id": assignment.judge_id,
    }
    assert verify() is None
