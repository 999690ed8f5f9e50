"""Who may run rounds and touch sheets: action x person x state, by the registered rules."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask_login import AnonymousUserMixin

from award.competitions.models import Round
from award.competitions.states import EditionState, RoundState
from award.core.access import can, why_not
from award.core.db import db
from award.entries.states import EntryState
from award.judging.models import Assignment
from award.judging.queries import Panel, SheetDocument
from tests import builders as make
from tests.browsing import Visitor
from tests.cast import PEOPLE, Cast

Visit = Callable[..., Visitor]
R, E = RoundState, EditionState
ORGANISERS = {"organiser", "second_organiser"}
JUDGES = {"internal_judge", "external_judge", "second_judge"}
OWN = {"external_judge"}
NOBODY: set[str] = set()
EVERYONE = [*PEOPLE, "anonymous"]

ROUND_TABLE = [
    # action, round, edition, who
    ("round:run", R.DRAFT, E.OPEN, ORGANISERS),
    ("round:run", R.DECIDED, E.PUBLISHED, ORGANISERS),
    ("round:open", R.DRAFT, E.OPEN, ORGANISERS),
    ("round:open", R.DRAFT, E.DRAFT, NOBODY),
    ("round:open", R.DRAFT, E.FROZEN, NOBODY),
    ("round:open", R.OPEN, E.OPEN, NOBODY),
    ("round:open", R.CLOSED, E.OPEN, NOBODY),
    ("round:close", R.OPEN, E.OPEN, ORGANISERS),
    ("round:close", R.DRAFT, E.OPEN, NOBODY),
    ("round:close", R.CLOSED, E.OPEN, NOBODY),
    ("round:reopen", R.CLOSED, E.OPEN, ORGANISERS),
    ("round:reopen", R.LOCKED, E.OPEN, NOBODY),
    ("round:reopen", R.DECIDED, E.OPEN, NOBODY),
    ("round:lock", R.OPEN, E.OPEN, NOBODY),
    ("round:lock", R.CLOSED, E.OPEN, ORGANISERS),
    ("round:lock", R.CLOSED, E.FROZEN, NOBODY),
    ("round:lock", R.LOCKED, E.OPEN, NOBODY),
    ("round:unlock", R.CLOSED, E.OPEN, NOBODY),
    ("round:unlock", R.LOCKED, E.OPEN, ORGANISERS),
    ("round:unlock", R.DECIDED, E.OPEN, NOBODY),
    ("round:unlock", R.PUBLISHED, E.PUBLISHED, NOBODY),
    ("round:reopen", R.CLOSED, E.FROZEN, NOBODY),
    ("round:admit", R.DRAFT, E.OPEN, ORGANISERS),
    ("round:admit", R.OPEN, E.OPEN, ORGANISERS),
    ("round:admit", R.CLOSED, E.OPEN, NOBODY),
    ("round:assign", R.DRAFT, E.OPEN, ORGANISERS),
    ("round:assign", R.OPEN, E.OPEN, ORGANISERS),
    ("round:assign", R.CLOSED, E.OPEN, NOBODY),
    ("round:assign", R.LOCKED, E.OPEN, NOBODY),
    ("round:assign", R.DECIDED, E.OPEN, NOBODY),
    ("round:assign", R.OPEN, E.PUBLISHED, NOBODY),
]

SHEET_TABLE = [
    # action, sheet, round, edition, who
    ("sheet:read", "none", R.DRAFT, E.OPEN, NOBODY),
    ("sheet:read", "none", R.OPEN, E.OPEN, OWN),
    ("sheet:read", "finished", R.CLOSED, E.OPEN, OWN),
    ("sheet:read", "finished", R.DECIDED, E.PUBLISHED, OWN),
    ("sheet:document", "none", R.OPEN, E.OPEN, OWN),
    ("sheet:document", "none", R.DRAFT, E.OPEN, NOBODY),
    ("sheet:write", "none", R.OPEN, E.OPEN, OWN),
    ("sheet:write", "draft", R.OPEN, E.OPEN, OWN),
    ("sheet:write", "finished", R.OPEN, E.OPEN, NOBODY),
    ("sheet:write", "draft", R.CLOSED, E.OPEN, NOBODY),
    ("sheet:write", "draft", R.OPEN, E.FROZEN, NOBODY),
    ("sheet:finish", "draft", R.OPEN, E.OPEN, OWN),
    ("sheet:finish", "finished", R.OPEN, E.OPEN, NOBODY),
    ("sheet:finish", "draft", R.CLOSED, E.OPEN, NOBODY),
    ("sheet:reopen", "finished", R.OPEN, E.OPEN, OWN),
    ("sheet:reopen", "draft", R.OPEN, E.OPEN, NOBODY),
    ("sheet:reopen", "finished", R.CLOSED, E.OPEN, NOBODY),
    ("sheet:compare", "none", R.OPEN, E.OPEN, NOBODY),
    ("sheet:compare", "draft", R.OPEN, E.OPEN, NOBODY),
    ("sheet:compare", "draft", R.CLOSED, E.OPEN, NOBODY),
    ("sheet:compare", "finished", R.OPEN, E.OPEN, NOBODY),
    ("sheet:compare", "compared", R.OPEN, E.OPEN, OWN),
    ("sheet:compare", "compared", R.DECIDED, E.PUBLISHED, OWN),
    ("sheet:discuss", "draft", R.OPEN, E.OPEN, NOBODY),
    ("sheet:discuss", "finished", R.OPEN, E.OPEN, OWN),
    ("sheet:discuss", "finished", R.CLOSED, E.OPEN, OWN),
    ("sheet:reopen", "compared", R.OPEN, E.OPEN, NOBODY),
    ("sheet:change", "draft", R.OPEN, E.OPEN, NOBODY),
    ("sheet:change", "finished", R.OPEN, E.OPEN, NOBODY),
    ("sheet:change", "compared", R.OPEN, E.OPEN, OWN),
    ("sheet:change", "compared", R.CLOSED, E.OPEN, NOBODY),
    ("sheet:change", "compared", R.OPEN, E.FROZEN, NOBODY),
]

TARGETS: dict[str, Callable[[Assignment], Any]] = {
    "sheet:document": lambda assignment: SheetDocument(assignment, None),  # type: ignore[arg-type]
    "sheet:discuss": lambda assignment: Panel(assignment, 0),
}


def person(cast: Cast, who: str) -> Any:
    return AnonymousUserMixin() if who == "anonymous" else getattr(cast, who)


def allowed(action: str, target: Any, cast: Cast) -> set[str]:
    return {who for who in EVERYONE if can(action, target, person(cast, who))}


@pytest.fixture
def round_(app: Flask) -> Round:
    return make.round_of(make.edition())


@pytest.fixture
def assignment(round_: Round, cast: Cast) -> Assignment:
    entry = make.entry(round_.edition, state=EntryState.PASSED)
    return make.assignment(round_, entry, cast.external_judge)


def set_states(round_: Round, state: RoundState, edition: EditionState) -> None:
    round_.state, round_.edition.state = state, edition


def test_rounds_are_run_by_organisers_in_the_right_state(round_: Round, cast: Cast) -> None:
    with db.session.no_autoflush:
        for action, state, edition, who in ROUND_TABLE:
            set_states(round_, state, edition)
            assert allowed(action, round_, cast) == who, (action, state, edition)


def test_a_round_opens_only_after_every_scoring_round_before_it(round_: Round, cast: Cast) -> None:
    last = make.round_of(round_.edition, "lapangan", R.DRAFT)
    before = make.round_of(round_.edition, "presentasi", R.DECIDED)
    for state, who in ((R.CLOSED, NOBODY), (R.DECIDED, ORGANISERS)):
        round_.state = state
        assert allowed("round:open", last, cast) == who
    before.state = R.OPEN
    assert allowed("round:open", last, cast) == NOBODY


def test_screening_is_not_run_as_a_scoring_round(round_: Round, cast: Cast) -> None:
    screening = make.round_of(round_.edition, "administrasi", R.DRAFT)
    assert str(why_not("round:open", screening, cast.organiser)) == (
        "Babak ini tidak dinilai oleh juri."
    )


def test_sheets_are_the_own_judges_alone_in_the_right_state(
    assignment: Assignment, cast: Cast
) -> None:
    kept = make.sheet(assignment, 4)
    with db.session.no_autoflush:
        for action, sheet, state, edition, who in SHEET_TABLE:
            set_states(assignment.round, state, edition)
            kept.state = "open" if sheet == "draft" else "finished"
            kept.compared_at = kept.finished_at if sheet == "compared" else None
            assignment.sheet = None if sheet == "none" else kept
            target = TARGETS.get(action, lambda found: found)(assignment)
            assert allowed(action, target, cast) == who, (action, sheet, state, edition)


def test_an_open_round_waits_for_every_judge_of_the_entry(
    assignment: Assignment, cast: Cast
) -> None:
    make.sheet(assignment, 4)
    for left, who in ((1, NOBODY), (0, OWN)):
        assert allowed("sheet:discuss", Panel(assignment, left), cast) == who


def test_the_desk_is_for_judges(cast: Cast, app: Flask) -> None:
    assert allowed("sheet:list", None, cast) == JUDGES


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("external_judge", 200),
        ("second_judge", 404),
        ("internal_judge", 404),
        ("organiser", 404),
        ("staff", 404),
        ("head", 404),
        (None, 401),
    ],
)
def test_the_sheet_is_unknown_to_everyone_else(
    assignment: Assignment, cast: Cast, visit: Visit, who: str | None, status: int
) -> None:
    visitor = visit(getattr(cast, who) if who else None)
    path = f"/juri/lembar/{assignment.id}"
    page = visitor.get(path)
    assert page.status == status
    assert (assignment.entry.title in page.text) == (status == 200)
    if status != 200:
        assert visitor.post(path, {"level-kebaruan": "5", "version": "0"}).status == status
        assert visitor.post(f"{path}/buka").status == status


@pytest.mark.parametrize("who", ["external_judge", "staff", "head", "other_staff"])
def test_the_organisers_pages_are_closed_to_others(
    assignment: Assignment, cast: Cast, visit: Visit, who: str
) -> None:
    visitor = visit(getattr(cast, who))
    base = f"/panitia/penilaian/{assignment.round_id}"
    for path in ("/panitia/penilaian/", base, f"{base}/tutup", f"{base}/usulan/1"):
        page = visitor.get(path)
        assert page.status == 403
        assert assignment.entry.title not in page.text
    judge = cast.second_judge.id
    assert visitor.post(f"{base}/usulan/{assignment.entry_id}", {"judge": judge}).status == 403
    assert visitor.post(f"/panitia/penilaian/tugas/{assignment.id}/lepas").status == 403
    assert db.session.query(Assignment).count() == 1


def test_nobody_knows_of_a_round_that_does_not_exist(app: Flask, cast: Cast, visit: Visit) -> None:
    assert visit(cast.organiser).get("/panitia/penilaian/999").status == 404
