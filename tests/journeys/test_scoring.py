"""A judge with a phone in a village: the network goes and comes, the session ends, marks stay."""

from __future__ import annotations

import re
import secrets

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from award import create_app
from award.competitions.models import Edition
from award.core import ledger
from award.core.db import db
from award.entries.states import EntryState
from award.judging.models import Assignment, ScoreSheet
from award.judging.states import SheetState
from config import settings
from tests import builders
from tests import cast as people
from tests.journeys.conftest import PHONE, Site

pytestmark = pytest.mark.browser

SHEETS = 20
SAVED = re.compile(r"^Tersimpan \d\d\.\d\d WITA$")
FORM = "form[data-sheetsave]"


def inside(site: Site):
    return create_app(
        settings({"DATA_DIR": str(site.data), "BASE_URL": site.address})
    ).app_context()


@pytest.fixture(scope="module")
def site(own_site: Site) -> Site:
    """Nothing else waits for the judge here."""
    return own_site


def given(site: Site, count: int) -> list[int]:
    """So many entries for the external judge, in an open round; the numbers of the sheets."""
    with inside(site):
        round_ = builders.round_of(db.session.scalars(select(Edition)).one())
        judge, agencies = people.Cast().external_judge, ("dlhk", "dinkes", "kec-petang")
        made = []
        for n in range(count):
            owner = builders.agency(agencies[n % 3])
            entry = builders.entry(round_.edition, owner, EntryState.PASSED)
            made.append(builders.assignment(round_, entry, judge).id)
        db.session.commit()
        close()
    return made


def close() -> None:
    db.session.remove()
    db.engine.dispose()


def kept(site: Site) -> dict[int, tuple[str, list[int | None]]]:
    """State and levels of every sheet."""
    with inside(site):
        assert ledger.verify() is None
        rows = db.session.execute(select(Assignment.id, ScoreSheet).join(Assignment.sheet)).all()
        found = {}
        for number, sheet in rows:
            order = sorted(sheet.marks, key=lambda mark: mark.criterion.position)
            found[number] = (sheet.state, [mark.level for mark in order])
        close()
    return found


def levels(n: int) -> list[int]:
    return [3 + (n + place) % 2 for place in range(7)]


def state(page: Page):
    return page.locator("[data-saved]")


def tap(page: Page, wanted: list[int]) -> None:
    for group, level in zip(page.locator("[data-levels]").all(), wanted, strict=True):
        group.locator(f"input[value='{level}']").tap()


def finish(page: Page) -> None:
    page.get_by_role("button", name="Selesaikan", exact=True).click()
    anyway = page.get_by_role("button", name="Tetap selesaikan")
    expect(anyway.or_(page.locator(".result"))).to_be_visible()
    if anyway.is_visible():
        anyway.click()
    expect(page.locator(".result")).to_be_visible()


def onward(page: Page) -> None:
    page.get_by_role("link", name=re.compile("Lembar berikutnya")).click()
    expect(page.locator(FORM)).to_be_visible()


def kept_for_reading(page: Page, number: int) -> None:
    path = f"/juri/lembar/{number}"
    page.wait_for_function(
        "async (path) => !!(await caches.match(new URL(path, location.href).href))", arg=path
    )


def test_twenty_entries_on_a_phone_with_two_cuts_and_an_ended_session(site, meet):
    numbers = given(site, SHEETS)
    judge = meet("external_judge", viewport=PHONE, has_touch=True)
    page = judge.open("/juri/")
    page.get_by_role("link", name="Mulai menilai").click()
    for n in range(SHEETS):
        if n == 4:
            cut_and_move_on(page, numbers, n)
        elif n == 8:
            two_tabs(page, n)
        elif n == 11:
            cut_and_reload(page, numbers, n)
        elif n == 16:
            session_ends(site, page, numbers[n], n)
        elif n != 5:
            tap(page, levels(n))
        finish(page)
        if n < SHEETS - 1:
            onward(page)
    judge.examine()
    assert judge.faults == []
    assert kept(site) == {
        number: (SheetState.FINISHED, levels(n)) for n, number in enumerate(numbers)
    }


def cut_and_move_on(page: Page, numbers: list[int], n: int) -> None:
    """Without network the judge scores this sheet and the next; both arrive afterwards."""
    kept_for_reading(page, numbers[n + 1])
    page.context.set_offline(True)
    tap(page, levels(n))
    expect(state(page)).to_contain_text("tidak tersambung. Menunggu di peramban ini: 7")
    page.get_by_role("button", name="Selesaikan", exact=True).click()
    expect(state(page)).to_contain_text("tidak tersambung")
    page.get_by_role("link", name="Berikutnya").click()
    expect(page.locator("[data-waiting-line]")).to_contain_text("Menunggu dikirim")
    tap(page, levels(n + 1))
    expect(state(page)).to_contain_text("Menunggu di peramban ini: 7")
    page.context.set_offline(False)
    expect(page.locator("[data-waiting-line]")).to_contain_text("sudah terkirim")
    expect(state(page)).to_have_text(SAVED)
    page.get_by_role("link", name="Sebelumnya").click()
    expect(state(page)).to_have_text(SAVED)


def cut_and_reload(page: Page, numbers: list[int], n: int) -> None:
    """A page loaded again without network shows the marks that wait in the browser."""
    kept_for_reading(page, numbers[n])
    page.context.set_offline(True)
    tap(page, levels(n))
    page.reload()
    expect(page.locator("[data-tally-count]")).to_have_text("7 dari 7 kriteria dinilai")
    page.context.set_offline(False)
    expect(state(page)).to_have_text(SAVED)


def two_tabs(page: Page, n: int) -> None:
    """What another tab saved is shown beside one's own, and stays until the judge chooses."""
    tap(page, levels(n))
    expect(state(page)).to_have_text(SAVED)
    other = page.context.new_page()
    other.goto(page.url)
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        tap(page, [2, *levels(n)[1:]])
    expect(state(page)).to_have_text(SAVED)
    tap(other, levels(n + 1))
    expect(other.locator("[data-differences] dt")).to_have_count(7)
    expect(other.locator("[data-differences]")).to_contain_text("tersimpan: 2")
    other.get_by_role("button", name="Simpan isian di sini").click()
    expect(state(other)).to_have_text(SAVED)
    other.close()
    tap(page, levels(n))
    page.get_by_role("button", name="Simpan isian di sini").click()
    expect(state(page)).to_have_text(SAVED)


def session_ends(site: Site, page: Page, number: int, n: int) -> None:
    """The marks of an ended session wait for the same judge; another's sign-in sends nothing."""
    end_session(site, "external_judge")
    tap(page, levels(n))
    expect(state(page)).to_contain_text("sesi berakhir. Menunggu di peramban ini: 7")
    page.get_by_role("link", name="Masuk lagi").click()
    sign_in(page, "second_judge")
    page.goto(f"{site.address}/juri/")
    expect(page.locator("main h1")).to_have_text("Tugas menilai")
    expect(page.locator("[data-waiting]")).to_be_hidden()
    end_session(site, "second_judge")
    page.goto(f"{site.address}/juri/lembar/{number}")
    sign_in(page, "external_judge")
    expect(state(page)).to_have_text(SAVED)


def end_session(site: Site, who: str) -> None:
    with inside(site):
        getattr(people.Cast(), who).stamp = secrets.token_hex(8)
        db.session.commit()
        close()


def sign_in(page: Page, who: str) -> None:
    page.get_by_label("Surel").fill(people.PEOPLE[who].email)
    page.get_by_label("Kata sandi").fill(people.PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="Masuk").click()
