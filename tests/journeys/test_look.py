"""An organiser changes colours and sees the certificate change."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE, Person

pytestmark = pytest.mark.browser

LOOK = "/panitia/sertifikat/1/juara/rancangan"


def test_the_certificate_follows_what_is_chosen(meet: Callable[..., Person]) -> None:
    organiser = meet("organiser")
    page = organiser.open(LOOK)
    picture, notes = page.locator("[data-preview-picture]"), page.locator("[data-preview-notes]")
    expect(picture).to_have_js_property("naturalWidth", 1320, timeout=60_000)
    page.get_by_label("Warna predikat").and_(page.locator("[id^=klasik]")).fill("#a8822a")
    expect(notes).to_contain_text("Warna predikat sulit dibaca di atas putih", timeout=60_000)
    expect(picture).to_have_attribute("src", re.compile("^data:image/png;base64,"))
    before = picture.get_attribute("src")
    page.get_by_label("Kertas").select_option("f4")
    expect(picture).not_to_have_attribute("src", before or "", timeout=60_000)
    assert round(picture.evaluate("it => it.naturalWidth / it.naturalHeight"), 2) == 1.53
    page.get_by_label("Cetak gambar tanda tangan").check()
    expect(notes).to_contain_text("Pilih dahulu penanda tangan", timeout=60_000)
    page.get_by_label("Cetak gambar tanda tangan").uncheck()
    organiser.press("Simpan rancangan")
    assert page.locator("#paper").input_value() == "f4"
    small = meet("organiser", viewport=PHONE)
    small.open(LOOK)
    assert [fault for person in (organiser, small) for fault in person.faults] == []
