"""What the pages of the end keep from an organiser who is bound to an entry."""

from __future__ import annotations

import pytest

from award.core.db import db
from award.judging.actions.conflicts import declare
from award.judging.states import ConflictKind
from award.results import actions
from award.results.queries import hearing
from tests import builders
from tests.results import course

HIDDEN = "Usulan yang berbenturan kepentingan dengan Anda tidak ditampilkan."


@pytest.fixture
def edition(app):
    return builders.edition()


def bind(cast, entry):
    """The second organiser is family of an entrant."""
    person = cast.second_organiser
    declare(person=person, kind=ConflictKind.FAMILY, entry=entry, actor=person)
    return person


def test_choosing_winners_shows_no_place_and_score_of_it(edition, visit, cast):
    first, _second = course.decided(edition, 5, 4)
    path = f"/panitia/hasil/{edition.id}/kunci"
    bound = bind(cast, first)

    free, kept = visit(cast.organiser).get(path), visit(bound).get(path)

    assert "100,00" in free.text
    assert HIDDEN not in free.text
    assert "100,00" not in kept.text
    assert first.title not in " ".join(kept.all(".medals li"))
    assert HIDDEN in kept.text


def test_a_tie_tells_no_score_when_it_is_one_of_the_equals(edition, visit, cast):
    proposal = course.closed(edition)
    proposal.advance_per_category = 1
    entry, _other = course.field(proposal, 4, 4)
    bound = bind(cast, entry)
    for tail in ("", "/tetapkan"):
        path = f"/panitia/hasil/tahap/{proposal.id}{tail}"
        told = visit(cast.organiser).get(path).all("main li")
        assert any(entry.title in each and "80,00" in each for each in told)
        kept = [each for each in visit(bound).get(path).all("main li") if entry.title in each]
        assert kept
        assert not any("80,00" in each for each in kept)


def test_an_objection_to_it_is_read_by_others(edition, visit, cast):
    entry, _other = course.decided(edition, 5, 4)
    actions.freeze(edition=edition, actor=cast.organiser)
    actions.hear(edition=edition, actor=cast.organiser)
    told = hearing.hearing_for(cast.head, entry.id)
    actions.object_to(hearing=told, text="Nilai lapangan keliru.", actor=cast.head)
    bound = bind(cast, entry)
    db.session.commit()
    path = f"/panitia/hasil/{edition.id}/sanggahan"

    assert "Nilai lapangan keliru." in visit(cast.organiser).get(path).text
    kept = visit(bound).get(path)
    assert "Nilai lapangan keliru." not in kept.text
    assert "Panitia lain yang menanganinya." in kept.text
