"""The public gallery shows what has been published and nothing else."""

import pytest

from award.competitions.states import EditionState
from award.entries.states import EntryState
from tests import builders


@pytest.fixture
def published(app):
    """An innovation of a published edition that grew out of another one."""
    earlier = builders.innovation(title="Rancangan yang Masih Rahasia")
    shown = builders.innovation(title="Gerakan Pilah Sampah", predecessor_id=earlier.id)
    edition = builders.edition(2025, EditionState.PUBLISHED)
    builders.entry(edition, state=EntryState.PASSED, innovation=shown)
    return shown


def test_what_an_innovation_grew_out_of_stays_unknown_until_it_is_public(published, visit):
    page = visit().get(f"/inovasi/{published.id}")
    assert "Gerakan Pilah Sampah" in page.text
    assert "Rahasia" not in page.text
    assert visit().get(f"/inovasi/{published.predecessor_id}").status == 404
    published.predecessor.archive = True
    page = visit().get(f"/inovasi/{published.id}")
    assert f"/inovasi/{published.predecessor_id}" in [a["href"] for a in page.soup.select("main a")]


def test_an_entry_that_is_still_judged_is_not_in_the_gallery(published, visit):
    running = builders.innovation(title="Masih Dinilai")
    builders.entry(builders.edition(), state=EntryState.PASSED, innovation=running)
    assert visit().get("/inovasi/").all("main li h2") == ["Gerakan Pilah Sampah"]
    assert visit().get(f"/inovasi/{running.id}").status == 404


@pytest.mark.parametrize(
    "query",
    ["cari=pilah%00", "cari=%ED%A0%80", "kategori=%00", "hal=-1", "hal=99999999999999999999"],
)
def test_a_strange_question_gets_a_page(published, visit, query):
    page = visit().get(f"/inovasi/?{query}")
    assert (page.status, page.all("h1")) == (200, ["Galeri inovasi"])
