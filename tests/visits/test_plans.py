"""Planning, moving and cancelling visits; what the agency and the team are told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from award.competitions.models import Round
from award.competitions.states import RoundState
from award.core import ledger
from award.core.db import db
from award.core.mail import Mail
from award.core.problems import Invalid, Refused
from award.entries.models import Entry
from award.entries.states import EntryState
from award.visits import actions, queries
from award.visits.models import Visit
from award.visits.states import VisitState
from tests import builders as make
from tests.cast import PEOPLE, Cast
from tests.visits import fieldwork
from tests.visits.fieldwork import PLACE, WHEN


@pytest.fixture
def round_(app: Flask) -> Round:
    return make.round_of(make.edition(), "lapangan")


@pytest.fixture
def entry(round_: Round, cast: Cast) -> Entry:
    made = make.entry(round_.edition, state=EntryState.PASSED, title="Gerakan Pilah Sampah")
    make.assignment(round_, made, cast.external_judge)
    return made


def plan(round_: Round, entry: Entry, place: str = PLACE) -> Visit:
    return actions.plan_visit(
        round_=round_, entry=entry, starts_at=WHEN, place=place, actor=Cast().organiser
    )


def told(subject: str) -> dict[str, str]:
    found = db.session.scalars(select(Mail).where(Mail.subject.startswith(subject)))
    return {each.recipient: each.body for each in found}


def acts() -> list[str]:
    db.session.commit()
    return list(db.session.scalars(select(ledger.Act.action).order_by(ledger.Act.seq)))


def test_a_planned_visit_is_told_to_the_agency_and_to_its_team(
    round_: Round, entry: Entry, cast: Cast
) -> None:
    visit = plan(round_, entry)
    assert [each.judge.name for each in visit.team] == [cast.external_judge.name]
    letters = told("Kunjungan lapangan: Gerakan Pilah Sampah")
    assert letters.keys() == {PEOPLE[who].email for who in ("staff", "colleague", "external_judge")}
    body = letters[PEOPLE["staff"].email]
    assert "7 Oktober 2026 pukul 09.00 WITA" in body
    assert PLACE in body
    assert acts()[-1] == "visit.planned"


def test_an_entry_is_visited_once_in_a_round(round_: Round, entry: Entry) -> None:
    plan(round_, entry)
    with pytest.raises(Invalid, match="sudah direncanakan"):
        plan(round_, entry)


def test_only_entries_of_an_open_round_are_visited_at_a_place(round_: Round, entry: Entry) -> None:
    with pytest.raises(Invalid, match="belum lengkap"):
        plan(round_, entry, place="  ")
    outside = make.entry(round_.edition, state=EntryState.PASSED)
    with pytest.raises(Invalid, match="tidak mengikuti"):
        plan(round_, outside)
    round_.state = RoundState.CLOSED
    with pytest.raises(Refused, match="tidak sedang dibuka"):
        plan(round_, entry)


def test_a_visit_is_moved_only_with_a_reason_that_all_are_told(app: Flask, cast: Cast) -> None:
    visit = fieldwork.visit()
    later = WHEN + timedelta(days=1)
    change = {"visit": visit, "starts_at": later, "place": PLACE, "actor": cast.organiser}
    with pytest.raises(Invalid) as refused:
        actions.move_visit(**change, reason=" ")
    assert "reason" in refused.value.fields
    assert visit.starts_at == WHEN
    actions.move_visit(**change, reason="Odalan di banjar.")
    assert (visit.starts_at, visit.state) == (later, VisitState.PLANNED)
    letters = told("Kunjungan lapangan dipindah")
    assert "8 Oktober 2026" in letters[PEOPLE["staff"].email]
    assert "Odalan di banjar." in letters[PEOPLE["external_judge"].email]
    assert acts()[-1] == "visit.moved"


def test_moving_to_where_it_stands_changes_and_tells_nothing(app: Flask, cast: Cast) -> None:
    visit = fieldwork.visit()
    actions.move_visit(visit=visit, starts_at=WHEN, place=PLACE, reason="", actor=cast.organiser)
    assert told("Kunjungan") == {}
    assert "visit.moved" not in acts()


def test_a_cancelled_visit_keeps_its_claims_and_can_be_planned_anew(app: Flask, cast: Cast) -> None:
    visit = fieldwork.visit()
    fieldwork.claim(visit)
    actions.cancel_visit(visit=visit, reason="Akses jalan tertutup.", actor=cast.organiser)
    assert visit.state == VisitState.CANCELLED
    assert "Akses jalan tertutup." in told("Kunjungan lapangan dibatalkan")[PEOPLE["staff"].email]
    again = plan(visit.round, visit.entry, "Kantor lurah")
    assert again.id == visit.id
    assert (again.state, again.reason, len(again.claims)) == (VisitState.PLANNED, "", 1)


def test_a_visit_whose_claims_are_checked_is_not_called_off(app: Flask, cast: Cast) -> None:
    visit = fieldwork.visit()
    fieldwork.finish(visit)
    with pytest.raises(Refused, match="sudah selesai"):
        actions.cancel_visit(visit=visit, reason="Salah.", actor=cast.organiser)


def test_the_plan_reads_by_day_and_names_who_is_not_visited(
    round_: Round, entry: Entry, cast: Cast
) -> None:
    second = make.entry(round_.edition, state=EntryState.PASSED, title="Antre Daring")
    make.admitted(round_, second)
    visit = plan(round_, entry)
    found = queries.plan(round_)
    assert [(day.day, [each.id for each in day.visits]) for day in found.days] == [
        (WHEN.date(), [visit.id])
    ]
    assert [each.title for each in found.waiting] == ["Antre Daring"]
    assert [each.id for each in queries.own_visits(cast.external_judge)] == [visit.id]
    assert queries.own_visits(cast.second_judge) == []
    assert [each.id for each in queries.agency_visits(cast.head)] == [visit.id]
    assert queries.agency_visits(cast.other_staff) == []
