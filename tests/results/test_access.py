"""Who may do what with results, in every state; and every door before publication."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest

from award.competitions.states import EditionState, RoundState
from award.core import clock
from award.core.access import can
from award.core.db import db
from award.results import actions
from tests import builders
from tests.cast import PEOPLE
from tests.results import course

ORGANISERS = {"organiser", "second_organiser"}
OWN = {"staff", "colleague", "head"}
E, R = EditionState, RoundState

ROUND_ACTIONS = {
    "results:see_round": set(itertools.product(E, R)),
    "results:decide": {(E.OPEN, R.LOCKED)},
    "results:vote": {(E.OPEN, R.LOCKED)},
    "results:undecide": {(E.OPEN, R.DECIDED)},
}
EDITION_ACTIONS = {
    "results:see": set(itertools.product(E, (False, True))),
    "results:freeze": {(E.OPEN, True)},
    "results:vote_final": {(E.OPEN, True)},
    "results:unfreeze": {(E.FROZEN, False), (E.FROZEN, True)},
    "results:hear": {(E.FROZEN, False), (E.FROZEN, True)},
    "results:publish": {(E.FROZEN, False), (E.FROZEN, True)},
}


class Anyone:
    is_authenticated = False


@pytest.fixture
def edition(app):
    return builders.edition()


@pytest.fixture
def people(cast):
    return {who: getattr(cast, who) for who in PEOPLE}


def allowed(action, target, people):
    """Who may; the states tried out are never written."""
    with db.session.no_autoflush:
        assert not can(action, target, Anyone())
        return {who for who, person in people.items() if can(action, target, person)}


@pytest.mark.parametrize("action", ROUND_ACTIONS)
def test_rounds_are_the_organisers_alone(edition, people, action):
    round_ = builders.round_of(edition)
    for edition.state, round_.state in itertools.product(E, R):
        expected = (edition.state, round_.state) in ROUND_ACTIONS[action]
        found = allowed(action, round_, people)
        assert found == (ORGANISERS if expected else set()), (edition.state, round_.state)
    db.session.rollback()


@pytest.mark.parametrize("action", EDITION_ACTIONS)
def test_editions_are_the_organisers_alone(edition, people, action):
    if action != "results:hear":
        edition.objections_until = clock.now() - timedelta(minutes=1)
    for edition.state, decided in itertools.product(E, (False, True)):
        for each in edition.rounds:
            each.state = R.DECIDED if decided else R.CLOSED
        expected = (edition.state, decided) in EDITION_ACTIONS[action]
        found = allowed(action, edition, people)
        assert found == (ORGANISERS if expected else set()), (edition.state, decided)
    db.session.rollback()


def test_a_decision_stands_once_the_next_round_has_begun(edition, people):
    round_ = builders.round_of(edition, state=R.DECIDED)
    builders.round_of(edition, "presentasi", R.OPEN)

    assert allowed("results:undecide", round_, people) == set()


@pytest.mark.parametrize("state", E)
def test_an_agency_sees_its_own_result_after_publication_only(edition, people, state):
    entry = course.passed(edition, "Gelatik")
    edition.state = state

    expected = OWN if state == E.PUBLISHED else set()
    assert allowed("results:own", entry, people) == expected
    db.session.rollback()


DOORS = (
    "/panitia/hasil/",
    "/panitia/hasil/{edition}",
    "/panitia/hasil/{edition}/akhir",
    "/panitia/hasil/{edition}/akhir.csv",
    "/panitia/hasil/{edition}/akhir/pleno?usulan={entry}",
    "/panitia/hasil/{edition}/kunci",
    "/panitia/hasil/{edition}/buka-kunci",
    "/panitia/hasil/{edition}/umumkan",
    "/panitia/hasil/{edition}/sementara",
    "/panitia/hasil/{edition}/sanggahan",
    "/panitia/hasil/{edition}/rekaman",
    "/panitia/hasil/{edition}/papan",
    "/panitia/hasil/{edition}/papan/simulasi",
    "/panitia/hasil/tahap/{round}",
    "/panitia/hasil/tahap/{round}?kategori=semua",
    "/panitia/hasil/tahap/{round}.csv",
    "/panitia/hasil/tahap/{round}/keadilan",
    "/panitia/hasil/tahap/{round}/keadilan.csv",
    "/panitia/hasil/tahap/{round}/keteguhan",
    "/panitia/hasil/tahap/{round}/juri",
    "/panitia/hasil/{edition}/keteguhan",
    "/panitia/hasil/tahap/{round}/pleno?usulan={entry}",
    "/panitia/hasil/tahap/{round}/tetapkan",
    "/panitia/hasil/tahap/{round}/batalkan",
    "/pd/usulan/{entry}/hasil",
    "/pd/usulan/{entry}/sanggah",
    "/pd/usulan/{entry}",
    "/pemenang/",
    "/pemenang/2026",
    "/beranda",
    "/juri/",
    "/",
)
SECRETS = ("100,00", "100.00", "80,00", "80.00", "juara_1", "Juara I<", "Pemenang 2026")


@pytest.fixture
def frozen(edition, cast):
    entries = course.decided(edition, 5, 4)
    actions.freeze(edition=edition, actor=cast.organiser)
    return edition, entries[0]


@pytest.mark.parametrize("who", [None, "staff", "head", "other_staff", "external_judge"])
def test_no_door_shows_a_result_before_publication(frozen, visit, cast, who):
    edition, entry = frozen
    numbers = {"edition": edition.id, "entry": entry.id, "round": edition.rounds[1].id}
    visitor = visit(getattr(cast, who) if who else None)

    for door, accept in itertools.product(DOORS, ("text/html", "application/json", "text/csv")):
        page = visitor.get(door.format(**numbers), headers={"Accept": accept})
        body = page.response.get_data(as_text=True)
        assert not any(secret in body for secret in SECRETS), (door, accept)
        if door.startswith("/panitia"):
            assert page.status in (401, 403, 404)


@pytest.mark.parametrize(
    ("who", "status"),
    [("staff", 200), ("head", 200), ("other_staff", 404), ("external_judge", 404)],
)
def test_the_own_page_is_unknown_to_other_agencies(edition, visit, cast, who, status):
    entry = course.published(edition, 5)[0]

    assert visit(getattr(cast, who)).get(f"/pd/usulan/{entry.id}/hasil").status == status


def test_the_own_page_says_that_results_are_not_out_yet(frozen, visit, cast):
    page = visit(cast.staff).get(f"/pd/usulan/{frozen[1].id}/hasil")

    assert page.status == 403
    assert "Hasil edisi ini belum diumumkan." in page.text
