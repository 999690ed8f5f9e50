"""The organiser's pages: opening and closing, assigning by hand, progress."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from award.competitions.models import Edition, Round
from award.competitions.states import RoundState
from award.core.db import db
from award.entries.models import Entry
from award.entries.states import EntryState
from award.judging.models import Assignment
from tests import builders as make
from tests.browsing import Visitor
from tests.cast import Cast

Visit = Callable[..., Visitor]


@pytest.fixture
def entry(edition: Edition, round_: Round) -> Entry:
    made = make.entry(edition, state=EntryState.PASSED, title="Gerakan Pilah Sampah")
    make.admitted(round_, made)
    return made


@pytest.fixture
def organiser(entry: Entry, visit: Visit, cast: Cast) -> Visitor:
    return visit(cast.organiser)


def state(round_id: int) -> RoundState:
    db.session.expire_all()
    return RoundState(db.session.get_one(Round, round_id).state)


def pairs() -> list[tuple[int, int]]:
    db.session.expire_all()
    query = sa.select(Assignment.entry_id, Assignment.judge_id).where(Assignment.standing)
    query = query.order_by(Assignment.id)
    return [(entry, judge) for entry, judge in db.session.execute(query)]


def test_a_round_opens_with_its_entries_from_its_page(
    edition: Edition, round_: Round, visit: Visit, cast: Cast
) -> None:
    round_.state = RoundState.DRAFT
    make.entry(edition, state=EntryState.PASSED, title="Antar Obat")
    make.entry(edition, state=EntryState.SUBMITTED)
    organiser, path = visit(cast.organiser), f"/panitia/penilaian/{round_.id}"
    before = organiser.get(path)
    assert "1 usulan yang lolos seleksi belum masuk" in before.text
    assert "1 usulan masih dalam seleksi" in before.text
    organiser.post(f"{path}/buka")
    assert state(round_.id) == RoundState.OPEN
    assert "Antar Obat" in organiser.get(path).text


def test_a_later_round_says_why_it_cannot_open(edition: Edition, visit: Visit, cast: Cast) -> None:
    second = make.round_of(edition, "presentasi", RoundState.DRAFT)
    organiser = visit(cast.organiser)
    path = f"/panitia/penilaian/{second.id}"
    page = organiser.get(path)
    assert "Babak sebelumnya belum diputuskan." in page.text
    assert page.soup.select('form[action$="/buka"]') == []
    assert organiser.post(f"{path}/buka").status == 403
    assert state(second.id) == RoundState.DRAFT


def test_closing_warns_of_unfinished_sheets_first(
    round_: Round, entry: Entry, organiser: Visitor, cast: Cast
) -> None:
    make.sheet(make.assignment(round_, entry, cast.second_judge), 4)
    make.assignment(round_, entry, cast.external_judge)
    db.session.commit()
    path = f"/panitia/penilaian/{round_.id}/tutup"
    page = organiser.get(path)
    assert "1 lembar belum selesai dan tidak akan dihitung" in page.text
    assert "Dr. Contoh Satu: 1 dari 1 belum selesai" in page.text
    assert state(round_.id) == RoundState.OPEN
    organiser.post(path)
    assert state(round_.id) == RoundState.CLOSED
    organiser.post(f"/panitia/penilaian/{round_.id}/buka-lagi")
    assert state(round_.id) == RoundState.OPEN


def test_judges_are_added_to_an_entry_with_load_and_origin(
    round_: Round, entry: Entry, organiser: Visitor, cast: Cast
) -> None:
    path = f"/panitia/penilaian/{round_.id}/usulan/{entry.id}"
    page = organiser.get(path)
    assert "0 dari 3" in page.text
    assert "juri eksternal" in page.text
    assert "juri internal" in page.text
    judges = [cast.external_judge.id, cast.internal_judge.id]
    organiser.post(path, {"judge": [str(each) for each in judges]})
    assert pairs() == [(entry.id, each) for each in judges]
    assert "2 dari 3" in organiser.get(path).text


def test_a_judge_gets_several_entries_at_once(
    edition: Edition, round_: Round, entry: Entry, organiser: Visitor, cast: Cast
) -> None:
    other = make.entry(edition, make.agency("dinkes"), EntryState.PASSED)
    make.admitted(round_, other)
    db.session.commit()
    path = f"/panitia/penilaian/{round_.id}/juri/{cast.external_judge.id}"
    organiser.post(path, {"entry": [str(entry.id), str(other.id)]})
    assert pairs() == [(entry.id, cast.external_judge.id), (other.id, cast.external_judge.id)]
    assert "Semua usulan yang boleh dinilai juri ini sudah ditugaskan" in organiser.get(path).text


def test_judges_of_the_own_agency_are_not_offered_and_a_forged_post_is_refused(
    edition: Edition, round_: Round, organiser: Visitor, cast: Cast
) -> None:
    own = make.entry(edition, make.agency("diskominfo"), EntryState.PASSED, title="Wifi Banjar")
    make.admitted(round_, own)
    db.session.commit()
    judge = cast.internal_judge
    base = f"/panitia/penilaian/{round_.id}"
    page = organiser.get(f"{base}/usulan/{own.id}")
    assert page.soup.select(f'input[name=judge][value="{judge.id}"]') == []
    assert f"Tidak ditawarkan: {judge.name}: Juri tidak boleh menilai" in page.text
    offered = organiser.get(f"{base}/juri/{judge.id}")
    assert "Wifi Banjar" not in offered.text
    assert "1 usulan tidak ditawarkan karena benturan kepentingan" in offered.text
    for path, data in (
        (f"{base}/usulan/{own.id}", {"judge": str(judge.id)}),
        (f"{base}/juri/{judge.id}", {"entry": str(own.id)}),
    ):
        refused = organiser.post(path, data)
        assert refused.status == 403
        assert "instansinya sendiri" in refused.text
    assert pairs() == []


def test_releasing_a_judge_with_marks_asks_for_a_reason(
    round_: Round, entry: Entry, organiser: Visitor, cast: Cast
) -> None:
    assignment = make.assignment(round_, entry, cast.external_judge)
    make.sheet(assignment, 4, finished=False)
    db.session.commit()
    path = f"/panitia/penilaian/tugas/{assignment.id}/lepas"
    assert "sudah memberi 7 nilai" in organiser.get(path).text
    refused = organiser.post(path, {"reason": "  "})
    assert refused.status == 422
    assert "Tulis alasan pelepasan juri" in refused.text
    assert len(pairs()) == 1
    organiser.post(path, {"reason": "Juri berhalangan."})
    assert pairs() == []


def test_entries_short_of_judges_can_be_listed_alone(
    edition: Edition, round_: Round, entry: Entry, organiser: Visitor, cast: Cast
) -> None:
    full = make.entry(edition, state=EntryState.PASSED, title="Sudah Lengkap")
    for judge in (cast.external_judge, cast.second_judge, cast.internal_judge):
        make.assignment(round_, full, judge)
    db.session.commit()
    page = organiser.get(f"/panitia/penilaian/{round_.id}?kurang=1")
    assert "Gerakan Pilah Sampah" in page.text
    assert "Sudah Lengkap" not in page.text


def test_an_entry_outside_the_round_has_no_page(
    edition: Edition, round_: Round, organiser: Visitor
) -> None:
    outside = make.entry(edition, state=EntryState.PASSED)
    db.session.commit()
    assert organiser.get(f"/panitia/penilaian/{round_.id}/usulan/{outside.id}").status == 404


@pytest.mark.parametrize("page", ["-1", "0", "x", "99999999999999999999"])
def test_a_page_that_cannot_be_is_the_first_one(
    round_: Round, organiser: Visitor, page: str
) -> None:
    shown = organiser.get(f"/panitia/penilaian/{round_.id}?hal={page}")
    assert (shown.status, "Gerakan Pilah Sampah" in shown.text) == (200, True)


def test_a_judge_whom_no_database_could_number_is_left_out(
    round_: Round, entry: Entry, organiser: Visitor
) -> None:
    path = f"/panitia/penilaian/{round_.id}/usulan/{entry.id}"
    assert organiser.post(path, {"judge": "99999999999999999999"}).status == 302
    assert organiser.post(path, {"judge": "2147483647"}).status == 404
    assert pairs() == []
