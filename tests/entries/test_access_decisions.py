"""Who may send, sign, hand back, withdraw, screen and excuse: action by person by state."""

from __future__ import annotations

import pytest
from flask_login import AnonymousUserMixin

from award.competitions.states import EditionState
from award.core.access import can
from award.entries.states import EntryState
from award.people import actions as people
from award.people.states import Role
from tests import builders
from tests.cast import PEOPLE

DRAFT, AWAITING, SUBMITTED, CORRECTION, PASSED, REJECTED, WITHDRAWN = EntryState
WRITERS = {"staff", "colleague", "head"}
HEADS = {"head"}
ORGANISERS = {"organiser", "second_organiser"}
EVERYONE = {*PEOPLE, "anyone"}

# What each action allows on an entry of DLHK: by state, to whom.
MATRIX = {
    "entry:send": dict.fromkeys([DRAFT, CORRECTION], WRITERS),
    "entry:sign": {AWAITING: HEADS},
    "entry:hand_back": {AWAITING: HEADS},
    "entry:withdraw": dict.fromkeys([DRAFT, AWAITING, SUBMITTED, CORRECTION], WRITERS),
    "entry:reopen": {WITHDRAWN: WRITERS},
    "entry:receipt": dict.fromkeys([SUBMITTED, CORRECTION, PASSED, REJECTED], WRITERS | ORGANISERS),
    "entry:screen": {SUBMITTED: ORGANISERS},
    "signing:see": dict.fromkeys(EntryState, HEADS),
    "screening:see": dict.fromkeys(EntryState, ORGANISERS),
}


@pytest.fixture
def edition(app):
    return builders.edition()


def person(cast, who):
    return AnonymousUserMixin() if who == "anyone" else getattr(cast, who)


def allowed(action, target, cast) -> set[str]:
    return {who for who in EVERYONE if can(action, target, person(cast, who))}


@pytest.mark.parametrize("state", EntryState)
def test_every_action_on_an_entry_by_person_and_state(state, edition, cast):
    entry = builders.entry(edition, state=state)
    found = {action: allowed(action, entry, cast) for action in MATRIX}
    assert found == {action: set(states.get(state, ())) for action, states in MATRIX.items()}


@pytest.mark.parametrize("state", [EditionState.DRAFT, EditionState.FROZEN])
def test_nothing_moves_while_the_edition_is_not_open(state, edition, cast):
    entries = [builders.entry(edition, state=each) for each in EntryState]
    edition.state = state
    for action in ("entry:send", "entry:sign", "entry:withdraw", "entry:reopen", "entry:screen"):
        assert not any(allowed(action, entry, cast) for entry in entries), action
    assert allowed("board:waive", edition, cast) == set()


def test_the_board_belongs_to_organisers(edition, cast):
    assert allowed("board:see", edition, cast) == ORGANISERS
    assert allowed("board:waive", edition, cast) == ORGANISERS


def test_organisers_screen_every_agency_but_their_own(edition, cast):
    own = builders.entry(edition, builders.agency("brida"), state=SUBMITTED)
    assert allowed("entry:screen", own, cast) == set()
    other = people.create_user(
        email="panitia3@contoh.id", name="Panitia Bappeda", position="",
        agency=builders.agency("bappeda"), roles=[Role.ORGANISER], actor=None,
    )  # fmt: skip
    assert can("entry:screen", own, other)


def test_the_root_agency_acts_for_its_units_and_signs_for_those_without_a_head(edition, cast):
    unit = builders.agency("pkm-kuta-i")
    entry = builders.entry(edition, unit, state=AWAITING)
    assert allowed("entry:sign", entry, cast) == {"other_head"}
    assert allowed("entry:withdraw", entry, cast) == {"other_staff", "other_head"}


PAGES = {
    "/kepala/usulan/{}": ("get", {"head": 200, "staff": 403, "other_head": 404, "organiser": 403}),
    "/kepala/usulan/{}/tanda-tangan": (
        "post",
        {"head": 422, "staff": 403, "other_head": 404, "external_judge": 404},
    ),
    "/kepala/usulan/{}/kembalikan": ("post", {"staff": 403, "other_staff": 404, "organiser": 403}),
    "/pd/usulan/{}/kirim": ("post", {"staff": 302, "other_staff": 404, "organiser": 403}),
    "/pd/usulan/{}/tanda-terima": (
        "get",
        {"head": 403, "staff": 403, "other_staff": 404, "internal_judge": 404},
    ),
    "/pd/usulan/{}/tarik": ("get", {"staff": 200, "head": 200, "outsider": 404, "organiser": 403}),
    "/panitia/seleksi/usulan/{}": ("get", {"organiser": 404, "staff": 404, "external_judge": 404}),
    "/kepala/": ("get", {"head": 200, "staff": 403, "organiser": 403, "external_judge": 403}),
    "/panitia/seleksi/": ("get", {"organiser": 200, "staff": 403, "head": 403}),
    "/panitia/partisipasi/": ("get", {"organiser": 200, "staff": 403, "internal_judge": 403}),
}


@pytest.mark.parametrize("path", PAGES)
def test_pages_of_an_entry_that_waits_for_its_head(path, edition, cast, visit):
    entry = builders.complete(builders.entry(edition, state=AWAITING))
    method, answers = PAGES[path]
    address = path.format(entry.id)
    found = {who: getattr(visit(getattr(cast, who)), method)(address).status for who in answers}
    assert found == answers
    assert getattr(visit(), method)(address).status == 401


def test_pages_of_the_board_are_not_for_agencies(edition, cast, visit):
    waiver = f"/panitia/partisipasi/{edition.id}/pengecualian/{builders.agency('kesbangpol').id}"
    for address in (f"/panitia/partisipasi/{edition.id}.csv", waiver):
        assert visit(cast.organiser).get(address).status == 200
        assert visit(cast.head).get(address).status == 403
    assert visit(cast.staff).post(f"{waiver}/akhiri").status == 403
    assert visit(cast.staff).post(waiver, {"reason": "Alasan."}).status == 403
