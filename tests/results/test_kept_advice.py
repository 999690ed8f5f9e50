"""Advice about a large round is computed by the worker; its pages only read it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from award.competitions.states import RoundState
from award.core import clock
from award.core.db import db, reading
from award.results import queries
from award.results.advice_document import read_advice, read_lines, write
from award.results.queries import advice, kept
from award.results.tasks import refresh_advice
from tests import builders
from tests.results import course
from tests.results.test_advice_pages import STRICT, address


@pytest.fixture
def proposal(app):
    round_ = course.closed(builders.edition())
    round_.advance_per_category = 3
    for number, sheets in enumerate(STRICT):
        course.scored(round_, course.passed(round_.edition, f"Inovasi {number}"), *sheets)
    db.session.commit()
    return round_


@pytest.fixture
def large(monkeypatch):
    """Every round is a large one."""
    monkeypatch.setattr(kept, "LARGE", 0)


def told(round_):
    return advice.compute_round(round_, queries.round_standings(round_, parts=False))


def again(document):
    return json.loads(json.dumps(document, allow_nan=False))


def test_advice_comes_back_from_its_document_as_it_was(proposal):
    found = told(proposal)

    assert read_advice(again(write(found))) == found
    assert found.lines
    assert read_lines(again(write(found.lines))) == found.lines


def test_a_large_round_is_shown_once_the_worker_has_been_there(proposal, large, visit, cast):
    organiser = visit(cast.organiser)
    before = organiser.get(address(proposal))
    assert (before.status, before.response.headers["Retry-After"]) == (202, "60")
    assert "berjalan di belakang layar" in before.text

    refresh_advice()

    page = organiser.get(address(proposal))
    assert page.status == 200
    assert f"{cast.internal_judge.name} paling ketat" in page.all(".conclusion")[0]
    assert "Dihitung" not in page.text


def test_judges_save_while_the_worker_computes(proposal, monkeypatch):
    compute, only_read = advice.compute_round, []

    def slow(*given):
        only_read.append(reading.get())
        return compute(*given)

    monkeypatch.setattr(advice, "compute_round", slow)
    refresh_advice()
    assert only_read == [True]
    assert kept.latest(proposal.edition_id, proposal.id) is not None


def test_advice_of_other_marks_tells_when_it_was_computed(proposal, large, visit, cast):
    refresh_advice()
    course.scored(proposal, course.passed(proposal.edition, "Satu lagi"), 5)

    page = visit(cast.organiser).get(address(proposal))

    assert "Dihitung 11 Mei 2026 pukul 12.00 WITA." in page.text
    assert "Satu lagi" in page.text


def test_pages_of_a_large_round_compute_nothing(proposal, large, visit, cast, monkeypatch):
    refresh_advice()
    monkeypatch.setattr(advice, "compute_round", None)

    for tail in ("keadilan", "keadilan.csv", "keteguhan", "juri"):
        assert visit(cast.organiser).get(address(proposal, tail)).status == 200
    assert visit(cast.internal_judge).get(f"/juri/babak/{proposal.id}/laporan").status == 200


def test_what_is_up_to_date_is_not_computed_again(proposal, large):
    refresh_advice()
    first = kept.latest(proposal.edition_id, proposal.id).fingerprint
    refresh_advice()
    assert kept.latest(proposal.edition_id, proposal.id).fingerprint == first

    course.scored(proposal, course.passed(proposal.edition, "Satu lagi"), 5)
    db.session.commit()
    refresh_advice()

    assert kept.latest(proposal.edition_id, proposal.id).fingerprint != first


def test_a_small_round_is_kept_once_scoring_is_over(proposal, visit, cast, monkeypatch):
    proposal.state = RoundState.OPEN
    db.session.commit()
    refresh_advice()
    assert kept.latest(proposal.edition_id, proposal.id) is None

    proposal.state = RoundState.CLOSED
    db.session.commit()
    refresh_advice()
    shown = visit(cast.organiser).get(address(proposal)).text
    monkeypatch.setattr(advice, "compute_round", None)

    assert visit(cast.organiser).get(address(proposal)).text == shown


def test_while_judges_score_it_is_renewed_now_and_then(proposal, large):
    proposal.state = RoundState.OPEN
    refresh_advice()
    course.scored(proposal, course.passed(proposal.edition, "Satu lagi"), 5)
    db.session.commit()

    assert kept.outdated(proposal.edition, clock.now() - timedelta(minutes=30)) == []
    assert len(kept.outdated(proposal.edition, clock.now())) == 1


def test_winners_over_large_rounds_are_read_too(app, large, visit, cast):
    edition = builders.edition()
    course.published(edition, 5, 4, 3, 2)
    organiser = visit(cast.organiser)
    where = f"/panitia/hasil/{edition.id}/keteguhan"
    assert organiser.get(where).status == 202

    refresh_advice()

    assert len(organiser.get(where).soup.select("section.card svg.chart")) == 2
