"""Who judges what: by hand, and never an entry of one's own agency."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from award.competitions.models import Edition, Round
from award.competitions.states import RoundState
from award.core import clock
from award.core.db import db
from award.core.ledger import Act
from award.core.problems import Invalid, Refused
from award.entries.models import Entry
from award.entries.states import EntryState
from award.judging import actions, queries
from award.judging.models import Assignment, ScoreSheet
from award.judging.queries import panel, rounds, seats
from award.people.states import Role
from tests import builders as make
from tests.cast import Cast


def insert(round_id: int, entry: Entry, judge_id: int, wall_id: int) -> None:
    db.session.execute(
        sa.text(
            "INSERT INTO assignment (round_id, entry_id, entry_wall_id, judge_id, judge_wall_id,"
            " made_at, made_by_id) VALUES (:round, :entry, :entry_wall, :judge, :wall, :at, :judge)"
        ),
        {
            "round": round_id,
            "entry": entry.id,
            "entry_wall": entry.wall_id,
            "judge": judge_id,
            "wall": wall_id,
            "at": clock.now(),
        },
    )


def test_who_organises_does_not_judge(round_: Round, entry: Entry, cast: Cast) -> None:
    both = make.judge("Juri dan panitia", make.agency("univ-contoh"))
    assert both in seats.active_judges()
    both.grants.append(type(cast.organiser.grants[0])(role=Role.ORGANISER))
    db.session.flush()
    assert both not in seats.active_judges()
    with pytest.raises(Invalid, match="Panitia tidak duduk"):
        actions.seat(round_=round_, judge=both, actor=cast.organiser)
    with pytest.raises(Invalid, match="Panitia tidak duduk"):
        actions.assign(round_=round_, entry=entry, judge=both, actor=cast.organiser)


def test_a_judge_gets_a_sheet_once(round_: Round, entry: Entry, cast: Cast) -> None:
    first = actions.assign(
        round_=round_, entry=entry, judge=cast.external_judge, actor=cast.organiser
    )
    again = actions.assign(
        round_=round_, entry=entry, judge=cast.external_judge, actor=cast.organiser
    )
    assert first is again
    assert (first.judge_id, first.entry_id) == (cast.external_judge.id, entry.id)
    assert rounds.figures(round_).sheets == 1


def test_a_judge_of_the_same_agency_is_refused_with_the_reason(
    round_: Round, edition: Edition, cast: Cast
) -> None:
    own = make.entry(edition, make.agency("diskominfo"), EntryState.PASSED)
    make.admitted(round_, own)
    with pytest.raises(Refused, match="instansinya sendiri"):
        actions.assign(round_=round_, entry=own, judge=cast.internal_judge, actor=cast.organiser)


def test_a_judge_of_a_parent_or_sub_unit_is_refused_too(
    round_: Round, edition: Edition, cast: Cast
) -> None:
    parent = make.agency("dinkes")
    child = next(each for each in _agencies() if each.parent_id == parent.id)
    below = make.entry(edition, child, EntryState.PASSED)
    above = make.entry(edition, parent, EntryState.PASSED)
    make.admitted(round_, below, above)
    for judge, entry in (
        (make.judge("Juri Dinkes", parent), below),
        (make.judge("Juri Puskesmas", child), above),
    ):
        with pytest.raises(Refused, match="instansinya sendiri"):
            actions.assign(round_=round_, entry=entry, judge=judge, actor=cast.organiser)


def _agencies() -> list[make.Agency]:
    return list(db.session.scalars(sa.select(make.Agency)))


def test_the_database_itself_refuses_the_own_agency(
    round_: Round, edition: Edition, cast: Cast
) -> None:
    own = make.entry(edition, make.agency("diskominfo"), EntryState.PASSED)
    make.admitted(round_, own)
    with pytest.raises(IntegrityError):
        insert(round_.id, own, cast.internal_judge.id, cast.internal_judge.wall_id)


def test_the_database_is_not_fooled_by_a_false_agency(
    round_: Round, edition: Edition, cast: Cast
) -> None:
    own = make.entry(edition, make.agency("diskominfo"), EntryState.PASSED)
    make.admitted(round_, own)
    with pytest.raises(IntegrityError):
        insert(round_.id, own, cast.internal_judge.id, cast.external_judge.wall_id)


def test_a_judge_cannot_move_into_the_agency_of_an_entry_they_score(
    round_: Round, entry: Entry, cast: Cast
) -> None:
    make.assignment(round_, entry, cast.external_judge)
    with pytest.raises(IntegrityError):
        db.session.execute(
            sa.text('UPDATE "user" SET agency_id = :agency, wall_id = :wall WHERE id = :id'),
            {"agency": entry.agency_id, "wall": entry.wall_id, "id": cast.external_judge.id},
        )


def test_an_entry_outside_the_round_has_no_judges(
    round_: Round, edition: Edition, cast: Cast
) -> None:
    outside = make.entry(edition, state=EntryState.PASSED)
    with pytest.raises(Invalid, match="tidak mengikuti babak"):
        actions.assign(
            round_=round_, entry=outside, judge=cast.external_judge, actor=cast.organiser
        )
    with pytest.raises(IntegrityError):
        insert(round_.id, outside, cast.external_judge.id, cast.external_judge.wall_id)


def test_only_active_judges_are_assigned(round_: Round, entry: Entry, cast: Cast) -> None:
    cast.second_judge.active = False
    for person in (cast.second_judge, cast.other_staff):
        with pytest.raises(Invalid, match="bukan juri"):
            actions.assign(round_=round_, entry=entry, judge=person, actor=cast.organiser)


def test_own_entries_are_not_offered_and_the_worst_served_come_first(
    round_: Round, entry: Entry, edition: Edition, cast: Cast
) -> None:
    own = make.entry(edition, make.agency("diskominfo"), EntryState.PASSED)
    other = make.entry(edition, make.agency("dinkes"), EntryState.PASSED)
    make.admitted(round_, own, other)
    make.assignment(round_, entry, cast.external_judge)
    assert panel.assignable(round_, cast.internal_judge) == [(other, 0), (entry, 1)]


def test_judges_are_offered_with_their_load(round_: Round, entry: Entry, cast: Cast) -> None:
    make.assignment(round_, entry, cast.external_judge)
    loads = {seat.judge: seat.load for seat in panel.seats(round_.id)}
    assert loads == {cast.internal_judge: 0, cast.second_judge: 0, cast.external_judge: 1}


def test_a_sheet_without_marks_is_taken_back_without_ado(
    round_: Round, entry: Entry, cast: Cast
) -> None:
    actions.unassign(
        assignment=make.assignment(round_, entry, cast.external_judge), actor=cast.organiser
    )
    assert db.session.scalars(sa.select(Assignment)).all() == []


def test_taking_back_marks_needs_a_reason_and_the_ledger_keeps_them(
    round_: Round, entry: Entry, cast: Cast
) -> None:
    assignment = make.assignment(round_, entry, cast.external_judge)
    make.sheet(assignment, 4)
    db.session.refresh(assignment)
    with pytest.raises(Invalid) as refused:
        actions.unassign(assignment=assignment, actor=cast.organiser)
    assert list(refused.value.fields) == ["reason"]
    actions.unassign(assignment=assignment, reason="Juri sakit", actor=cast.organiser)
    db.session.commit()
    assert queries.round_totals(round_.id) == {}
    assert queries.marks_of_round(round_.id) == {}
    assert rounds.figures(round_).sheets == 0
    kept = db.session.scalars(sa.select(ScoreSheet)).one()
    assert (kept.assignment.ending, kept.assignment.ended_reason) == ("released", "Juri sakit")
    act = db.session.scalars(sa.select(Act).where(Act.action == "assignment.removed")).one()
    content = json.loads(act.content)
    assert content["reason"] == "Juri sakit"
    assert {mark["level"] for mark in content["marks"].values()} == {4}
    assert len(content["marks"]) == 7


def test_nobody_is_assigned_after_the_round_has_closed(
    round_: Round, entry: Entry, cast: Cast
) -> None:
    assignment = make.assignment(round_, entry, cast.external_judge)
    round_.state = RoundState.CLOSED
    with pytest.raises(Refused, match="sudah ditutup"):
        actions.assign(round_=round_, entry=entry, judge=cast.second_judge, actor=cast.organiser)
    with pytest.raises(Refused, match="sudah ditutup"):
        actions.unassign(assignment=assignment, actor=cast.organiser)
