"""The judge's pages: the desk, the sheet with its entry, drafts, clashes, finishing, comparing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from award.competitions.states import RoundState
from award.core import clock, files
from award.core.db import db
from award.entries.models import Document, Entry
from award.entries.states import EntryState
from award.judging import actions
from award.judging.models import Assignment, ScoreSheet
from award.judging.queries import sheets as queries
from award.judging.states import SheetState
from tests import builders as make
from tests import counting
from tests.browsing import Page, Visitor
from tests.cast import Cast

Visit = Callable[..., Visitor]
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
def entry(app: Flask) -> Entry:
    return make.entry(make.edition(), state=EntryState.PASSED, title="Gerakan Pilah Sampah")


@pytest.fixture
def assignment(entry: Entry, cast: Cast) -> Assignment:
    return make.assignment(make.round_of(entry.edition), entry, cast.external_judge)


@pytest.fixture
def judge(assignment: Assignment, visit: Visit, cast: Cast) -> Visitor:
    return visit(cast.external_judge)


def filled(level: int = 4, version: int = 0, **more: Any) -> dict[str, Any]:
    marks = {f"level-{key}": str(level) for key in KEYS}
    reasons = {f"reason-{key}": "Sesuai bukti." for key in KEYS}
    return {**marks, **reasons, "comment": "", "version": str(version), "act": "save", **more}


def sheet() -> ScoreSheet:
    db.session.expire_all()
    return db.session.scalars(sa.select(ScoreSheet)).one()


def checked(page: Page) -> dict[str, str]:
    inputs = page.soup.select("input[type=radio][checked]")
    return {str(each["name"]): str(each["value"]) for each in inputs}


def test_the_desk_lists_what_is_left_and_leads_to_the_next(
    assignment: Assignment, cast: Cast, visit: Visit
) -> None:
    other = make.entry(assignment.entry.edition, state=EntryState.PASSED, title="Antar Obat")
    make.sheet(make.assignment(assignment.round, other, cast.external_judge), 4)
    page = visit(cast.external_judge).get("/juri/")
    assert "1 dari 2" in page.text
    assert "Gerakan Pilah Sampah" in page.text
    assert f"/juri/lembar/{assignment.id}" in str(page.soup.select_one(".desk-next a"))


def test_a_judge_without_tasks_is_told_so(app: Flask, visit: Visit, cast: Cast) -> None:
    assert "Belum ada usulan untuk Anda nilai" in visit(cast.second_judge).get("/juri/").text


def test_rounds_not_yet_opened_are_not_on_the_desk(
    assignment: Assignment, visit: Visit, cast: Cast
) -> None:
    assignment.round.state = RoundState.DRAFT
    judge = visit(cast.external_judge)
    assert "Gerakan Pilah Sampah" not in judge.get("/juri/").text
    page = judge.get(f"/juri/lembar/{assignment.id}")
    assert page.status == 403
    assert "belum dibuka" in page.text


def test_the_sheet_shows_the_entry_and_every_descriptor(
    assignment: Assignment, judge: Visitor
) -> None:
    page = judge.get(f"/juri/lembar/{assignment.id}")
    assert "Isi signifikansi yang cukup jelas." in page.text
    assert "Tidak berbeda dari cara lama" in page.text
    assert len(page.soup.select(".level:not(.level-none)")) == 35
    assert set(checked(page).values()) == {""}


def test_a_draft_is_kept_and_shown_again(assignment: Assignment, judge: Visitor) -> None:
    path = f"/juri/lembar/{assignment.id}"
    answer = judge.post(
        path,
        {"level-kebaruan": "3", "reason-kebaruan": "Baru bagi unit.", "version": "0"},
    )
    assert answer.location == path
    page = judge.get(path)
    assert checked(page)["level-kebaruan"] == "3"
    assert checked(page)["level-implementasi"] == ""
    assert "Baru bagi unit." in page.text
    assert "1 dari 7 kriteria dinilai" in page.text
    assert page.all("[data-tally-total]") == ["–"]
    assert "Tersimpan 12.00 WITA" in page.text


def test_the_total_of_own_marks_is_shown_when_complete(
    assignment: Assignment, judge: Visitor
) -> None:
    path = f"/juri/lembar/{assignment.id}"
    judge.post(path, filled(**{"level-signifikansi": "5"}))
    assert judge.get(path).all("[data-tally-total]") == ["86,00"]


def test_finishing_without_everything_names_what_is_missing_and_keeps_the_rest(
    assignment: Assignment, judge: Visitor
) -> None:
    page = judge.post(
        f"/juri/lembar/{assignment.id}",
        filled(
            act="finish",
            comment="Kuat.",
            **{"level-kebaruan": "", "level-signifikansi": "5", "reason-signifikansi": ""},
        ),
    )
    assert page.status == 422
    assert "Kebaruan / nilai tambah: Pilih satu tingkat." in page.text
    assert "Signifikansi: Tulis alasan untuk tingkat 5." in page.text
    assert checked(page)["level-signifikansi"] == "5"
    assert "Kuat." in page.text
    assert db.session.scalars(sa.select(ScoreSheet)).all() == []


def test_a_finished_sheet_says_its_total_and_leads_on(
    assignment: Assignment, judge: Visitor, cast: Cast
) -> None:
    other = make.entry(assignment.entry.edition, state=EntryState.PASSED)
    following = make.assignment(assignment.round, other, cast.external_judge)
    db.session.commit()
    path = f"/juri/lembar/{assignment.id}"
    assert judge.post(path, filled(act="finish")).location == path
    page = judge.get(path)
    assert sheet().state == SheetState.FINISHED
    assert page.all(".result-total strong") == ["80,00"]
    assert f"/juri/lembar/{following.id}" in str(page.soup.select_one(".result"))
    assert page.soup.select("form[data-tally]") == []


def test_a_sheet_knows_its_place_among_the_own_ones(assignment: Assignment, cast: Cast) -> None:
    def another() -> Assignment:
        entry = make.entry(assignment.entry.edition, state=EntryState.PASSED)
        make.assignment(assignment.round, entry, cast.second_judge)
        return make.assignment(assignment.round, entry, cast.external_judge)

    second, third = another(), another()
    make.sheet(second, 4)
    assert queries.steps(assignment) == queries.Steps(3, 1, 1, None, second.id, third.id)
    assert queries.steps(second) == queries.Steps(3, 1, 2, assignment.id, third.id, third.id)
    assert queries.steps(third) == queries.Steps(3, 1, 3, second.id, None, assignment.id)


def test_a_double_click_on_finish_finishes_once(assignment: Assignment, judge: Visitor) -> None:
    path = f"/juri/lembar/{assignment.id}"
    answers = [judge.post(path, filled(act="finish")) for _ in range(2)]
    assert [each.location for each in answers] == [path, path]
    assert sheet().version == 1


def test_reopening_gives_the_form_back(assignment: Assignment, judge: Visitor) -> None:
    path = f"/juri/lembar/{assignment.id}"
    judge.post(path, filled(act="finish"))
    judge.post(f"{path}/buka")
    assert sheet().state == SheetState.OPEN
    assert checked(judge.get(path))["level-kebaruan"] == "4"


def test_a_stale_tab_shows_both_and_overwrites_nothing(
    assignment: Assignment, judge: Visitor
) -> None:
    path = f"/juri/lembar/{assignment.id}"
    judge.post(path, filled(4))
    judge.post(path, filled(4, 1, **{"level-kebaruan": "5", "reason-kebaruan": "Luar biasa."}))
    page = judge.post(path, filled(4, 1, **{"level-kebaruan": "2", "comment": "Dari ponsel."}))
    assert page.status == 409
    assert "sudah tersimpan dari tempat lain" in page.text
    assert checked(page)["level-kebaruan"] == "2"
    assert "Tersimpan: 5 · Luar biasa." in page.text
    assert "Dari ponsel." in page.text
    assert page.soup.select_one("input[name=version]")["value"] == "2"  # type: ignore[index]
    assert {mark.level for mark in sheet().marks} == {4, 5}


def test_a_round_that_closes_meanwhile_keeps_what_was_typed_in_sight(
    assignment: Assignment, judge: Visitor, cast: Cast
) -> None:
    actions.close_round(round_=assignment.round, actor=cast.organiser)
    db.session.commit()
    page = judge.post(f"/juri/lembar/{assignment.id}", filled(3, comment="Belum sempat."))
    assert page.status == 403
    assert "sudah ditutup" in page.text
    assert "Belum sempat." in page.text
    assert "Kebaruan / nilai tambah: 3" in page.text


def test_a_script_saves_and_learns_the_new_version(assignment: Assignment, judge: Visitor) -> None:
    path, wants = f"/juri/lembar/{assignment.id}", {"Accept": "application/json"}
    saved = judge.post(path, filled(3), headers=wants)
    assert saved.json == {"version": 1, "saved": "Tersimpan 12.00 WITA"}
    again = judge.post(path, filled(3), headers=wants)
    assert again.json["version"] == 1
    clash = judge.post(path, filled(5), headers=wants)
    assert clash.status == 409
    assert clash.json["error"] == "Lembar ini sudah tersimpan dari tempat lain."


@pytest.mark.parametrize("level", ["6", "-1", "lima", "99999999"])
def test_a_forged_level_is_refused_at_its_criterion(
    assignment: Assignment, judge: Visitor, level: str
) -> None:
    page = judge.post(f"/juri/lembar/{assignment.id}", filled(**{"level-kebaruan": level}))
    assert page.status == 422
    assert "Tingkat ini tidak ada dalam skala" in page.text


def test_others_marks_appear_only_when_all_is_done_and_only_finished_ones(
    assignment: Assignment, judge: Visitor, cast: Cast
) -> None:
    make.sheet(make.assignment(assignment.round, assignment.entry, cast.second_judge), 2)
    draft = make.assignment(assignment.round, assignment.entry, cast.internal_judge)
    make.sheet(draft, 1, finished=False)
    db.session.commit()
    path = f"/juri/lembar/{assignment.id}"
    for sent in (filled(4), filled(4, 1, act="finish")):
        judge.post(path, sent)
        before = judge.get(path)
        assert cast.second_judge.name not in before.text
        assert "40,00" not in before.text
    assert judge.post(f"{path}/bandingkan").status == 403
    actions.close_round(round_=assignment.round, actor=cast.organiser)
    judge.post(f"{path}/bandingkan")
    after = judge.get(path)
    assert after.all("thead th") == ["Kriteria", "Anda", cast.second_judge.name]
    assert after.all("tr.sum td") == ["80,00", "40,00"]
    assert cast.internal_judge.name not in after.text


def test_a_document_of_the_entry_opens_and_no_other(
    assignment: Assignment, judge: Visitor, cast: Cast, visit: Visit
) -> None:
    stranger = make.entry(assignment.entry.edition, state=EntryState.PASSED)
    own, other = (_document(each) for each in (assignment.entry, stranger))
    make.assignment(assignment.round, stranger, cast.second_judge)
    gone = _document(assignment.entry, removed_at=clock.now())
    db.session.commit()
    base = f"/juri/lembar/{assignment.id}/dokumen"
    found = judge.get(f"{base}/{own.id}").response
    assert found.data.startswith(b"%PDF-")
    assert found.headers["Content-Type"] == "application/pdf"
    assert f"{base}/{own.id}" in str(judge.get(f"/juri/lembar/{assignment.id}").soup)
    for hidden in (other, gone):
        assert judge.get(f"{base}/{hidden.id}").status == 404
    assert visit(cast.second_judge).get(f"{base}/{own.id}").status == 404


def _document(entry: Entry, **facts: Any) -> Document:
    content = f"%PDF-1.7 {entry.id} {facts}".encode()
    stored = files.store(content)
    made = Document(
        **{
            "entry_id": entry.id,
            "key": "sk_implementasi",
            "name": "SK.pdf",
            "kind": "pdf",
            "size": stored.size,
            "sha256": stored.sha256,
            "link": "",
            "added_at": clock.now(),
            "added_by_id": entry.created_by_id,
            **facts,
        }
    )
    db.session.add(made)
    db.session.flush()
    return made


def test_the_scoring_page_costs_few_statements_however_many_sheets_there_are(
    assignment: Assignment, judge: Visitor, cast: Cast
) -> None:
    path = f"/juri/lembar/{assignment.id}"
    judge.post(path, filled())
    for _ in range(20):
        more = make.entry(assignment.entry.edition, state=EntryState.PASSED)
        make.assignment(assignment.round, more, cast.external_judge)
    db.session.commit()
    with counting.statements() as count:
        assert judge.get(path).status == 200
    assert int(count) <= 6


@pytest.mark.parametrize("path", ["/juri/", "/panitia/penilaian/{round}"])
def test_lists_cost_the_same_for_three_and_for_thirty(
    path: str, assignment: Assignment, cast: Cast, visit: Visit
) -> None:
    who = cast.external_judge if path == "/juri/" else cast.organiser
    agencies = ("dlhk", "dinkes", "kec-petang")
    costs = []
    for more in (2, 27):
        for n in range(more):
            owner = make.agency(agencies[n % 3])
            entry = make.entry(assignment.entry.edition, owner, EntryState.PASSED)
            made = make.assignment(assignment.round, entry, cast.external_judge)
            if n % 2:
                make.sheet(made, 3, finished=bool(n % 3))
        visitor, address = visit(who), path.format(round=assignment.round_id)
        with counting.statements() as count:
            assert visitor.get(address).status == 200
        costs.append(int(count))
    assert costs[0] == costs[1]


def test_characters_that_cannot_be_kept_are_left_out_of_a_sheet(
    assignment: Assignment, judge: Visitor
) -> None:
    typed = {
        "level-kebaruan": "3",
        "reason-kebaruan": "Baru\x00.",
        "comment": "Baik\x00.\r\nSekali.",
    }
    judge.post(f"/juri/lembar/{assignment.id}", {**typed, "version": "0"})
    sheet = db.session.scalars(sa.select(ScoreSheet)).one()
    assert (sheet.comment, sheet.marks[0].reason) == ("Baik.\nSekali.", "Baru.")
