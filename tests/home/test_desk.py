"""The start page: what waits for each role, counted from what is really there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from award.competitions.models import Edition
from award.competitions.states import EditionState, RoundState
from award.core import clock
from award.core.db import db
from award.entries.states import EntryState
from award.people.models import User
from tests import builders
from tests.browsing import Page, Visitor
from tests.cast import PEOPLE, Cast
from tests.counting import statements

Visit = Callable[..., Visitor]
S = EntryState


@pytest.fixture
def edition(app: Flask) -> Edition:
    return builders.edition()


def desk(page: Page) -> list[str]:
    """The cards as read, the urgent ones first."""
    return page.all(".desk .card")


def urgent(page: Page) -> list[str]:
    return page.all(".desk-urgent .desk-figure")


def test_staff_see_each_entry_to_write_with_the_days_left(
    edition: Edition, visit: Visit, cast: Cast
) -> None:
    builders.entry(edition, title="Draf Contoh")
    due = clock.now() + timedelta(days=3)
    builders.entry(edition, state=S.CORRECTION, title="Perbaikan Contoh", correction_due=due)
    for state in (S.AWAITING_SIGNOFF, S.SUBMITTED, S.PASSED, S.REJECTED, S.WITHDRAWN):
        builders.entry(edition, state=state, title=f"Tidak perlu {state}")
    page = visit(cast.staff).get("/beranda")
    left = (edition.phase("pendaftaran").ends - clock.today()).days  # type: ignore[union-attr]
    assert urgent(page) == ["3 hari untuk memperbaiki usulan"]
    assert desk(page)[0].endswith("Perbaikan Contoh Lanjutkan usulan")
    assert f"{left} hari untuk menyelesaikan usulan Draf Contoh Lanjutkan usulan" in desk(page)
    assert "Tidak perlu" not in page.text
    assert "sampai pendaftaran ditutup" not in page.text
    other = visit(cast.other_staff).get("/beranda")
    assert other.all(".desk-figure") == [f"{left} hari sampai pendaftaran ditutup"]


def test_the_last_week_of_registration_is_urgent_and_then_over(
    edition: Edition, visit: Visit, cast: Cast
) -> None:
    phase = edition.phase("pendaftaran")
    assert phase is not None
    with clock.at(clock.wita(phase.ends, 9)):
        assert urgent(visit(cast.staff).get("/beranda")) == ["0 hari sampai pendaftaran ditutup"]
    with clock.at(clock.wita(phase.ends + timedelta(days=1), 9)):
        page = visit(cast.staff).get("/beranda")
    assert page.all("main .empty") == ["Tidak ada yang menunggu Anda."]


def test_a_correction_that_is_overdue_says_nought_days(
    edition: Edition, visit: Visit, cast: Cast
) -> None:
    due = clock.now() - timedelta(days=2)
    builders.entry(edition, state=S.CORRECTION, correction_due=due)
    assert urgent(visit(cast.staff).get("/beranda")) == ["0 hari untuk memperbaiki usulan"]


def test_the_head_counts_what_waits_for_a_signature(
    edition: Edition, visit: Visit, cast: Cast
) -> None:
    for state in S:
        builders.entry(edition, state=state, title=f"Usulan {state}")
    builders.entry(edition, state=S.AWAITING_SIGNOFF, title="Usulan kedua")
    page = visit(cast.head).get("/beranda")
    assert urgent(page) == ["2 usulan menunggu tanda tangan Anda"]
    assert "Usulan kedua" in page.text
    assert "Usulan draft" not in page.text
    other = visit(cast.other_head).get("/beranda")
    assert other.all(".desk-figure") == ["0 usulan menunggu tanda tangan Anda"]
    assert urgent(other) == []


def test_a_judge_counts_the_sheets_left_in_open_rounds(
    edition: Edition, visit: Visit, cast: Cast
) -> None:
    open_, closed = builders.round_of(edition), builders.round_of(edition, "presentasi")
    for number in range(4):
        entry = builders.entry(edition, state=S.PASSED)
        given = builders.assignment(open_, entry, cast.external_judge)
        if number < 2:
            builders.sheet(given, 4, finished=number == 0)
        builders.assignment(closed, entry, cast.external_judge)
    closed.state = RoundState.CLOSED
    page = visit(cast.external_judge).get("/beranda")
    assert page.all(".desk-figure") == ["3 lembar nilai tersisa"]
    assert f"{open_.name['id']}: 1 dari 4 selesai" in page.text
    other = visit(cast.second_judge).get("/beranda")
    assert other.all(".desk-figure") == ["0 lembar nilai tersisa"]
    assert "Belum ada babak yang dibuka untuk Anda." in other.text


def test_organisers_see_the_screening_queue_the_panel_and_the_edition(
    edition: Edition, visit: Visit, cast: Cast
) -> None:
    for state in (S.SUBMITTED, S.SUBMITTED, S.DRAFT, S.PASSED):
        entry = builders.entry(edition, state=state)
    round_ = builders.round_of(edition)
    builders.sheet(builders.assignment(round_, entry, cast.external_judge), 4)
    builders.assignment(round_, entry, cast.second_judge)
    page = visit(cast.organiser).get("/beranda")
    assert page.all(".desk-figure") == [
        "2 usulan menunggu seleksi administrasi",
        "1/2 lembar nilai selesai",
        "2026 Kompetisi Inovasi Pelayanan Publik Kabupaten Badung",
    ]
    assert urgent(page) == ["2 usulan menunggu seleksi administrasi"]


def test_a_frozen_edition_waits_for_its_announcement(
    edition: Edition, visit: Visit, cast: Cast
) -> None:
    edition.state = EditionState.FROZEN
    page = visit(cast.organiser).get("/beranda")
    assert "Hasil sudah dibekukan dan menunggu pengumuman." in page.text


@pytest.mark.parametrize("who", PEOPLE)
def test_every_button_of_a_desk_opens_a_page(
    edition: Edition, visit: Visit, cast: Cast, who: str
) -> None:
    round_, entry = builders.round_of(edition), builders.entry(edition, state=S.PASSED)
    builders.assignment(round_, entry, cast.external_judge)
    builders.entry(edition)
    visitor = visit(getattr(cast, who))
    buttons = visitor.get("/beranda").soup.select(".desk a")
    assert buttons
    assert {visitor.get(str(each["href"])).status for each in buttons} == {200}


def cost(visit: Visit, person: User) -> int:
    visitor = visit(person)
    db.session.commit()
    with statements() as sent:
        visitor.get("/beranda")
    return int(sent)


@pytest.mark.parametrize("who", ["staff", "head", "external_judge", "organiser"])
def test_a_desk_costs_the_same_for_three_entries_as_for_twelve(
    edition: Edition, visit: Visit, cast: Cast, who: str
) -> None:
    costs = []
    for more in (3, 9):
        for _ in range(more):
            for state in (S.DRAFT, S.CORRECTION, S.AWAITING_SIGNOFF, S.SUBMITTED):
                builders.entry(edition, state=state)
            entry = builders.entry(edition, state=S.PASSED)
            builders.assignment(builders.round_of(edition), entry, cast.external_judge)
        costs.append(cost(visit, getattr(cast, who)))
    assert costs[0] == costs[1]


def test_the_start_page_is_for_people_who_signed_in(edition: Edition, visit: Visit) -> None:
    page = visit().get("/beranda")
    assert page.status == 401
    assert page.all(".desk") == []
