"""What anyone may read: the landing page, the gallery, and one innovation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from award.competitions.models import Edition
from award.competitions.states import EditionState
from award.core.db import db
from award.entries.models import Entry, Submission
from award.entries.states import EntryState
from award.home import queries
from award.innovations.models import Innovation
from award.results import actions
from tests import builders
from tests.browsing import Page, Visitor
from tests.cast import Cast
from tests.counting import statements
from tests.results import course

Visit = Callable[..., Visitor]
E = EditionState


@pytest.fixture
def edition(app: Flask) -> Edition:
    return builders.edition()


@pytest.fixture
def published(app: Flask) -> Edition:
    return builders.edition(2025, E.PUBLISHED)


def shown(published: Edition, title: str, **facts: Any) -> Innovation:
    """An innovation in the gallery."""
    owner = facts.pop("agency", None) or builders.agency()
    subject = builders.innovation(owner, title=title, **facts.pop("described", {}))
    entry = builders.entry(published, owner, EntryState.PASSED, innovation=subject, **facts)
    return entry.innovation


def titles(page: Page) -> list[str]:
    return page.all(".gallery h2")


def found(visit: Visit, **sought: Any) -> list[str]:
    return titles(visit().get("/inovasi/", query_string=sought))


# Landing page


def test_the_landing_page_shows_where_a_running_edition_stands(
    edition: Edition, visit: Visit
) -> None:
    draft = builders.edition(2027, E.DRAFT)
    page = visit().get("/")
    assert page.all("main h2") == ["Kompetisi Inovasi Pelayanan Publik Kabupaten Badung 2026"]
    assert len(page.all(".timeline li")) > 3
    assert len(page.all(".timeline [aria-current=step]")) == 1
    assert str(draft.year) not in page.text


def test_without_an_edition_the_landing_page_says_so(app: Flask, visit: Visit) -> None:
    page = visit().get("/")
    assert "Belum ada edisi yang dibuka." in page.text
    assert page.all(".winner-list") == []


def test_first_places_appear_with_the_publication_and_not_before(
    edition: Edition, visit: Visit, cast: Cast
) -> None:
    course.decided(edition, 5, 4)
    actions.freeze(edition=edition, actor=cast.organiser)
    before = visit().get("/")
    assert before.all(".winner-list") == []
    assert before.all(".stats strong")[1:] == ["0", "0"]
    course.announce(edition)
    page = visit().get("/")
    assert page.all(".winner-list a") == ["Inovasi A"]
    assert "Juara I 2026" in page.all("main h2")
    assert page.all(".stats strong")[1:] == ["2", "2"]


# Gallery


@pytest.mark.parametrize("state", [E.DRAFT, E.OPEN, E.FROZEN])
def test_the_gallery_knows_nothing_of_an_edition_before_its_publication(
    app: Flask, visit: Visit, state: E
) -> None:
    shown(builders.edition(state=state), "Belum Diumumkan")
    page = visit().get("/inovasi/")
    assert titles(page) == []
    assert "0 inovasi" in page.text


def test_only_what_passed_screening_is_shown_and_the_archive_last(
    published: Edition, visit: Visit
) -> None:
    builders.innovation(title="Arsip Lama", archive=True, summary="", archive_note="Pemenang 2019.")
    builders.innovation(title="Tidak pernah diajukan")
    for state in set(EntryState) - {EntryState.PASSED}:
        builders.entry(published, state=state, title=f"Ditahan {state}")
    shown(published, "Zeta Lolos")
    page = visit().get("/inovasi/")
    assert titles(page) == ["Zeta Lolos", "Arsip Lama"]
    assert "Pemenang 2019." in page.text


def test_every_word_must_occur_in_title_summary_or_agency(published: Edition, visit: Visit) -> None:
    shown(published, "Bank Sampah", described={"summary": "Warga menabung plastik."})
    shown(published, "Bank Darah", agency=builders.agency("dinkes"))
    assert found(visit, cari="bank") == ["Bank Darah", "Bank Sampah"]
    assert found(visit, cari="BANK  plastik") == ["Bank Sampah"]
    assert found(visit, cari="bank kesehatan") == ["Bank Darah"]
    assert found(visit, cari="plastik darah") == []


@pytest.mark.parametrize(
    ("sought", "title"),
    [("100%", "Tuntas 100% Digital"), ("a_b", "Sandi a_b"), ("c\\d", "Garis c\\d")],
)
def test_signs_are_searched_for_as_they_are_written(
    published: Edition, visit: Visit, sought: str, title: str
) -> None:
    for each in ("Tuntas 100% Digital", "Sandi a_b", "Garis c\\d", "Tuntas 1000 axb cxd"):
        shown(published, each)
    assert found(visit, cari=sought) == [title]
    assert found(visit, cari="%%%") == found(visit, cari="__") == []


def test_year_and_category_narrow_the_gallery(published: Edition, visit: Visit) -> None:
    newer = builders.edition(2026, E.PUBLISHED)
    first, second = newer.categories[:2]
    shown(published, "Tahun Lalu")
    shown(newer, "Kategori Satu", category_id=first.id)
    shown(newer, "Kategori Dua", category_id=second.id)
    assert found(visit, tahun=2025) == ["Tahun Lalu"]
    assert found(visit, tahun=2026, kategori=second.key) == ["Kategori Dua"]
    assert found(visit, kategori=first.key) == ["Kategori Satu", "Tahun Lalu"]
    assert found(visit, tahun=2026, kategori="tidak_ada") == []
    assert len(found(visit, tahun="besok")) == 3


def test_an_entry_counts_by_its_own_year_and_category_together(
    published: Edition, visit: Visit
) -> None:
    newer = builders.edition(2026, E.PUBLISHED)
    twice = shown(published, "Dua Kali", category_id=published.categories[0].id)
    builders.entry(
        newer, state=EntryState.PASSED, innovation=twice, category_id=newer.categories[1].id
    )
    assert found(visit, tahun=2026, kategori=newer.categories[0].key) == []
    assert found(visit) == ["Dua Kali"]


def test_pages_turn_and_keep_the_search(published: Edition, visit: Visit) -> None:
    for number in range(queries.PAGE + 2):
        shown(published, f"Halaman {number:02}")
    visitor = visit()
    first = visitor.get("/inovasi/?cari=halaman&tahun=2025")
    second = visitor.get(str(first.soup.select("[rel=next]")[0]["href"]))
    assert len(titles(first)) == queries.PAGE
    assert titles(second) == [f"Halaman {queries.PAGE}", f"Halaman {queries.PAGE + 1}"]
    assert second.fields("form.filters")["cari"] == "halaman"
    assert second.all("[rel=next]") == []
    assert titles(visitor.get("/inovasi/?hal=0")) == titles(visitor.get("/inovasi/"))


def test_the_gallery_costs_the_same_for_three_as_for_twelve(
    published: Edition, visit: Visit
) -> None:
    costs = []
    for agency in ("dlhk", "dinkes", "diskominfo", "kec-petang"):
        for number in range(3):
            shown(published, f"{agency} {number}", agency=builders.agency(agency))
        db.session.commit()
        with statements() as sent:
            visit().get("/inovasi/")
        costs.append(int(sent))
    assert costs[-1] == costs[0]


# One innovation


@pytest.mark.parametrize("who", [None, "other_staff", "external_judge", "organiser", "staff"])
@pytest.mark.parametrize(
    ("edition_state", "state"),
    [
        (E.OPEN, EntryState.DRAFT),
        (E.OPEN, EntryState.SUBMITTED),
        (E.OPEN, EntryState.PASSED),
        (E.FROZEN, EntryState.PASSED),
        (E.PUBLISHED, EntryState.REJECTED),
    ],
)
def test_an_innovation_is_not_there_before_its_edition_is_published(
    app: Flask, visit: Visit, cast: Cast, who: str | None, edition_state: E, state: EntryState
) -> None:
    entry = builders.entry(builders.edition(state=edition_state), state=state, title="Rahasia")
    page = visit(getattr(cast, who) if who else None).get(f"/inovasi/{entry.innovation_id}")
    assert page.status == 404
    assert "Rahasia" not in page.text


def test_an_archived_innovation_is_shown_without_a_proposal(app: Flask, visit: Visit) -> None:
    old = builders.innovation(title="Arsip", archive=True, summary="", archive_note="Juara 2019.")
    page = visit().get(f"/inovasi/{old.id}")
    assert page.all("h1") == ["Arsip"]
    assert "Juara 2019." in page.text
    assert "Uraian lengkap inovasi ini belum diterbitkan." in page.text


def test_an_innovation_shows_its_honour_and_no_score(
    edition: Edition, visit: Visit, cast: Cast
) -> None:
    first, second = course.published(edition, 5, 4)
    visitor = visit()
    page = visitor.get(f"/inovasi/{first.innovation_id}")
    assert "Juara I 2026" in page.text
    for path in (
        f"/inovasi/{first.innovation_id}",
        f"/inovasi/{second.innovation_id}",
        "/inovasi/",
        "/",
    ):
        text = visitor.get(path).text
        assert not any(score in text for score in ("100,00", "80,00", "100.00", "80.00", "Alasan"))
        assert cast.external_judge.name not in text


HOSTILE = "<script>alert(1)</script>"


def signed(subject: Innovation, text: str) -> None:
    """The innovation's entry was signed once more, with this text."""
    own = select(Entry.id).where(Entry.innovation_id == subject.id)
    before = db.session.scalars(select(Submission).where(Submission.entry_id.in_(own))).one()
    sections = [{"key": "latar_belakang", "title": {"id": "Latar"}, "text": text}]
    db.session.add(
        Submission(
            entry_id=before.entry_id,
            number=2,
            content={"title": subject.title, "sections": sections},
            sha256="1" * 64,
            statement=before.statement,
            signed_by_id=before.signed_by_id,
            signed_at=before.signed_at,
        )
    )
    db.session.flush()


def test_what_people_wrote_is_text_and_never_markup(published: Edition, visit: Visit) -> None:
    described = {"summary": HOSTILE}
    subject = shown(published, f'"{HOSTILE}', described=described)
    signed(subject, f"Satu.\n\n{HOSTILE}")
    page = visit().get(f"/inovasi/{subject.id}")
    assert page.all("article p") == ["Satu.", HOSTILE]
    assert page.all("h1") == [f'"{HOSTILE}']
    assert page.soup.select_one("meta[property='og:title']")["content"] == f'"{HOSTILE}'  # type: ignore[index]
    assert page.soup.select_one("meta[property='og:description']")["content"] == HOSTILE  # type: ignore[index]
    for path in (f"/inovasi/{subject.id}", "/inovasi/", f"/inovasi/?cari={HOSTILE}"):
        assert HOSTILE.encode() not in visit().get(path).response.data


def test_the_proposal_is_read_as_it_was_signed(published: Edition, visit: Visit) -> None:
    subject = shown(published, "Gelatik")
    signed(subject, "Bunyi yang ditandatangani.")
    page = visit().get(f"/inovasi/{subject.id}")
    assert "Bunyi yang ditandatangani." in page.text
    assert "Isi latar_belakang" not in page.text


@pytest.mark.parametrize("path", ["/", "/inovasi/", "/inovasi/{}", "/privasi"])
def test_every_public_page_speaks_english(published: Edition, visit: Visit, path: str) -> None:
    subject = shown(published, "Gelatik", agency=builders.agency("dinkes"))
    address = path.format(subject.id)
    indonesian, english = visit().get(address), visit(language="en").get(address)
    assert english.soup.html["lang"] == "en"  # type: ignore[index]
    same = set(indonesian.all("nav a, main h2, main dt, main label, .btn")) & set(
        english.all("nav a, main h2, main dt, main label, .btn")
    )
    assert same <= {"Gelatik", "One Agency One Innovation (OAOI) 2025"}
    assert len(english.all("nav a")) == len(indonesian.all("nav a"))
