"""Presentation day: an order is made, changed by hand, announced, and read by those it concerns."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask

from award.competitions.models import Round
from award.competitions.states import RoundState
from award.core import clock
from award.core.db import db
from award.core.ledger import Act
from award.core.mail import Mail
from award.core.problems import Invalid, Refused
from award.entries.models import Entry
from award.entries.states import EntryState
from award.judging import actions
from award.judging.calendar_file import Event, calendar
from award.judging.models_day import RunningOrder, Slot
from award.judging.queries import order as queries
from award.judging.timetable import Hours
from tests import builders as make
from tests.browsing import Visitor
from tests.cast import Cast
from tests.counting import statements

Visit = Callable[..., Visitor]
MONDAY = date(2026, 9, 7)
FORM = {
    "first_day": "2026-09-07",
    "starts": "09:00",
    "ends": "16:00",
    "talk": "7",
    "questions": "13",
    "change": "5",
    "breaks": "12.00–13.00",
    "lot": "731",
}


@pytest.fixture
def round_(app: Flask) -> Round:
    return make.round_of(make.edition(), "presentasi")


def entries_of(round_: Round, cast: Cast, codes: str) -> list[Entry]:
    """One entry for each agency; every judge of the cast is given those they may judge."""
    made = []
    for code in codes.split():
        entry = make.entry(round_.edition, make.agency(code), EntryState.PASSED)
        make.admitted(round_, entry)
        for judge in (cast.internal_judge, cast.external_judge, cast.second_judge):
            if judge.wall_id != entry.wall_id:
                make.assignment(round_, entry, judge)
        made.append(entry)
    db.session.flush()
    return made


def made(round_: Round, cast: Cast, lot: str = "731", **hours: object) -> RunningOrder:
    return actions.make_order(
        round_=round_,
        hours=Hours(MONDAY, **hours),  # type: ignore[arg-type]
        lot=lot,
        open_to_all=False,
        actor=cast.organiser,
    )


def order_now(round_: Round) -> list[int]:
    return [each.entry_id for each in queries.slots_of(round_.id)]


def acts(action: str) -> list[dict[str, object]]:
    db.session.commit()
    found = db.session.scalars(sa.select(Act).where(Act.action == action).order_by(Act.seq))
    return [json.loads(each.content) for each in found]


def test_entries_of_a_judges_own_agency_stand_together(round_: Round, cast: Cast) -> None:
    walled = entries_of(round_, cast, "diskominfo dlhk diskominfo dinkes diskominfo dlhk")
    made(round_, cast)
    plan = queries.plan(round_)
    assert (plan.walks, plan.alphabetical) == (1, 5)
    own = {walled[0].id, walled[2].id, walled[4].id}
    assert set(order_now(round_)[:3]) == own or set(order_now(round_)[3:]) == own
    assert [each.name for each in plan.lines[0].out or plan.lines[-1].out] == ["I Putu Contoh"]


def test_the_ledger_keeps_what_is_needed_to_repeat_the_draw(round_: Round, cast: Cast) -> None:
    entries_of(round_, cast, "dlhk dinkes kec-petang")
    made(round_, cast, lot="731")
    first = order_now(round_)
    made(round_, cast, lot="9")
    made(round_, cast, lot="731")
    assert order_now(round_) == first
    assert [(act["lot"], act["walks"]) for act in acts("order.made")] == [
        ("731", 0),
        ("9", 0),
        ("731", 0),
    ]
    assert acts("order.made")[0]["entries"] == first


def test_an_entry_is_moved_and_the_times_stay_where_they_are(round_: Round, cast: Cast) -> None:
    entries_of(round_, cast, "dlhk dinkes kec-petang dlhk")
    order = made(round_, cast)
    before = order_now(round_)
    times = [each.starts_at for each in queries.slots_of(round_.id)]
    actions.move_entry(order=order, entry_id=before[3], to=1, actor=cast.organiser)
    assert order_now(round_) == [before[3], *before[:3]]
    actions.move_entry(order=order, entry_id=before[3], to=99, actor=cast.organiser)
    assert order_now(round_) == before
    assert [each.starts_at for each in queries.slots_of(round_.id)] == times
    assert [(act["was"], act["now"]) for act in acts("order.moved")] == [(4, 1), (1, 4)]


def test_agencies_are_told_once_and_again_when_their_time_changes(
    round_: Round, cast: Cast
) -> None:
    entries_of(round_, cast, "dlhk dinkes kec-petang")
    order = made(round_, cast)
    assert actions.announce_order(order=order, actor=cast.organiser) == 3
    with pytest.raises(Refused, match="sudah diumumkan"):
        actions.announce_order(order=order, actor=cast.organiser)
    first, second, _last = order_now(round_)
    actions.move_entry(order=order, entry_id=first, to=2, actor=cast.organiser)
    assert [each.entry_id for each in queries.announced(round_.id)][:2] == [first, second]
    assert actions.announce_order(order=order, actor=cast.organiser) == 2
    assert [each.entry_id for each in queries.announced(round_.id)][:2] == [second, first]
    subjects = list(db.session.scalars(sa.select(Mail.subject).order_by(Mail.id)))
    changed = [each for each in subjects if each.startswith("Waktu presentasi berubah")]
    assert 0 < len(changed) < len(subjects)
    assert len(acts("order.announced")) == 2


def test_an_entry_that_came_later_must_get_its_time_first(round_: Round, cast: Cast) -> None:
    entries_of(round_, cast, "dlhk dinkes")
    order = made(round_, cast)
    entries_of(round_, cast, "kec-petang")
    with pytest.raises(Refused, match="tanpa waktu"):
        actions.announce_order(order=order, actor=cast.organiser)
    made(round_, cast)
    assert actions.announce_order(order=order, actor=cast.organiser) == 3


def test_a_round_without_entries_and_a_day_without_room_are_refused(
    round_: Round, cast: Cast
) -> None:
    with pytest.raises(Invalid, match="Belum ada usulan"):
        made(round_, cast)
    entries_of(round_, cast, "dlhk")
    with pytest.raises(Invalid) as refused:
        made(round_, cast, ends=9 * 60 + 5)
    assert list(refused.value.fields) == ["ends"]
    round_.state = RoundState.LOCKED
    with pytest.raises(Refused, match="dikunci"):
        made(round_, cast)


def test_an_entry_that_leaves_the_round_leaves_the_order(round_: Round, cast: Cast) -> None:
    round_.state = RoundState.DRAFT
    entries_of(round_, cast, "dlhk dinkes")
    made(round_, cast)
    actions.retract(round_=round_, actor=cast.organiser)
    assert db.session.scalars(sa.select(Slot)).all() == []


def test_the_organiser_makes_moves_and_announces_it_on_one_page(
    round_: Round, cast: Cast, visit: Visit
) -> None:
    entries_of(round_, cast, "dlhk dinkes diskominfo")
    path, organiser = f"/panitia/penilaian/{round_.id}/presentasi/", visit(cast.organiser)
    assert "Urutan belum disusun" in organiser.get(path).text
    wrong = organiser.post(path, {**FORM, "breaks": "siang", "ends": "08:00"})
    assert wrong.status == 422
    assert "Tulis jeda seperti 12.00–13.00." in wrong.text
    assert "sesudah jam mulai" in wrong.text
    assert organiser.post(path, FORM).status == 302
    page = organiser.get(path)
    assert "7 September 2026" in page.text
    assert "09.00 WITA sampai 10.10 WITA" in page.text
    assert "I Putu Contoh" in page.text
    first, second = order_now(round_)[:2]
    organiser.post(f"{path}pindah", {"entry": first, "to": "2"})
    assert order_now(round_)[:2] == [second, first]
    assert "3 instansi mendapat surel" in _after(organiser, f"{path}umumkan", path)
    table = organiser.get(f"{path}urutan.csv").response.text
    assert table.splitlines()[1].startswith("1,7 Sep 2026,09.00 WITA,")


def _after(visitor: Visitor, path: str, shown: str) -> str:
    assert visitor.post(path).status == 302
    return visitor.get(shown).text


def test_judges_and_agencies_read_it_once_it_is_announced(
    round_: Round, cast: Cast, visit: Visit
) -> None:
    own, other, walled = entries_of(round_, cast, "dlhk dinkes diskominfo")
    order = made(round_, cast)
    paths = [f"/juri/presentasi/{round_.id}", "/pd/presentasi", f"/presentasi/{round_.id}"]
    judge, staff, anyone = visit(cast.internal_judge), visit(cast.staff), visit()
    assert [v.get(p).status for v, p in zip((judge, staff, anyone), paths, strict=True)] == [
        404,
        200,
        404,
    ]
    actions.announce_order(order=order, actor=cast.organiser)
    page = judge.get(paths[0])
    assert page.text.count("Anda di luar") == 2  # the lead and the own agency's entry
    assert walled.title in page.text
    mine = staff.get(paths[1]).text
    assert own.title in mine
    assert other.title not in mine
    assert "7 September 2026" in mine
    file = staff.get("/pd/presentasi.ics").response.text
    assert file.count("BEGIN:VEVENT") == 1
    assert anyone.get(paths[2]).status == 404
    order.open_to_all = True
    assert other.title in anyone.get(paths[2]).text
    assert judge.get(f"{paths[0]}.ics").response.text.count("BEGIN:VEVENT") == 2


def test_the_screen_lists_todays_entries_for_its_timer(
    round_: Round, cast: Cast, visit: Visit
) -> None:
    entries_of(round_, cast, "dlhk dinkes kec-petang")
    made(round_, cast, ends=10 * 60)
    tuesday = queries.plan(round_).sittings[1][0].slot
    with clock.at(clock.wita(date(2026, 9, 8), 8)):
        page = visit(cast.organiser).get(f"/panitia/penilaian/{round_.id}/presentasi/layar")
    stage = page.soup.select_one("[data-stage]")
    assert stage is not None
    assert (stage["data-talk"], stage["data-questions"]) == ("7", "13")
    assert [each["data-entry"] for each in stage.select("[data-entry]")] == [str(tuesday.entry_id)]
    assert tuesday.entry.title in page.text


def test_pages_cost_the_same_for_three_entries_as_for_nine(
    round_: Round, cast: Cast, visit: Visit
) -> None:
    path, costs = f"/panitia/penilaian/{round_.id}/presentasi/", []
    readers = [
        (visit(cast.organiser), path),
        (visit(cast.organiser), f"{path}layar"),
        (visit(cast.organiser), f"/panitia/kertas/babak/{round_.id}/juri/{cast.external_judge.id}"),
        (visit(cast.external_judge), f"/juri/presentasi/{round_.id}"),
        (visit(cast.staff), "/pd/presentasi"),
        (visit(), f"/presentasi/{round_.id}"),
    ]
    for codes in ("dlhk dinkes diskominfo", "dlhk dinkes diskominfo kec-petang dlhk dinkes"):
        entries_of(round_, cast, codes)
        order = made(round_, cast)
        order.open_to_all = True
        actions.announce_order(order=order, actor=cast.organiser)
        db.session.commit()
        costs.append([_cost(*reader) for reader in readers])
    assert costs[0] == costs[1]


def _cost(visitor: Visitor, path: str) -> int:
    with statements() as count:
        assert visitor.get(path).status == 200
    return int(count)


def test_only_rounds_with_presentations_offer_an_order(
    round_: Round, cast: Cast, visit: Visit
) -> None:
    assert (round_.talk_minutes, round_.question_minutes) == (7, 13)
    proposal = make.round_of(round_.edition)
    organiser = visit(cast.organiser)
    for each, offered in ((round_, True), (proposal, False)):
        page = organiser.get(f"/panitia/penilaian/{each.id}")
        links = [link["href"] for link in page.soup.select("main a")]
        assert (f"/panitia/penilaian/{each.id}/presentasi/" in links) is offered


def test_a_calendar_file_survives_commas_and_long_titles() -> None:
    noon = clock.wita(MONDAY, 12)
    text = calendar([Event("1@x", noon, noon, "Sampah, sungai; " * 9)], noon)
    assert "DTSTART:20260907T040000Z\r\n" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "SUMMARY:Sampah\\, sungai\\; " in text.replace("\r\n ", "")
