"""Conflicts of interest: refused by the action and by the database, recused when they come late."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from award.competitions.models import Edition, Round
from award.competitions.states import EditionState, RoundState
from award.core import clock
from award.core.db import db
from award.core.mail import Mail
from award.core.problems import Invalid, Refused
from award.entries.models import Entry
from award.entries.states import EntryState
from award.judging import actions, queries
from award.judging.models import Assignment
from award.judging.models_wall import Conflict
from award.judging.queries import panel, rounds, sheets
from award.judging.queries.walls import barred_in_round, why_barred
from award.judging.states import HARD, ConflictKind, Ending
from award.people import actions as people
from award.people.models import FormerAgency, User
from tests import builders as make
from tests.cast import Cast

K = ConflictKind


def declare(person: User, kind: ConflictKind, **about: Any) -> Conflict:
    kept = actions.declare(person=person, kind=kind, actor=person, **about).kept
    assert isinstance(kept, Conflict)
    return kept


def refused_by_the_database(statement: sa.Executable) -> str:
    with pytest.raises(IntegrityError) as refused, db.session.begin_nested():
        db.session.execute(statement)
    return str(refused.value.orig)


def given(round_: Round, entry: Entry, judge: User) -> Any:
    """The assignment as a statement that no action has seen."""
    built = make.assignment(round_, entry, judge)
    columns = Assignment.__table__.columns
    row = {each.name: getattr(built, each.name) for each in columns if each.name != "id"}
    db.session.delete(built)
    db.session.flush()
    return sa.insert(Assignment).values(**row)


@pytest.mark.parametrize("kind", sorted(HARD))
def test_the_action_and_the_database_refuse_a_hard_conflict(
    round_: Round, entry: Entry, cast: Cast, kind: ConflictKind
) -> None:
    judge, row = cast.external_judge, given(round_, entry, cast.external_judge)
    declare(judge, kind, entry=entry)
    with pytest.raises(Refused):
        actions.assign(round_=round_, entry=entry, judge=judge, actor=cast.organiser)
    assert "conflict of interest" in refused_by_the_database(row)


def test_an_organiser_empties_no_panel_of_the_own_agency(round_: Round, cast: Cast) -> None:
    """What a judge is said to be bound to would choose who judges the organiser's entries."""
    own = make.entry(round_.edition, make.agency("brida"), EntryState.PASSED)
    seat = make.assignment(round_, own, cast.external_judge)
    about = {"person": cast.external_judge, "agency": make.agency("brida")}
    with pytest.raises(Refused):
        actions.declare(**about, kind=K.FAMILY, actor=cast.organiser)
    with pytest.raises(Refused):
        actions.leave_agency(**about, left_on=clock.today(), actor=cast.organiser)
    assert seat.standing
    assert db.session.scalars(sa.select(Conflict)).all() == []


def test_organisers_are_told_when_a_sheet_loses_its_judge(
    round_: Round, entry: Entry, cast: Cast
) -> None:
    make.assignment(round_, entry, cast.external_judge)
    declare(cast.external_judge, K.FAMILY, entry=entry)
    letters = db.session.scalars(sa.select(Mail)).all()
    assert {each.recipient for each in letters} == {
        cast.organiser.email,
        cast.second_organiser.email,
    }
    assert "1 lembar pada Penilaian proposal kehilangan jurinya" in letters[0].body
    assert f"/panitia/penilaian/{round_.id}" in letters[0].body
    assert entry.title not in letters[0].body
    assert cast.external_judge.name not in letters[0].body


def test_a_soft_conflict_is_known_but_bars_nobody(round_: Round, entry: Entry, cast: Cast) -> None:
    declare(cast.external_judge, K.OTHER, entry=entry, note="Pernah satu kelas.")
    made = actions.assign(
        round_=round_, entry=entry, judge=cast.external_judge, actor=cast.organiser
    )
    assert made.standing


def test_a_conflict_with_an_agency_covers_its_units(
    round_: Round, edition: Edition, cast: Cast
) -> None:
    parent = make.agency("dinkes")
    unit = db.session.scalars(
        sa.select(make.Agency).where(make.Agency.parent_id == parent.id).limit(1)
    ).one()
    below = make.entry(edition, unit, EntryState.PASSED)
    row = given(round_, below, cast.external_judge)
    declare(cast.external_judge, K.SUPERVISOR, agency=parent)
    assert why_barred(cast.external_judge, below) is not None
    assert "conflict of interest" in refused_by_the_database(row)


@pytest.mark.parametrize(
    ("left_on", "barred"), [(date(2024, 5, 11), True), (date(2024, 5, 10), False)]
)
def test_an_agency_left_within_24_months_is_still_ones_own(
    round_: Round, entry: Entry, cast: Cast, left_on: date, barred: bool
) -> None:
    judge, row = cast.external_judge, given(round_, entry, cast.external_judge)
    actions.leave_agency(person=judge, agency=entry.agency, left_on=left_on, actor=judge)
    if not barred:
        assert actions.assign(round_=round_, entry=entry, judge=judge, actor=cast.organiser)
        return
    with pytest.raises(Refused, match="24 bulan"):
        actions.assign(round_=round_, entry=entry, judge=judge, actor=cast.organiser)
    assert "conflict of interest" in refused_by_the_database(row)


def test_moving_to_another_agency_leaves_a_record_of_the_old_one(
    edition: Edition, cast: Cast
) -> None:
    mover, old = cast.internal_judge, cast.internal_judge.agency
    people.change_user(
        user=mover,
        name=mover.name,
        position="",
        agency=make.agency("dinkes"),
        roles=mover.roles,
        actor=cast.organiser,
    )
    former = db.session.scalars(sa.select(FormerAgency)).one()
    assert (former.agency_id, former.left_on) == (old.id, date(2026, 5, 11))
    assert former.bars_until == date(2028, 5, 11)
    assert why_barred(mover, make.entry(edition, old)) is not None


def test_the_database_keeps_a_hard_conflict_from_someone_who_still_judges(
    round_: Round, entry: Entry, cast: Cast
) -> None:
    judge = cast.external_judge
    assignment = make.assignment(round_, entry, judge)
    row = {
        "person_id": judge.id,
        "kind": K.COACH,
        "entry_id": entry.id,
        "note": "",
        "declared_at": assignment.made_at,
        "declared_by_id": judge.id,
    }
    left = {
        "user_id": judge.id,
        "agency_id": entry.agency_id,
        "wall_id": entry.wall_id,
        "left_on": date(2026, 1, 1),
        "bars_until": date(2028, 1, 1),
    }
    assert "still judges" in refused_by_the_database(sa.insert(Conflict).values(**row))
    assert "still judges" in refused_by_the_database(sa.insert(FormerAgency).values(**left))
    db.session.execute(sa.insert(Conflict).values(**{**row, "kind": K.OTHER}))
    hardened = sa.update(Conflict).values(kind=K.FAMILY)
    assert "still judges" in refused_by_the_database(hardened)


def test_a_conflict_declared_late_takes_the_sheet_out_of_everything_and_keeps_it(
    round_: Round, entry: Entry, cast: Cast
) -> None:
    judge = cast.external_judge
    assignment = make.assignment(round_, entry, judge)
    make.sheet(assignment, 4)
    make.sheet(make.assignment(round_, entry, cast.second_judge), 2)
    declared = actions.declare(person=judge, kind=K.FAMILY, entry=entry, actor=judge)
    assert [each.id for each in declared.ended] == [assignment.id]
    assert (assignment.ending, assignment.ended_by_id) == (Ending.RECUSED, judge.id)
    assert len(queries.round_totals(round_.id)[entry.id]) == 1
    assert len(queries.marks_of_round(round_.id)[entry.id]) == 1
    assert rounds.figures(round_).sheets == 1
    assert [each.judge.id for each in rounds.progress(round_.id)] == [cast.second_judge.id]
    assert queries.judges_of_edition(round_.edition_id) == [cast.second_judge]
    assert sheets.desk(judge) == []
    assert assignment.sheet is not None
    assert assignment.sheet.marked == 7


def test_whoever_was_taken_from_an_entry_does_not_come_back(
    round_: Round, entry: Entry, cast: Cast
) -> None:
    judge, row = cast.external_judge, given(round_, entry, cast.external_judge)
    assignment = make.assignment(round_, entry, judge)
    conflict = actions.declare(person=judge, kind=K.FAMILY, entry=entry, actor=judge).kept
    assert isinstance(conflict, Conflict)
    again = sa.update(Assignment).values(ended_at=None, ending=None, ended_reason=None)
    assert "conflict of interest" in refused_by_the_database(again)
    actions.lift(conflict=conflict, reason="Salah pilih usulan.", actor=cast.organiser)
    refused_by_the_database(row)
    with pytest.raises(Invalid, match="sudah diakhiri"):
        actions.assign(round_=round_, entry=entry, judge=judge, actor=cast.organiser)
    assert not assignment.standing
    assert panel.assignable(round_, judge) == []


def test_what_was_decided_must_be_taken_back_before_its_sheets_can_go(
    round_: Round, entry: Entry, cast: Cast
) -> None:
    make.sheet(make.assignment(round_, entry, cast.external_judge), 4)
    round_.state = RoundState.DECIDED
    with pytest.raises(Invalid, match="Batalkan dahulu keputusan"):
        declare(cast.external_judge, K.COACH, entry=entry)
    round_.edition.state = EditionState.PUBLISHED
    round_.edition.published_at = entry.created_at
    assert declare(cast.external_judge, K.COACH, entry=entry).stands


def test_a_conflict_is_declared_once_and_lifted_with_a_reason(entry: Entry, cast: Cast) -> None:
    first = declare(cast.external_judge, K.FAMILY, entry=entry)
    assert declare(cast.external_judge, K.FAMILY, entry=entry) is first
    with pytest.raises(Invalid, match="alasan"):
        actions.lift(conflict=first, reason=" ", actor=cast.organiser)
    actions.lift(conflict=first, reason="Salah orang.", actor=cast.organiser)
    assert (first.stands, first.lifted_reason) == (False, "Salah orang.")
    assert why_barred(cast.external_judge, entry) is None


def test_people_declare_for_themselves_and_organisers_for_others(entry: Entry, cast: Cast) -> None:
    with pytest.raises(Refused):
        actions.declare(
            person=cast.second_judge, kind=K.COACH, entry=entry, actor=cast.external_judge
        )
    with pytest.raises(Invalid, match="Pilih usulan"):
        actions.declare(person=cast.second_judge, kind=K.COACH, actor=cast.organiser)
    declared = actions.declare(
        person=cast.second_judge, kind=K.COACH, entry=entry, actor=cast.organiser
    )
    assert isinstance(declared.kept, Conflict)
    assert declared.kept.declared_by_id == cast.organiser.id


def test_an_organiser_has_no_hand_in_what_they_are_bound_to(
    round_: Round, entry: Entry, edition: Edition, cast: Cast
) -> None:
    own = make.entry(edition, cast.organiser.agency, EntryState.PASSED)
    assignment = make.assignment(round_, entry, cast.external_judge)
    declare(cast.organiser, K.FAMILY, entry=entry)
    make.admitted(round_, own)
    assert barred_in_round(cast.organiser, round_.id).keys() == {own.id, entry.id}
    for barred in (entry, own):
        with pytest.raises(Refused):
            actions.assign(
                round_=round_, entry=barred, judge=cast.second_judge, actor=cast.organiser
            )
    with pytest.raises(Refused):
        actions.unassign(assignment=assignment, reason="Tanpa alasan.", actor=cast.organiser)
    with pytest.raises(Refused):
        actions.declare(person=cast.second_judge, kind=K.COACH, entry=entry, actor=cast.organiser)
    actions.unassign(assignment=assignment, actor=cast.second_organiser)


def test_an_organisers_own_entry_has_external_judges_only(
    round_: Round, edition: Edition, cast: Cast
) -> None:
    own = make.entry(edition, cast.organiser.agency, EntryState.PASSED)
    make.admitted(round_, own)
    for judge, refused in ((cast.internal_judge, True), (cast.external_judge, False)):
        if refused:
            with pytest.raises(Invalid, match="juri eksternal"):
                actions.give(round_=round_, entry=own, judge=judge, actor=cast.organiser)
        else:
            assert actions.give(round_=round_, entry=own, judge=judge, actor=cast.organiser)


def test_the_database_gives_no_internal_judge_an_entry_of_an_organisers_agency(
    round_: Round, cast: Cast
) -> None:
    own = make.entry(round_.edition, make.agency("brida"), EntryState.PASSED)
    row, inside = given(round_, own, cast.external_judge), cast.internal_judge
    internal = row.values(judge_id=inside.id, judge_wall_id=inside.wall_id)
    assert "only external judges" in refused_by_the_database(internal)
    db.session.execute(row)
    taken = sa.update(Assignment).values(judge_id=inside.id, judge_wall_id=inside.wall_id)
    assert "only external judges" in refused_by_the_database(taken)
