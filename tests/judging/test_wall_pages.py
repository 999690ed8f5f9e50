"""Pages of panels, proposals and conflicts, and what an organiser who is bound does not see."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from award.competitions.models import Edition, Round
from award.competitions.states import RoundState
from award.core.db import db
from award.core.problems import Refused
from award.entries.models import Entry
from award.entries.states import EntryState
from award.judging import actions
from award.judging.models import Assignment
from award.judging.models_wall import Conflict, PanelSeat, Pledge
from award.judging.states import ConflictKind
from award.people.models import FormerAgency
from award.results import actions as results
from tests import builders as make
from tests.browsing import Visitor
from tests.cast import Cast

Visit = Callable[..., Visitor]
JUDGES = ("internal_judge", "external_judge", "second_judge")


@pytest.fixture
def entry(edition: Edition, round_: Round) -> Entry:
    made = make.entry(edition, state=EntryState.PASSED, title="Bank Sampah")
    make.admitted(round_, made)
    return made


def standing() -> list[Assignment]:
    db.session.expire_all()
    return list(db.session.scalars(sa.select(Assignment).where(Assignment.standing)))


def test_an_organiser_seats_a_panel_and_publishes_the_proposal(
    round_: Round, entry: Entry, visit: Visit, cast: Cast
) -> None:
    organiser, base = visit(cast.organiser), f"/panitia/penilaian/{round_.id}"
    assert "Panel belum disusun" in organiser.get(f"{base}/panel").text
    chosen = [getattr(cast, who).id for who in JUDGES]
    organiser.post(f"{base}/panel", {"judge": chosen})
    path = f"{base}/panel/{cast.external_judge.id}"
    refused = organiser.post(path, {"role": "chair", "cap": "1", "target": "5"})
    assert refused.status == 422
    assert "Paling banyak sebesar batas beban." in refused.text
    facts = {"role": "chair", "cap": "5", "categories": "lingkungan", "expertise": "bahasa Bali"}
    key = round_.edition.categories[0].key
    organiser.post(path, {**facts, "categories": key})
    members = organiser.get(f"{base}/panel")
    assert [
        line for line in members.all("tbody tr") if "Ketua panel" in line and "bahasa Bali" in line
    ]
    assert "Belum" in members.text
    shown = organiser.get(f"{base}/penugasan")
    assert "Tepat 3 juri untuk setiap usulan." in shown.text
    fields = shown.fields('form:has([name="digest"])')
    assert organiser.post(f"{base}/penugasan", {"digest": "lain"}).status == 409
    assert standing() == []
    organiser.post(f"{base}/penugasan", fields)
    assert {each.judge_id for each in standing()} == set(chosen)
    organiser.post(f"{base}/panel/{cast.second_judge.id}/keluar")
    assert db.session.query(PanelSeat).count() == 2


def test_an_impossible_proposal_says_why_and_a_closing_set_says_who_is_missing(
    round_: Round, entry: Entry, visit: Visit, cast: Cast
) -> None:
    organiser, base = visit(cast.organiser), f"/panitia/penilaian/{round_.id}"
    actions.seat(round_=round_, judge=cast.external_judge, actor=cast.organiser)
    page = organiser.get(f"{base}/penugasan")
    assert "Bank Sampah memerlukan 3 lembar nilai" in page.text
    assert page.soup.select('[name="digest"]') == []
    assert organiser.post(f"{base}/penugasan", {"digest": ""}).status == 422
    today = organiser.get(f"{base}/hari-ini")
    assert "Bank Sampah: 2 lembar" in today.text
    assert "Bank Sampah: 3 lembar" in organiser.get(f"{base}/hari-ini?hadir=0").text


def test_nothing_opens_before_the_code_of_conduct_is_signed(
    round_: Round, entry: Entry, visit: Visit, cast: Cast
) -> None:
    given = make.assignment(round_, entry, cast.external_judge)
    db.session.query(Pledge).delete()
    judge = visit(cast.external_judge)
    desk = judge.get("/juri/")
    assert "Baca dan tandatangani kode etik" in desk.text
    assert "Bank Sampah" not in desk.text
    assert judge.get(f"/juri/lembar/{given.id}").status == 403
    saved = judge.post(f"/juri/lembar/{given.id}", {"level-kebaruan": "4", "version": "0"})
    assert saved.status == 403
    judge.post(f"/juri/kode-etik/{round_.edition_id}")
    assert "Bank Sampah" in judge.get(f"/juri/lembar/{given.id}").text
    words = dict(round_.edition.code_of_conduct)
    round_.edition.code_of_conduct = {**words, "id": words["id"] + " Tambahan."}
    assert "Bunyinya berubah" in judge.get(f"/juri/kode-etik/{round_.edition_id}").text
    assert judge.get(f"/juri/lembar/{given.id}").status == 403


def test_a_judge_declares_at_the_sheet_and_the_sheet_ends(
    round_: Round, entry: Entry, visit: Visit, cast: Cast
) -> None:
    given = make.assignment(round_, entry, cast.external_judge)
    make.assignment(round_, entry, cast.second_judge)
    judge, path = visit(cast.external_judge), f"/juri/lembar/{given.id}/benturan"
    assert judge.post(path, {"note": "Lupa memilih."}).status == 422
    judge.post(path, {"kind": "other", "note": "Satu almamater."})
    assert len(standing()) == 2
    judge.post(path, {"kind": "family"})
    assert [each.judge_id for each in standing()] == [cast.second_judge.id]
    assert judge.get(f"/juri/lembar/{given.id}").status == 403
    organiser = visit(cast.organiser)
    page = organiser.get(f"/panitia/penilaian/{round_.id}/usulan/{entry.id}")
    assert "Tugas yang berakhir" in page.text
    assert "1 usulan kekurangan juri." in organiser.get(f"/panitia/penilaian/{round_.id}").text
    register = organiser.get(f"/panitia/penilaian/benturan/{round_.edition_id}")
    assert "Satu almamater." in register.text
    assert "Menghalangi" in register.text


def test_a_judge_declares_agencies_on_a_page_of_their_own(
    round_: Round, entry: Entry, visit: Visit, cast: Cast
) -> None:
    judge = visit(cast.external_judge)
    facts = {"act": "declare", "c-about": f"a{entry.agency_id}", "c-kind": "supervisor"}
    assert judge.post("/juri/benturan", {"act": "declare"}).status == 422
    judge.post("/juri/benturan", facts)
    left = {"act": "left", "l-agency": str(make.agency("dinkes").id)}
    assert judge.post("/juri/benturan", {**left, "l-left_on": "2027-01-01"}).status == 422
    judge.post("/juri/benturan", {**left, "l-left_on": "2026-01-15"})
    assert db.session.query(Conflict).one().wall_id == entry.wall_id
    assert db.session.query(FormerAgency).one().agency_id == make.agency("dinkes").id
    page = judge.get("/juri/benturan")
    assert "15 Januari 2028" in page.text


def test_organisers_record_and_lift_what_others_declared(
    round_: Round, entry: Entry, visit: Visit, cast: Cast
) -> None:
    organiser, path = visit(cast.organiser), f"/panitia/penilaian/benturan/{round_.edition_id}"
    facts = {
        "act": "declare",
        "c-person": str(cast.second_judge.id),
        "c-about": f"e{entry.id}",
        "c-kind": "coach",
    }
    organiser.post(path, facts)
    conflict = db.session.query(Conflict).one()
    assert (conflict.person_id, conflict.entry_id) == (cast.second_judge.id, entry.id)
    lift = f"/panitia/penilaian/benturan/catatan/{conflict.id}/cabut"
    assert "Tulis alasan pencabutan." in organiser.post(lift, {"reason": " "}).text
    organiser.post(lift, {"reason": "Salah orang."})
    assert "Salah orang." in organiser.get(path).text
    left = {
        "l-person": str(cast.second_judge.id),
        "l-agency": str(entry.agency_id),
        "l-left_on": "2026-02-01",
    }
    organiser.post(f"{path}/instansi", left)
    assert "terhalang sampai 1 Februari 2028" in organiser.get(path).text


def test_a_bound_organiser_sees_neither_judges_nor_scores_of_the_entry(
    round_: Round, entry: Entry, edition: Edition, visit: Visit, cast: Cast
) -> None:
    own = make.entry(edition, cast.organiser.agency, EntryState.PASSED, title="Inovasi Brida")
    make.sheet(make.assignment(round_, own, cast.external_judge), [5, 4, 5, 4, 5, 4, 5])
    make.sheet(make.assignment(round_, entry, cast.second_judge), 3)
    organiser, base = visit(cast.organiser), f"/panitia/penilaian/{round_.id}"
    listed = organiser.get(base)
    row = next(line for line in listed.all("tbody tr") if "Inovasi Brida" in line)
    assert "Anda memiliki benturan kepentingan" in row
    for path in (
        f"{base}/usulan/{own.id}",
        f"/panitia/seleksi/usulan/{own.id}",
        f"/pd/usulan/{own.id}",
    ):
        assert organiser.get(path).status == 403, path
    assert "Inovasi Brida" not in organiser.get(f"{base}/juri/{cast.external_judge.id}").text
    page = organiser.get(f"/panitia/hasil/tahap/{round_.id}")
    scores = {
        row.find("th").text: row.select_one(".score").text for row in page.soup.select("tbody tr")
    }
    assert [score for title, score in scores.items() if "Inovasi Brida" in title] == ["–"]
    firm = organiser.get(f"/panitia/hasil/tahap/{round_.id}/keteguhan")
    assert "Inovasi Brida" not in firm.text
    advice = organiser.get(f"/panitia/hasil/tahap/{round_.id}/keadilan")
    assert "Inovasi Brida" not in advice.text
    assert "Bank Sampah" in advice.text
    table = organiser.get(f"/panitia/hasil/tahap/{round_.id}.csv")
    line = next(each for each in table.response.text.splitlines() if "Inovasi Brida" in each)
    assert ",,," in line


def test_a_bound_organiser_does_not_vote_on_the_entry(
    round_: Round, entry: Entry, cast: Cast
) -> None:
    actions.declare(
        person=cast.organiser, kind=ConflictKind.COACH, entry=entry, actor=cast.organiser
    )
    round_.state = RoundState.LOCKED
    with pytest.raises(Refused, match="benturan kepentingan"):
        results.vote(
            edition=round_.edition,
            round_=round_,
            order=[entry.id],
            reason="Pleno.",
            actor=cast.organiser,
        )


@pytest.mark.parametrize("path", ["/panel", "/penugasan", "/hari-ini"])
def test_the_pages_are_the_organisers_alone(
    round_: Round, visit: Visit, cast: Cast, path: str
) -> None:
    for who in ("external_judge", "staff"):
        assert visit(getattr(cast, who)).get(f"/panitia/penilaian/{round_.id}{path}").status == 403
    other = visit(cast.staff).get(f"/panitia/penilaian/benturan/{round_.edition_id}")
    assert other.status == 403
