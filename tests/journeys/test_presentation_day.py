"""Presentation day in a browser: the timer survives a reload, digits run down the sheet."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from award import create_app
from award.competitions.models import Edition
from award.core import clock
from award.core.db import db
from award.entries.states import EntryState
from award.judging import actions
from award.judging.models import ScoreSheet
from award.judging.timetable import Hours
from config import settings
from tests import builders
from tests import cast as people
from tests.journeys.conftest import PHONE, Site

pytestmark = pytest.mark.browser

RUNNING = re.compile(r"^06:5\d$")


def inside(site: Site):
    return create_app(
        settings({"DATA_DIR": str(site.data), "BASE_URL": site.address})
    ).app_context()


def begin(site: Site) -> tuple[int, int]:
    """Two entries with their times, and the number of a sheet."""
    with inside(site):
        cast = people.Cast()
        round_ = builders.round_of(db.session.scalars(select(Edition)).one(), "presentasi")
        made = []
        for code in ("dlhk", "diskominfo"):
            entry = builders.entry(round_.edition, builders.agency(code), EntryState.PASSED)
            made.append(builders.assignment(round_, entry, cast.external_judge).id)
        actions.make_order(
            round_=round_,
            hours=Hours(clock.today()),
            lot="1",
            open_to_all=True,
            actor=cast.organiser,
        )
        db.session.commit()
        found = round_.id, made[0]
        db.session.remove()
        db.engine.dispose()
    return found


def test_the_timer_goes_on_and_digits_run_down_the_sheet(site, meet):
    round_id, sheet = begin(site)
    first, second = meet("organiser"), meet("second_organiser", PHONE)
    base = f"/panitia/penilaian/{round_id}/presentasi/"
    first.open(base)
    page = first.press("Umumkan kepada juri dan instansi")
    first.press("Buka penghitung waktu")
    digits, word = page.locator("[data-clock]"), page.locator("[data-word]")
    expect(digits).to_have_text("07:00")
    page.keyboard.press("Space")
    expect(word).to_have_text("Paparan")
    expect(digits).to_have_text(RUNNING)
    page.reload()
    expect(word).to_have_text("Paparan")
    expect(digits).to_have_text(RUNNING)
    page.keyboard.press("Space")
    expect(page.locator("[data-note]")).to_have_text("Dijeda")
    page.keyboard.press("ArrowRight")
    expect(word).to_have_text("Tanya jawab")
    page.keyboard.press("ArrowRight")
    expect(word).to_have_text("Selesai")
    expect(page.locator("[data-note]")).to_contain_text("Berikutnya:")
    before = page.locator(".stage-title").inner_text()
    page.keyboard.press("n")
    expect(page.locator(".stage-title")).not_to_have_text(before)
    expect(digits).to_have_text("07:00")
    first.examine()
    for person in (first, second):
        typing = person.open(f"/panitia/kertas/lembar/{sheet}")
        typing.keyboard.type("43")
        typing.keyboard.press("9")
        typing.keyboard.type("44343")
        expect(typing.locator("[type=submit]", has_text="Simpan dan lanjut")).to_be_focused()
        levels = typing.locator(".digit").evaluate_all("all => all.map((each) => each.value)")
        assert levels == ["4", "3", "4", "4", "3", "4", "3"]
        person.press("Simpan dan lanjut ke lembar berikutnya")
    second.open(f"/panitia/kertas/babak/{round_id}")
    with inside(site):
        assert [each.on_paper for each in db.session.scalars(select(ScoreSheet))] == [True]
        db.session.remove()
        db.engine.dispose()
    assert first.faults + second.faults == []
