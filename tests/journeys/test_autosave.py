"""Autosave in a browser: it says what is true, and nothing that was typed is lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from award import create_app
from award.competitions.models import Edition
from award.core.db import db
from award.entries.actions import writing
from config import settings
from tests import builders
from tests import cast as people
from tests.journeys.conftest import Site

pytestmark = pytest.mark.browser

SAVED = re.compile(r"^Tersimpan pukul \d\d\.\d\d WITA$")


def begin(site: Site) -> str:
    """Open an entry of the agency, and answer the path of its summary."""
    app = create_app(settings({"DATA_DIR": str(site.data), "BASE_URL": site.address}))
    with app.app_context():
        innovation = builders.innovation()
        entry = writing.open_entry(
            innovation=innovation,
            edition=db.session.scalars(select(Edition)).one(),
            category=None,
            group="umum",
            actor=people.Cast().staff,
        )
        db.session.commit()
        path = f"/pd/usulan/{entry.id}/bagian/ringkasan"
        db.session.remove()
        db.engine.dispose()
    return path


def state(page: Page):
    return page.locator("[data-save-state]")


def text(page: Page):
    return page.get_by_role("textbox", name="Tulisan Anda", exact=True)


def test_saved_is_said_only_after_the_server_said_so(site, meet):
    staff = meet("staff")
    page = staff.open(begin(site))
    expect(state(page)).to_have_text("Belum ada tulisan yang tersimpan.")
    text(page).fill("Kami menimbang sampah.")
    expect(state(page)).to_have_text("Belum tersimpan: sedang ditulis.")
    expect(state(page)).to_have_text(SAVED)
    page.context.set_offline(True)
    text(page).press_sequentially(" Warga menabung.")
    expect(state(page)).to_contain_text("Belum tersimpan: sambungan terputus.")
    page.context.set_offline(False)
    expect(state(page)).to_have_text(SAVED, timeout=20_000)
    page.reload()
    expect(text(page)).to_have_value("Kami menimbang sampah. Warga menabung.")
    staff.examine()
    assert staff.faults == []


def test_two_people_choose_between_their_texts(site, meet):
    staff, colleague = meet("staff"), meet("colleague")
    path = begin(site)
    mine, theirs = staff.open(path), colleague.open(path)
    text(theirs).fill("Tulisan rekan.")
    expect(state(theirs)).to_have_text(SAVED)
    text(mine).fill("Tulisan saya.")
    expect(state(mine)).to_contain_text("orang lain menyimpan bagian ini")
    expect(mine.locator("[data-theirs]")).to_have_text("Tulisan rekan.")
    staff.examine()
    mine.get_by_role("button", name="Simpan tulisan saya").click()
    expect(state(mine)).to_have_text(SAVED)
    text(theirs).fill("Tulisan rekan lagi.")
    expect(theirs.locator("[data-theirs]")).to_have_text("Tulisan saya.")
    theirs.get_by_role("button", name="Pakai tulisan yang tersimpan").click()
    expect(text(theirs)).to_have_value("Tulisan saya.")
    assert staff.faults == []


def test_an_ended_session_loses_nothing(site, meet):
    staff = meet("staff")
    path = begin(site)
    page = staff.open(path)
    page.context.clear_cookies()
    text(page).fill("Ditulis setelah sesi berakhir.")
    expect(state(page)).to_contain_text("sesi Anda berakhir")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(staff.site.address + path)
    page.get_by_label("Surel").fill(people.PEOPLE["staff"].email)
    page.get_by_label("Kata sandi").fill(people.PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="Masuk").click()
    page.goto(staff.site.address + path)
    expect(page.locator("[data-mine]")).to_have_text("Ditulis setelah sesi berakhir.")
    staff.examine()
    page.get_by_role("button", name="Pakai tulisan ini").click()
    expect(state(page)).to_have_text(SAVED)
    assert staff.faults == []


def test_one_word_too_many_is_counted_kept_and_refused(site, meet):
    staff = meet("staff")
    page = staff.open(begin(site))
    text(page).fill("kata " * 201)
    expect(page.locator(".counter")).to_have_text("201 dari 200 kata: kurangi 1 kata")
    expect(state(page)).to_have_text(SAVED)
    staff.press("Simpan")
    expect(page.locator(".error-summary")).to_contain_text(
        "Ringkasan memuat 201 kata; batasnya 200. Kurangi 1 kata."
    )
    expect(text(page)).to_have_value("kata " * 201)
    assert staff.faults == []
