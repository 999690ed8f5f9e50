"""A file is dropped on the page that checks certificates, and the page answers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.certificates.papers import STRANGE, pdf
from tests.journeys.conftest import PHONE, Person

pytestmark = pytest.mark.browser

DROP = """([text, target]) => {
  const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  const given = new DataTransfer();
  given.items.add(new File([bytes], "piagam.pdf", { type: "application/pdf" }));
  for (const name of ["dragenter", "dragover", "drop"]) {
    const event = new DragEvent(name, { dataTransfer: given, bubbles: true, cancelable: true });
    document.querySelector(target).dispatchEvent(event);
  }
}"""


def test_a_dropped_file_is_answered(meet: Callable[..., Person]) -> None:
    person = meet(viewport=PHONE)
    page = person.open("/verifikasi")
    expect(page.get_by_text("Atau jatuhkan berkas di sini.")).to_be_visible()
    content = pdf(f"https://piagam.kota-lain.example/v/{STRANGE}").decode("latin-1")
    with page.expect_navigation():
        page.evaluate(DROP, [content, "form[data-drop]"])
    person.examine()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dari situs lain")
    expect(page.get_by_text("piagam.kota-lain.example")).to_be_visible()
    assert person.faults == []
