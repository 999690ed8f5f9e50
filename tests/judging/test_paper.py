"""Score sheets on paper: what is printed can be read back, what is typed twice counts once."""

from __future__ import annotations

import io
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import zxingcpp
from flask import Flask
from PIL import Image
from sqlalchemy.exc import IntegrityError

from award.competitions.models import Round
from award.competitions.states import RoundState
from award.core import typefaces
from award.core.db import db
from award.core.jobs import perform
from award.core.ledger import Act
from award.core.problems import Invalid, Refused
from award.entries.states import EntryState
from award.judging import actions, paper, queries
from award.judging.actions.paper import outstanding
from award.judging.double_entry import Reading, agreed, disputed
from award.judging.models import Assignment, ScoreSheet
from award.judging.models_day import Keying
from award.judging.queries.paper import case_of
from award.people.states import Role
from tests import builders as make
from tests.browsing import Visitor
from tests.cast import Cast

Visit = Callable[..., Visitor]
WORDS = (
    *("title", "scan", "judge", "sheet", "how", "criterion"),
    *("reason", "comment", "place", "first", "second"),
)


@pytest.fixture
def round_(app: Flask) -> Round:
    return make.round_of(make.edition(), "presentasi")


@pytest.fixture
def assignment(round_: Round, cast: Cast) -> Assignment:
    entry = make.entry(round_.edition, state=EntryState.PASSED)
    return make.assignment(round_, entry, cast.external_judge)


def marks(round_: Round, *levels: int | None, reason: str = "") -> dict[str, Any]:
    given = levels or (4,) * len(round_.criteria)
    return {c.key: (level, reason) for c, level in zip(round_.criteria, given, strict=True)}


def key(assignment: Assignment, who: Any, *levels: int | None, reason: str = "") -> Any:
    return actions.key_sheet(
        assignment=assignment,
        marks=marks(assignment.round, *levels, reason=reason),
        comment="",
        actor=who,
    )


def form_of(round_: Round, *levels: int) -> dict[str, str]:
    given = levels or (4,) * len(round_.criteria)
    return {f"level-{c.key}": str(n) for c, n in zip(round_.criteria, given, strict=True)}


def acts(action: str) -> list[dict[str, Any]]:
    db.session.commit()
    found = db.session.scalars(sa.select(Act).where(Act.action == action).order_by(Act.seq))
    return [json.loads(each.content) for each in found]


def sheets() -> list[ScoreSheet]:
    return list(db.session.scalars(sa.select(ScoreSheet)))


# What is printed


def test_a_printed_sheet_leads_to_its_own_keying_page(
    assignment: Assignment, app: Flask, tmp_path: Path, kept_faces: Path, cast: Cast, visit: Visit
) -> None:
    (tmp_path / "typefaces").symlink_to(kept_faces)
    organiser, round_ = visit(cast.organiser), assignment.round
    path, order = f"/panitia/kertas/babak/{round_.id}", {"round_id": round_.id, "judge_id": 0}
    waiting = organiser.get(organiser.post(path, {"judge": 0}).location)
    assert "Sedang dicetak" in waiting.text
    db.session.commit()
    perform(app, "paper.print", order)
    assert organiser.get(f"{path}/kemajuan/0").json["done"] == 1
    assert "Buka lembar semua juri" in organiser.get(path).text
    pdf = tmp_path / "sheet.pdf"
    pdf.write_bytes(organiser.get(f"{path}/lembar-0.pdf").response.data)
    text = " ".join(_ran("pdftotext", "-layout", str(pdf), "-").decode().split())
    assert assignment.entry.title in text
    assert "Dr. Contoh Satu" in text
    for criterion in round_.criteria:
        assert criterion.name["id"].split()[0] in text
    image = Image.open(io.BytesIO(_ran("pdftoppm", "-r", "150", "-png", "-singlefile", str(pdf))))
    code = zxingcpp.read_barcode(image)
    assert code is not None
    assert code.text == f"https://award.example/panitia/kertas/lembar/{assignment.id}"
    shown = organiser.get(code.text.removeprefix("https://award.example"))
    assert assignment.entry.title in shown.text
    assert len(shown.soup.select("input.digit")) == len(round_.criteria)


def _ran(*command: str) -> bytes:
    return subprocess.run(command, capture_output=True, check=True).stdout


def test_each_judge_and_entry_has_a_page_and_the_same_stack_the_same_bytes(
    kept_faces: Path,
) -> None:
    typefaces.use(kept_faces)
    level = paper.Level(1, "Kurang", "Tanpa bukti")
    stack = paper.Stack(
        sheets=[
            paper.Sheet(n, f"https://a.example/{n}", "Juri", f"Usulan <{n}>", "", "Umum")
            for n in (7, 8)
        ],
        criteria=[paper.Criterion("Kebaruan", "bobot 15", "Beda & baru", (level,))],
        edition="Penghargaan 2026",
        round="Presentasi",
        words=dict.fromkeys(WORDS, "kata"),
    )
    pdf = paper.render(stack)
    assert pdf == paper.render(stack)
    codes = [
        found.text for page in ("1", "2") for found in zxingcpp.read_barcodes(_page(pdf, page))
    ]
    assert codes == ["https://a.example/7", "https://a.example/8"]
    with pytest.raises(ValueError, match="nothing"):
        paper.render(paper.Stack([], stack.criteria, "", "", stack.words))


def _page(pdf: bytes, number: str) -> Image.Image:
    drawn = subprocess.run(
        ["pdftoppm", "-r", "120", "-png", "-f", number, "-l", number, "-singlefile", "-"],
        input=pdf,
        capture_output=True,
        check=True,
    )
    return Image.open(io.BytesIO(drawn.stdout))


# What is typed


def test_two_typists_who_agree_make_the_judges_sheet(assignment: Assignment, cast: Cast) -> None:
    first = key(assignment, cast.organiser, 4, 4, 3, 4, 3, 4, 4)
    assert not first.finished
    assert queries.round_totals(assignment.round_id) == {}
    key(assignment, cast.second_organiser, 4, 4, 3, 4, 3, 4, 4)
    (sheet,) = sheets()
    assert (sheet.state, sheet.on_paper, sheet.assignment.judge) == (
        "finished",
        True,
        cast.external_judge,
    )
    assert queries.round_totals(assignment.round_id) == {assignment.entry_id: [sheet.total]}
    (finished,) = acts("sheet.finished")
    assert finished["keyers"] == [cast.organiser.id, cast.second_organiser.id]
    assert finished["on_paper"] is True
    assert [act["place"] for act in acts("paper.keyed")] == [1, 2]
    assert assignment.round.edition.locked_at is not None


def test_what_was_read_differently_must_be_looked_up(assignment: Assignment, cast: Cast) -> None:
    key(assignment, cast.organiser, 4, 4, 3, 4, 3, 4, 4)
    case = key(assignment, cast.second_organiser, 4, 4, 3, 4, 3, 4, 1, reason="Kurang jelas")
    last = assignment.round.criteria[-1].key
    assert outstanding(case) == {f"level-{last}"}
    assert sheets() == []
    with pytest.raises(Refused, match="diketik dua kali"):
        key(assignment, cast.organiser)
    with pytest.raises(Invalid) as refused:
        actions.settle_sheet(assignment=assignment, marks={}, comment="", actor=cast.organiser)
    assert list(refused.value.fields) == [f"level-{last}"]
    levels = {**marks(assignment.round, *(5,) * 7), last: (3, "")}
    actions.settle_sheet(assignment=assignment, marks=levels, comment="", actor=cast.organiser)
    (sheet,) = sheets()
    assert [mark.level for mark in sheet.marks] == [4, 4, 3, 4, 3, 4, 3]
    assert acts("sheet.finished")[0]["settled"] == [f"level-{last}"]


def test_a_reason_that_nobody_typed_is_asked_for(assignment: Assignment, cast: Cast) -> None:
    key(assignment, cast.organiser, 5, 4, 3, 4, 3, 4, 4)
    case = key(assignment, cast.second_organiser, 5, 4, 3, 4, 3, 4, 4)
    first = assignment.round.criteria[0].key
    assert outstanding(case) == {f"reason-{first}"}
    given = {first: (None, "Tepat waktu dan runtut")}
    actions.settle_sheet(assignment=assignment, marks=given, comment="", actor=cast.organiser)
    assert sheets()[0].marks[0].reason == "Tepat waktu dan runtut"


def test_one_person_cannot_be_both_typists(assignment: Assignment, cast: Cast) -> None:
    key(assignment, cast.organiser, 4, 4, 3, 4, 3, 4, 4)
    key(assignment, cast.organiser, 4, 4, 4, 4, 4, 4, 4)
    (kept,) = case_of(assignment, cast.organiser).keyings
    assert {level for level, _ in kept.marks.values()} == {4}
    db.session.add(
        Keying(
            assignment_id=assignment.id,
            place=2,
            keyer_id=cast.organiser.id,
            marks={},
            keyed_at=kept.keyed_at,
        )
    )
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_who_is_bound_to_the_entry_types_nothing_of_it(round_: Round, cast: Cast) -> None:
    own = make.entry(round_.edition, make.agency("brida"), EntryState.PASSED)
    walled = make.assignment(round_, own, cast.external_judge)
    with pytest.raises(Refused):
        key(walled, cast.organiser)


def test_what_was_typed_once_does_not_vanish_with_its_assignment(
    assignment: Assignment, cast: Cast
) -> None:
    key(assignment, cast.organiser)
    with pytest.raises(Invalid, match="sudah memberi nilai"):
        actions.unassign(assignment=assignment, actor=cast.organiser)
    actions.unassign(assignment=assignment, reason="Sakit.", actor=cast.organiser)
    assert not assignment.standing
    assert db.session.scalars(sa.select(Keying)).one().assignment_id == assignment.id


def test_a_judge_does_not_type_the_own_sheet(round_: Round, cast: Cast) -> None:
    both = make.judge("Juri dan panitia", make.agency("univ-contoh"))
    both.grants.append(type(cast.organiser.grants[0])(role=Role.ORGANISER))
    own = make.assignment(round_, make.entry(round_.edition, state=EntryState.PASSED), both)
    db.session.flush()
    with pytest.raises(Refused, match="lembarnya sendiri"):
        key(own, both)


def test_what_was_scored_on_screen_stands(assignment: Assignment, cast: Cast) -> None:
    make.sheet(assignment, 3, finished=False)
    db.session.refresh(assignment)
    with pytest.raises(Refused, match="di layar"):
        key(assignment, cast.organiser)


def test_the_screen_wins_while_the_paper_waits_for_its_second_typist(
    assignment: Assignment, cast: Cast
) -> None:
    key(assignment, cast.organiser)
    actions.save_sheet(
        assignment=assignment,
        marks=marks(assignment.round),
        comment="",
        version=0,
        actor=cast.external_judge,
    )
    with pytest.raises(Refused, match="di layar"):
        key(assignment, cast.second_organiser)


def test_a_box_left_empty_or_off_the_scale_is_not_kept(assignment: Assignment, cast: Cast) -> None:
    for wrong in (None, 6):
        with pytest.raises(Invalid) as refused:
            key(assignment, cast.organiser, wrong, 4, 3, 4, 3, 4, 4)
        assert list(refused.value.fields) == [f"level-{assignment.round.criteria[0].key}"]
    assert db.session.scalars(sa.select(Keying)).all() == []


def test_nothing_is_typed_after_the_round_has_closed(assignment: Assignment, cast: Cast) -> None:
    assignment.round.state = RoundState.CLOSED
    with pytest.raises(Refused, match="ditutup"):
        key(assignment, cast.organiser)


def test_thrown_away_the_sheet_stops_counting_and_is_typed_anew(
    assignment: Assignment, cast: Cast
) -> None:
    for who in (cast.organiser, cast.second_organiser):
        key(assignment, who)
    with pytest.raises(Invalid):
        actions.discard_keyings(assignment=assignment, reason=" ", actor=cast.organiser)
    actions.discard_keyings(assignment=assignment, reason="Tertukar", actor=cast.organiser)
    assert queries.round_totals(assignment.round_id) == {}
    assert acts("paper.discarded")[0]["reason"] == "Tertukar"
    for who in (cast.second_organiser, cast.organiser):
        key(assignment, who, 3, 3, 3, 3, 3, 3, 3)
    assert [sheet.total for sheet in sheets()] == [60]


def test_nothing_is_thrown_away_once_its_judge_has_compared(
    assignment: Assignment, cast: Cast
) -> None:
    for who in (cast.organiser, cast.second_organiser):
        key(assignment, who)
    actions.start_comparing(assignment=assignment, actor=cast.external_judge)
    with pytest.raises(Refused, match="sudah melihat nilai juri lain"):
        actions.discard_keyings(assignment=assignment, reason="Tertukar", actor=cast.organiser)
    assert len(queries.round_totals(assignment.round_id)) == 1


def test_a_judge_does_not_reopen_what_was_typed_from_paper(
    assignment: Assignment, cast: Cast
) -> None:
    for who in (cast.organiser, cast.second_organiser):
        key(assignment, who)
    with pytest.raises(Refused, match="diketik dari kertas"):
        actions.reopen_sheet(assignment=assignment, actor=cast.external_judge)


# The pages


def test_typing_goes_from_sheet_to_sheet_and_hides_the_first_reading(
    assignment: Assignment, round_: Round, cast: Cast, visit: Visit
) -> None:
    other = make.assignment(
        round_, make.entry(round_.edition, state=EntryState.PASSED), cast.external_judge
    )
    first, second = visit(cast.organiser), visit(cast.second_organiser)
    path = f"/panitia/kertas/lembar/{assignment.id}"
    onward = first.post(path, form_of(round_, 4, 4, 4, 4, 4, 3, 3))
    assert onward.location.endswith(f"/lembar/{other.id}")
    page = second.get(path)
    assert [field.get("value") for field in page.soup.select("input.digit")] == [""] * 7
    assert "Ketikan pertama tidak ditampilkan" in page.text
    wrong = second.post(path, form_of(round_, 4, 4, 4, 4, 4, 3, 9))
    assert wrong.status == 422
    assert "Tingkat ini tidak ada dalam skala." in wrong.text
    assert second.post(path, form_of(round_, 4, 4, 4, 4, 4, 3, 4)).location.endswith(path)
    page = second.get(path)
    assert "Ni Luh Contoh Brida" in page.text
    assert len(page.soup.select("fieldset.dispute")) == 1
    last = round_.criteria[-1].key
    second.post(f"{path}/cocokkan", {f"level-{last}": "3"})
    assert "Selesai dari kertas" in second.get(path).text
    pile = second.get(f"/panitia/kertas/babak/{round_.id}/juri/{cast.external_judge.id}").text
    assert "Belum diketik" in pile
    piles = first.get(f"/panitia/kertas/babak/{round_.id}")
    assert piles.all("td")[:5] == ["2", "0", "0", "0", "1"]
    found = first.get(f"/panitia/kertas/nomor?nomor={other.id}")
    assert found.location.endswith(f"/lembar/{other.id}")


@pytest.mark.parametrize("who", ["external_judge", "staff", "head"])
def test_others_neither_print_nor_type(
    assignment: Assignment, cast: Cast, visit: Visit, who: str
) -> None:
    visitor = visit(getattr(cast, who))
    for path in (
        f"/panitia/kertas/babak/{assignment.round_id}",
        f"/panitia/kertas/babak/{assignment.round_id}/lembar-0.pdf",
        f"/panitia/kertas/lembar/{assignment.id}",
    ):
        assert visitor.get(path).status == 403
    assert visitor.post(f"/panitia/kertas/lembar/{assignment.id}").status == 403


# Two readings


def test_texts_are_typed_once_and_numbers_twice() -> None:
    first = Reading({"a": (4, "Data lengkap"), "b": (2, "")}, "Bagus")
    second = Reading({"a": (4, ""), "b": (3, "Kurang")}, "bagus ")
    assert disputed(first, second) == {"level-b"}
    assert agreed(first, second) == Reading(
        {"a": (4, "Data lengkap"), "b": (None, "Kurang")}, "Bagus"
    )
    assert disputed(first, Reading({"a": (4, "Data kurang"), "b": (2, "")})) == {"reason-a"}
