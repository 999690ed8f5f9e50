"""The rubric locks when the first sheet is scored; every later change keeps a version."""

import hashlib
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from award.competitions import actions, queries
from award.competitions.models import EditionVersion
from award.core import clock
from award.core.db import db
from award.core.ledger import Act
from award.core.problems import Invalid, Refused, Stale
from tests import builders


@pytest.fixture
def locked(cast):
    edition = builders.edition(2026)
    with clock.at(clock.wita(date(2026, 7, 3), 9, 5)):
        actions.lock(edition=edition, actor=cast.external_judge, reason="Lembar nilai pertama")
    db.session.commit()
    return edition


def versions():
    db.session.rollback()
    return db.session.query(EditionVersion).order_by(EditionVersion.number).all()


def test_locking_keeps_the_edition_once_with_its_digest(locked, cast):
    actions.lock(edition=locked, actor=cast.organiser, reason="Sekali lagi")
    (kept,) = versions()
    assert (kept.number, kept.reason) == (1, "Lembar nilai pertama")
    assert kept.document["rounds"][1]["weight"] == "20"


@pytest.mark.parametrize("part", ["formulir", "seri", "rubrik"])
def test_what_marks_rest_on_is_only_read_and_says_since_when(visit, cast, locked, part):
    address = f"rubrik/{locked.rounds[1].id}" if part == "rubrik" else part
    page = visit(cast.organiser).get(f"/panitia/edisi/{locked.id}/{address}")
    assert "Terkunci sejak 3 Juli 2026 pukul 09.05 WITA" in page.text
    assert page.soup.select("main form") == []
    assert f"/panitia/edisi/{locked.id}/versi" in [a["href"] for a in page.soup.select("main a")]


def test_a_rubric_sent_from_a_page_opened_before_the_lock_is_refused(visit, cast):
    edition = builders.edition(2026)
    path = f"/panitia/edisi/{edition.id}/rubrik/{edition.rounds[1].id}"
    browser = visit(cast.organiser)
    form = browser.get(path).fields()
    actions.lock(edition=edition, actor=None, reason="Lembar nilai pertama")
    db.session.commit()
    page = browser.post(path, {**form, "criteria-0-description-id": "Lain"})
    assert page.status == 403
    assert "Terkunci sejak" in page.text
    db.session.rollback()
    assert edition.rounds[1].criteria[0].description["id"] != "Lain"


@pytest.mark.parametrize(
    "change",
    [
        lambda b: replace(b, tie_rules=b.tie_rules[:-1]),
        lambda b: replace(b, form=b.form[:-1]),
        lambda b: replace(b, classes=(replace(b.classes[0], quota=1), *b.classes[1:])),
        lambda b: replace(b, settings=replace(b.settings, objection_working_days=0)),
        lambda b: replace(b, settings=replace(b.settings, winners=1)),
        lambda b: replace(b, rounds=b.rounds[:-1]),
        lambda b: replace(b, rounds=tuple(replace(r, rounding="each_step") for r in b.rounds)),
        lambda b: replace(b, rounds=tuple(replace(r, weight=Decimal(25)) for r in b.rounds)),
        lambda b: replace(b, rounds=tuple(replace(r, criteria=()) for r in b.rounds)),
    ],
)
def test_nothing_that_marks_rest_on_changes_whatever_the_page(locked, cast, change):
    wanted = change(queries.blueprint_of(locked))
    with pytest.raises(Refused, match="Terkunci sejak"):
        actions.amend(
            edition=locked,
            blueprint=wanted,
            version=locked.version,
            actor=cast.organiser,
            reason="Perlu",
        )


def test_a_date_may_change_with_a_reason_and_keeps_a_version(visit, cast, locked):
    path = f"/panitia/edisi/{locked.id}/jadwal"
    browser = visit(cast.organiser)
    form = {**browser.get(path).fields(), "calendar-7-ends": "2026-10-20"}
    page = browser.post(path, form)
    assert page.status == 422
    assert "Tulis alasan perubahan" in " ".join(page.all(".field-errors"))
    page = browser.post(path, {**form, "reason": "Hari raya Galungan"})
    assert page.status == 302
    first, second = versions()
    assert (second.number, second.reason) == (2, "Hari raya Galungan")
    assert first.document["calendar"][7]["ends"] == "2026-10-31"
    assert second.document["calendar"][7]["ends"] == "2026-10-20"
    assert '"reason":"Hari raya Galungan"' in (
        db.session.query(Act).filter_by(action="edition.changed").one().content
    )


def test_names_and_panels_of_rounds_may_still_change(visit, cast, locked):
    path = f"/panitia/edisi/{locked.id}/tahap"
    browser = visit(cast.organiser)
    page = browser.get(path)
    assert "rounds-1-weight" not in page.fields()
    form = {"rounds-1-judges_per_entry": "2", "rounds-1-weight": "99"}
    browser.post(path, {**page.fields(), **form, "reason": "Seorang juri sakit"})
    db.session.rollback()
    assert locked.rounds[1].judges_per_entry == 2
    assert str(locked.rounds[1].weight) == "20", "not a field of this page any more"
    page = browser.post(path, {**browser.get(path).fields(), "rounds-2-remove": "y", "reason": "-"})
    assert page.status == 403
    db.session.rollback()
    assert len(locked.rounds) == 4


def test_a_version_downloads_as_the_bytes_of_its_digest(visit, cast, locked):
    browser = visit(cast.organiser)
    page = browser.get(f"/panitia/edisi/{locked.id}/versi")
    assert "3 Juli 2026 pukul 09.05 WITA" in page.text
    answer = browser.get(f"/panitia/edisi/{locked.id}/versi/1.json").response
    (kept,) = versions()
    assert hashlib.sha256(answer.data).hexdigest() == kept.sha256
    assert kept.sha256[:12] in page.text
    assert browser.get(f"/panitia/edisi/{locked.id}/versi/2.json").status == 404


def test_a_change_rests_on_the_version_it_was_made_from(locked, cast):
    wanted = replace(queries.blueprint_of(locked), theme={"id": "Baru", "en": "New"})
    facts = {"edition": locked, "blueprint": wanted, "actor": cast.organiser}
    with pytest.raises(Stale):
        actions.amend(**facts, version=locked.version - 1, reason="Tema baru")
    with pytest.raises(Invalid):
        actions.amend(**facts, version=locked.version)
    actions.amend(**facts, version=locked.version, reason="Tema baru")
    actions.amend(**facts, version=1, reason="Tema baru")
    assert [each.number for each in db.session.query(EditionVersion)] == [1, 2], "said so already"
