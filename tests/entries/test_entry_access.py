"""Who may do what with an entry: action, person and state, through the rules and the pages."""

import pytest

from award.competitions.states import EditionState
from award.core.access import can
from award.core.db import db
from award.entries.states import EntryState
from award.people.models import User
from tests import builders

S = EntryState
EVERYONE = {
    "staff",
    "colleague",
    "head",
    "other_staff",
    "other_head",
    "outsider",
    "organiser",
    "external_judge",
    "internal_judge",
}
WRITERS = {"staff", "colleague"}
AGENCY = WRITERS | {"head"}

MATRIX = [
    ("entry:read", S.DRAFT, AGENCY),
    ("entry:read", S.AWAITING_SIGNOFF, AGENCY),
    ("entry:read", S.SUBMITTED, AGENCY | {"organiser"}),
    ("entry:read", S.CORRECTION, AGENCY | {"organiser"}),
    ("entry:read", S.PASSED, AGENCY | {"organiser"}),
    ("entry:read", S.REJECTED, AGENCY | {"organiser"}),
    ("entry:read", S.WITHDRAWN, AGENCY),
    ("entry:write", S.DRAFT, WRITERS),
    ("entry:write", S.CORRECTION, WRITERS),
    ("entry:write", S.AWAITING_SIGNOFF, set()),
    ("entry:write", S.SUBMITTED, set()),
    ("entry:write", S.PASSED, set()),
    ("entry:write", S.REJECTED, set()),
    ("entry:write", S.WITHDRAWN, set()),
]


def allowed(cast, action, target):
    return {who for who in EVERYONE if can(action, target, getattr(cast, who))}


@pytest.mark.parametrize(("action", "state", "who"), MATRIX)
def test_the_rules_of_an_entry(cast, action, state, who):
    entry = builders.entry(builders.edition(), state=state)
    assert allowed(cast, action, entry) == who


@pytest.mark.parametrize(("state", "who"), [(S.DRAFT, AGENCY), (S.PASSED, AGENCY | {"organiser"})])
def test_the_rule_of_a_document_is_its_entry_s(cast, state, who):
    entry = builders.entry(builders.edition(), state=state)
    document = builders.document(entry, "sk_inovasi")
    db.session.add(document)
    db.session.flush()
    assert allowed(cast, "entry:document", document) == who


@pytest.mark.parametrize(
    ("edition_state", "archive", "who"),
    [
        (EditionState.OPEN, False, WRITERS),
        (EditionState.OPEN, True, set()),
        (EditionState.DRAFT, False, set()),
        (EditionState.FROZEN, False, set()),
        (EditionState.PUBLISHED, False, set()),
    ],
)
def test_only_the_owner_s_staff_open_an_entry_in_an_open_edition(cast, edition_state, archive, who):
    opening = (builders.innovation(archive=archive), builders.edition(state=edition_state))
    assert allowed(cast, "entry:open", opening) == who


def test_a_frozen_edition_takes_no_more_writing(cast):
    entry = builders.entry(builders.edition(state=EditionState.FROZEN))
    assert allowed(cast, "entry:write", entry) == set()


def test_the_office_above_acts_for_its_sub_units_and_not_the_reverse(cast):
    edition = builders.edition()
    above = cast.other_staff
    unit = next(
        agency
        for agency in db.session.query(type(above.agency)).filter_by(root_id=above.wall_id)
        if agency.id != above.agency_id
    )
    of_unit = builders.entry(edition, unit)
    of_office = builders.entry(edition, above.agency)
    assert can("entry:write", of_unit, above)
    person = db.session.get(User, above.id)
    person.agency_id = unit.id
    db.session.flush()
    db.session.refresh(person)
    assert can("entry:write", of_unit, person)
    assert not can("entry:read", of_office, person)


PAGES = ["", "/data", "/dokumen", "/periksa", "/bagian/ringkasan"]


@pytest.mark.parametrize("page", PAGES)
def test_an_entry_is_not_there_for_others(cast, visit, page):
    entry = builders.entry(builders.edition())
    path = f"/pd/usulan/{entry.id}{page}"
    answers = {who: visit(getattr(cast, who)).get(path).status for who in EVERYONE}
    assert answers == {
        who: 200 if who in AGENCY else 403 if who == "organiser" else 404 for who in EVERYONE
    }
    assert visit().get(path).status == 401
    assert visit(cast.staff).get(f"/pd/usulan/999999{page}").status == 404


def test_the_organiser_hears_why_a_draft_is_closed(cast, visit):
    entry = builders.entry(builders.edition())
    page = visit(cast.organiser).get(f"/pd/usulan/{entry.id}")
    assert "belum ditandatangani kepala perangkat daerah" in page.text
    assert entry.title not in page.text


@pytest.mark.parametrize("page", ["/data", "/bagian/ringkasan", "/dokumen/sk_inovasi"])
def test_nobody_else_can_post_to_an_entry(cast, visit, page):
    entry = builders.entry(builders.edition())
    before = (entry.title, entry.version)
    for who, status in (("other_staff", 404), ("external_judge", 404), ("organiser", 403)):
        data = {"title": "Diganti", "group": "umum", "category": 0, "text": "x", "version": 1}
        assert visit(getattr(cast, who)).post(f"/pd/usulan/{entry.id}{page}", data).status == status
    db.session.refresh(entry)
    assert (entry.title, entry.version) == before


def test_an_entry_of_another_agency_s_innovation_cannot_be_opened(cast, visit):
    builders.edition()
    innovation = builders.innovation(builders.agency("dinkes"))
    assert visit(cast.staff).get(f"/pd/usulan/baru/{innovation.id}").status == 404
    assert visit(cast.head).get(f"/pd/usulan/baru/{builders.innovation().id}").status == 403
