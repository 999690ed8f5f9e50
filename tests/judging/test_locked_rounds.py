"""A locked round is readable and not writable; one opened again keeps its marks sealed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from award.approvals.queries import open_of
from award.competitions.models import Round
from award.competitions.states import SEALED, RoundState
from award.core import clock
from award.core.access import can, why_not
from award.core.db import db
from award.core.problems import Refused
from award.entries.states import EntryState
from award.judging import actions
from award.judging.models import Assignment
from award.judging.queries import sheets as queries
from award.judging.states import SheetState
from award.people import actions as people
from tests import builders as make
from tests.browsing import Visitor
from tests.cast import PASSWORD, Cast
from tests.conftest import NOON

WRITES = {
    "a sheet": "UPDATE score_sheet SET comment = 'lain'",
    "its state": "UPDATE score_sheet SET state = 'open', finished_at = NULL",
    "a new sheet": "INSERT INTO score_sheet (assignment_id, state, comment, marked, expected, "
    "version, saved_at) SELECT id, 'open', '', 0, 5, 0, made_at FROM assignment "
    "WHERE id NOT IN (SELECT assignment_id FROM score_sheet)",
    "a sheet's removal": "DELETE FROM score_sheet",
    "a mark": "UPDATE mark SET level = 1",
    "a new mark": "INSERT INTO mark (sheet_id, criterion_id, level, reason) "
    "SELECT sheet_id, criterion_id + 900, 1, '' FROM mark",
    "a mark's removal": "DELETE FROM mark",
    "a judge's removal": "DELETE FROM assignment",
    "another judge": 'UPDATE assignment SET judge_id = (SELECT id FROM "user" '
    "WHERE email = 'juri.dua@contoh.id'), judge_wall_id = (SELECT wall_id FROM \"user\" "
    "WHERE email = 'juri.dua@contoh.id')",
    "a new judge": "INSERT INTO assignment (round_id, entry_id, entry_wall_id, judge_id, "
    "judge_wall_id, made_at, made_by_id) SELECT round_id, entry_id, entry_wall_id, "
    "(SELECT id FROM \"user\" WHERE email = 'juri.dua@contoh.id'), (SELECT wall_id FROM "
    "\"user\" WHERE email = 'juri.dua@contoh.id'), made_at, made_by_id FROM assignment",
}


@pytest.fixture
def assignment(cast: Cast) -> Assignment:
    """Finished by the first external judge, in an open round; another has not begun."""
    edition = make.edition()
    entry = make.entry(edition, state=EntryState.PASSED)
    made = make.assignment(make.round_of(edition), entry, cast.external_judge)
    make.sheet(made, 4)
    make.assignment(made.round, entry, cast.internal_judge)
    db.session.commit()
    return made


@pytest.mark.parametrize("what", WRITES)
def test_the_database_refuses_what_a_locked_round_forbids(
    assignment: Assignment, what: str
) -> None:
    assignment.round.state = RoundState.LOCKED
    db.session.commit()
    with pytest.raises(IntegrityError, match="locked"):
        db.session.execute(text(WRITES[what]))


@pytest.mark.parametrize("state", RoundState)
def test_only_sealed_rounds_are_closed_to_writing(
    assignment: Assignment, state: RoundState
) -> None:
    assignment.round.state = state
    db.session.commit()
    refused = False
    try:
        db.session.execute(text(WRITES["a mark"]))
    except IntegrityError:
        refused = True
    assert refused == (state in SEALED)


def test_a_judge_of_a_locked_round_may_still_move_to_another_agency(
    assignment: Assignment, cast: Cast
) -> None:
    assignment.round.state = RoundState.LOCKED
    judge, home = cast.external_judge, make.agency("lembaga-contoh")
    people.change_user(
        user=judge, name=judge.name, position="", agency=home, roles=["judge"],
        actor=cast.organiser,
    )  # fmt: skip
    db.session.commit()
    db.session.refresh(assignment)
    assert assignment.judge_wall_id == home.root_id


def test_a_locked_round_can_be_read(assignment: Assignment, cast: Cast) -> None:
    assignment.round.state = RoundState.LOCKED
    assert can("sheet:read", assignment, cast.external_judge)
    assert "ditutup" in str(why_not("sheet:change", assignment, cast.external_judge))


def closed(round_: Round, cast: Cast) -> Round:
    actions.close_round(round_=round_, actor=cast.organiser)
    return round_


def test_one_organiser_locks_and_cannot_unlock_alone(assignment: Assignment, cast: Cast) -> None:
    round_ = closed(assignment.round, cast)
    actions.lock_round(round_=round_, actor=cast.organiser)
    assert round_.state == RoundState.LOCKED
    with pytest.raises(Refused, match="sudah dikunci"):
        actions.reopen_round(round_=round_, actor=cast.organiser)
    other = make.round_of(round_.edition, "presentasi", RoundState.LOCKED)
    with pytest.raises(Refused, match="dua orang"):
        actions.unlock_round(round_=round_, approval=make.agreed("round.unlock", other))


def test_two_organisers_unlock_a_round_on_its_pages(
    assignment: Assignment, cast: Cast, visit: Callable[..., Visitor]
) -> None:
    round_, first = closed(assignment.round, cast), visit(cast.organiser)
    path = f"/panitia/penilaian/{round_.id}"
    assert "memerlukan dua orang panitia" in first.get(f"{path}/kunci").text
    assert "hanya dapat dibaca" in first.post(f"{path}/kunci", follow_redirects=True).text
    page = first.get(f"{path}/buka-kunci")
    assert "1 dari 2 lembar tetap selesai" in page.text
    first.post(f"{path}/buka-kunci", {"reason": "Juri salah tik.", "password": PASSWORD})
    approval = open_of("round.unlock", round_.id)
    visit(cast.second_organiser).post(
        f"/panitia/persetujuan/{approval.id}/konfirmasi", {"remark": "Ya.", "password": PASSWORD}
    )
    db.session.refresh(round_)
    assert round_.state == RoundState.CLOSED
    assert "Buka babak lagi" in first.get(path).text


def reopened(assignment: Assignment, cast: Cast) -> Assignment:
    actions.reopen_round(round_=closed(assignment.round, cast), actor=cast.organiser)
    db.session.commit()
    return queries.sheet_for(cast.external_judge, assignment.id)


def test_reopening_deletes_nothing_and_whoever_finished_stays_finished(
    assignment: Assignment, cast: Cast
) -> None:
    marks = {each.criterion_id: each.level for each in assignment.sheet.marks}
    again = reopened(assignment, cast)
    assert again.sheet.state == SheetState.FINISHED
    assert {each.criterion_id: each.level for each in again.sheet.marks} == marks
    with pytest.raises(Refused, match="sebelum babak dibuka lagi"):
        actions.reopen_sheet(assignment=again, actor=cast.external_judge)
    assert "sebelum babak" in str(why_not("sheet:write", again, cast.external_judge))


def test_a_mark_changed_after_reopening_keeps_old_and_new(
    assignment: Assignment, cast: Cast
) -> None:
    again, key = reopened(assignment, cast), assignment.round.criteria[0].key
    with clock.at(NOON + timedelta(hours=1)):
        sheet = actions.change_mark(
            assignment=again,
            criterion_key=key,
            level=2,
            reason="Bukti baru.",
            version=1,
            actor=cast.external_judge,
        )
    assert [(each.old, each.new, each.reason) for each in sheet.changes] == [(4, 2, "Bukti baru.")]


def test_others_marks_are_hidden_again_until_all_have_finished(
    assignment: Assignment, cast: Cast
) -> None:
    closed(assignment.round, cast)
    judge = cast.external_judge
    actions.start_comparing(assignment=assignment, actor=judge)
    assert can("sheet:compare", assignment, judge)
    actions.reopen_round(round_=assignment.round, actor=cast.organiser)
    assert "dibuka lagi" in str(why_not("sheet:compare", assignment, judge))
    with pytest.raises(Refused, match="setelah semua juri"):
        actions.start_comparing(assignment=assignment, actor=judge)
    left = db.session.query(Assignment).filter_by(judge_id=cast.internal_judge.id).one()
    with clock.at(NOON + timedelta(hours=1)):
        make.sheet(left, 3)
        actions.start_comparing(assignment=assignment, actor=judge)
    assert can("sheet:compare", assignment, judge)
