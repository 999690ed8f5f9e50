"""A disqualified entry on presentation day: no time, no screen, no paper; others keep theirs."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from award.core import clock
from award.core.db import db
from award.core.mail import Mail
from award.core.problems import Invalid
from award.entries.states import EntryState
from award.judging import actions
from award.judging.models_day import Keying
from award.judging.queries import order as queries
from award.judging.timetable import Hours
from award.results.actions.ruling import DISQUALIFY, REINSTATE
from award.results.queries import rulings
from tests import builders

WHY = "Data dampak terbukti dipalsukan."
DAY = date(2026, 9, 7)


@pytest.fixture
def day(app, cast):
    """An announced order of three entries, open to all."""
    round_ = builders.round_of(builders.edition(), "presentasi")
    for code in ("dlhk", "dinkes", "kec-petang"):
        each = builders.entry(round_.edition, builders.agency(code), EntryState.PASSED)
        each.title = f"Inovasi {code}"
        builders.assignment(round_, each, cast.external_judge)
    order = _made(round_, cast)
    actions.announce_order(order=order, actor=cast.organiser)
    db.session.commit()
    return order


def _made(round_, cast):
    return actions.make_order(
        round_=round_, hours=Hours(DAY), lot="731", open_to_all=True, actor=cast.organiser
    )


def _out(slot, act=DISQUALIFY):
    builders.run(act, rulings.ruling(slot.entry_id), WHY)
    db.session.commit()


def _doors(round_, cast):
    """Who reads the order, and where."""
    path = f"/panitia/penilaian/{round_.id}/presentasi"
    return [
        (cast.organiser, f"{path}/layar"),
        (cast.organiser, f"{path}/urutan.csv"),
        (cast.external_judge, f"/juri/presentasi/{round_.id}"),
        (cast.external_judge, f"/juri/presentasi/{round_.id}.ics"),
        (None, f"/presentasi/{round_.id}"),
    ]


def test_it_is_on_no_screen_and_in_no_timetable(day, cast, visit):
    _first, gone, last = queries.slots_of(day.round_id)
    title, stays = gone.entry.title, last.entry.title
    _out(gone)
    for who, path in _doors(day.round, cast):
        with clock.at(clock.wita(DAY, 8)):
            page = visit(who).get(path).response.text
        assert stays in page, path
        assert title not in page, path


def test_its_own_agency_holds_no_time_any_more(day, cast, visit):
    [own] = [x for x in queries.slots_of(day.round_id) if x.entry.agency.code == "dlhk"]
    _out(own)
    assert "Belum ada waktu presentasi" in visit(cast.staff).get("/pd/presentasi").text
    assert "BEGIN:VEVENT" not in visit(cast.staff).get("/pd/presentasi.ics").response.text


def test_organisers_see_it_struck_out_and_the_others_keep_their_times(day, cast, visit):
    before = {x.entry_id: x.starts_at for x in queries.slots_of(day.round_id)}
    gone = queries.slots_of(day.round_id)[0]
    _out(gone)
    page = visit(cast.organiser).get(f"/panitia/penilaian/{day.round_id}/presentasi/")
    assert [x.get_text() for x in page.soup.select(".turn-entry s")] == [gone.entry.title]
    assert "1 usulan dalam urutan didiskualifikasi" in page.text
    assert page.soup.select_one(".stat").get_text(" ", strip=True).startswith("2")
    plan = queries.plan(day.round)
    assert {x.slot.entry_id: x.slot.told_at for x in plan.lines}.items() <= before.items()
    assert (plan.missing, plan.unannounced) == (0, 0)


def test_others_move_into_its_place_and_are_told_when_it_is_announced(day, cast):
    first, gone, last = queries.slots_of(day.round_id)
    _out(gone)
    with pytest.raises(Invalid, match="tidak ada dalam urutan"):
        actions.move_entry(order=day, entry_id=gone.entry_id, to=1, actor=cast.organiser)
    actions.move_entry(order=day, entry_id=last.entry_id, to=2, actor=cast.organiser)
    assert [x.slot.entry_id for x in queries.plan(day.round).lines] == [
        first.entry_id,
        last.entry_id,
    ]
    sent = db.session.query(Mail).count()
    assert actions.announce_order(order=day, actor=cast.organiser) == 1
    assert db.session.query(Mail).count() > sent
    told = list(db.session.scalars(select(Mail.subject).order_by(Mail.id)))[sent:]
    assert {each.rpartition(": ")[2] for each in told} == {last.entry.title}


def test_a_new_order_closes_the_gap_and_back_in_it_needs_a_time(day, cast):
    gone = queries.slots_of(day.round_id)[0]
    times = [x.starts_at for x in queries.slots_of(day.round_id)]
    _out(gone)
    _made(day.round, cast)
    assert [x.starts_at for x in queries.slots_of(day.round_id)] == times[:2]
    _out(gone, REINSTATE)
    assert queries.plan(day.round).missing == 1


def test_back_in_the_competition_it_has_its_time_again(day):
    before = [x.entry_id for x in queries.slots_of(day.round_id)]
    gone = queries.slots_of(day.round_id)[1]
    _out(gone)
    _out(gone, REINSTATE)
    assert [x.slot.entry_id for x in queries.plan(day.round).lines] == before


def test_its_paper_sheet_is_typed_by_nobody(day, cast, visit):
    slot = queries.slots_of(day.round_id)[0]
    [number] = [
        number
        for entry, number in queries.own_entries_of(day.round_id, cast.external_judge).items()
        if entry == slot.entry_id
    ]
    _out(slot)
    path = f"/panitia/kertas/lembar/{number}"
    page = visit(cast.organiser).get(path)
    assert "Usulan ini didiskualifikasi; penilaiannya ditutup." in page.text
    assert page.soup.select("input.digit") == []
    typed = {f"level-{each.key}": "4" for each in day.round.criteria}
    refused = visit(cast.second_organiser).post(path, typed)
    assert refused.status == 403
    assert "Usulan ini didiskualifikasi" in refused.text
    assert db.session.scalars(select(Keying)).all() == []
