"""A judge in a village without network: verdicts and photos stay on the phone until they arrive."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from award import create_app
from award.competitions.models import Edition
from award.core import ledger
from award.core.db import db
from award.visits.models import Claim, Visit
from config import settings
from tests import cast as people
from tests.journeys.conftest import PHONE, Person, Site
from tests.visits import fieldwork

pytestmark = pytest.mark.browser

SHOT = {"name": "IMG_0007.jpg", "mimeType": "image/jpeg", "buffer": fieldwork.picture()}
SAVED = re.compile(r"^Tersimpan \d\d\.\d\d WITA$")


def inside(site: Site) -> Any:
    return create_app(
        settings({"DATA_DIR": str(site.data), "BASE_URL": site.address})
    ).app_context()


def planned(site: Site) -> int:
    """A visit of two judges with two claims; its number."""
    with inside(site):
        edition = db.session.scalars(select(Edition)).one()
        visit = fieldwork.visit("external_judge", "second_judge", edition=edition)
        fieldwork.claim(visit, "Sampah terangkut 52 ton setiap pekan.", impact=True)
        fieldwork.claim(visit, "SOP ditempel di balai banjar.")
        number = visit.id
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return number


def kept(site: Site) -> tuple[list[tuple[str | None, str, int, int]], int | None]:
    """Verdict, note, version and photos of each claim, and the level of the checklist."""
    with inside(site):
        assert ledger.verify() is None
        claims = db.session.scalars(select(Claim).order_by(Claim.position)).all()
        found = [(each.verdict, each.note, each.version, len(each.photos)) for each in claims]
        level = db.session.scalars(select(Visit.level)).one()
        db.session.remove()
        db.engine.dispose()
    return found, level


def claim(page: Page, place: int) -> Locator:
    return page.locator("[data-claim]").nth(place)


def queue(page: Page) -> Locator:
    return page.locator("[data-queue-line]")


def sign_in(page: Page, who: str) -> None:
    page.get_by_label("Surel").fill(people.PEOPLE[who].email)
    page.get_by_label("Kata sandi").fill(people.PASSWORD)
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name="Masuk", exact=True).click()


def kept_for_reading(page: Page, path: str) -> None:
    page.wait_for_function(
        "async (path) => !!(await caches.match(new URL(path, location.href).href))", arg=path
    )


def checked_without_network(page: Page) -> None:
    claim(page, 0).get_by_text("Terbukti", exact=True).tap()
    claim(page, 0).locator("input[type=file]").set_input_files(SHOT)
    expect(claim(page, 0).locator(".shot small")).to_have_text("Di ponsel ini, belum terkirim")
    claim(page, 1).get_by_role("textbox", name="Catatan").fill("Balai terkunci.")
    claim(page, 1).get_by_text("Tidak dapat diverifikasi", exact=True).tap()
    expect(queue(page)).to_contain_text("2 jawaban dan 1 foto menunggu di ponsel ini")


def everything_is_still_there(page: Page) -> None:
    expect(claim(page, 0).get_by_label("Terbukti", exact=True)).to_be_checked()
    expect(claim(page, 1).get_by_label("Tidak dapat diverifikasi", exact=True)).to_be_checked()
    note = claim(page, 1).get_by_role("textbox", name="Catatan")
    expect(note).to_have_value("Balai terkunci.")
    expect(claim(page, 0).locator(".shot img")).to_be_visible()
    expect(queue(page)).to_contain_text("2 jawaban dan 1 foto menunggu di ponsel ini")


def without_scripts(judge: Person, path: str) -> None:
    """The page as it is until its scripts have come, or where they never come."""
    judge.page.route("**/js/**", lambda route: route.abort())
    judge.open(path)
    judge.page.unroute("**/js/**")


def test_nothing_is_lost_without_network_and_nothing_goes_out_in_another_name(
    site: Site, meet: Any
) -> None:
    path = f"/juri/kunjungan/{planned(site)}"
    judge: Person = meet("external_judge", viewport=PHONE, has_touch=True)
    without_scripts(judge, path)
    page = judge.open("/juri/kunjungan/")
    page.get_by_role("link", name="Gerakan Pilah Sampah").click()
    expect(page.locator("[data-field][data-ready]")).to_be_visible()
    kept_for_reading(page, path)
    page.context.set_offline(True)
    checked_without_network(page)
    page.reload()
    everything_is_still_there(page)
    judge.examine()
    page.context.clear_cookies()
    page.context.set_offline(False)
    expect(queue(page)).to_contain_text("Sesi berakhir. Isian tetap ada di ponsel ini.")
    page.goto("about:blank")  # what this page still asks would begin another session
    page.goto(f"{site.address}/masuk?next={path}")
    sign_in(page, "second_judge")
    expect(queue(page)).to_contain_text("3 isian orang lain yang belum terkirim")
    assert kept(site) == ([(None, "", 0, 0), (None, "", 0, 0)], None)
    page.goto("about:blank")  # what this page still asks would bring its session back
    page.context.clear_cookies()
    page.goto(f"{site.address}/masuk?next={path}")
    sign_in(page, "external_judge")
    expect(queue(page)).to_contain_text("Semua isian sudah tersimpan di server.")
    expect(claim(page, 1).locator("[data-answer-state]")).to_have_text(SAVED)
    page.reload()
    expect(claim(page, 0).locator(".shot small")).to_contain_text("menurut kamera")
    judge.press("Selesaikan pemeriksaan klaim")
    assert kept(site) == (
        [("proven", "", 1, 1), ("unverifiable", "Balai terkunci.", 1, 0)],
        2,
    )
    assert judge.faults == []
