"""Who may do what with editions: the rules and the pages."""

import pytest
from flask_login import AnonymousUserMixin

from award.competitions import actions, parts
from award.competitions.states import EditionState
from award.core.access import can, why_not
from award.core.db import db
from tests import builders

OTHERS = ("staff", "head", "internal_judge", "external_judge", "outsider")


@pytest.mark.parametrize(
    ("action", "state", "locked", "allowed"),
    [
        ("edition:manage", EditionState.DRAFT, False, True),
        ("edition:manage", EditionState.PUBLISHED, True, True),
        ("edition:edit", EditionState.DRAFT, False, True),
        ("edition:edit", EditionState.OPEN, True, True),
        ("edition:edit_rubric", EditionState.OPEN, False, True),
        ("edition:edit_rubric", EditionState.OPEN, True, False),
        ("edition:open", EditionState.DRAFT, False, True),
        ("edition:open", EditionState.OPEN, False, False),
        ("edition:open", EditionState.FROZEN, True, False),
        ("edition:open", EditionState.PUBLISHED, True, False),
    ],
)
def test_only_organisers_and_only_while_the_state_allows(cast, action, state, locked, allowed):
    edition = builders.edition(2026, state)
    if locked:
        actions.lock(edition=edition, actor=None, reason="Lembar nilai pertama")
    assert can(action, edition, cast.organiser) is allowed
    for who in (*(getattr(cast, name) for name in OTHERS), AnonymousUserMixin()):
        assert str(why_not(action, edition, who)) == "Hanya panitia yang dapat melakukan ini."


def pages(edition):
    yield from ("/panitia/edisi/", "/panitia/edisi/baru", "/panitia/hari-libur/")
    own = f"/panitia/edisi/{edition.id}"
    yield from (own, f"{own}/versi", f"{own}/templat.json", f"{own}/versi/1.json")
    yield f"{own}/rubrik/{edition.rounds[1].id}"
    yield from (f"{own}/{part.key}" for part in parts.PARTS)


def test_every_page_is_the_organisers_alone(visit, cast):
    edition = builders.edition(2026)
    actions.lock(edition=edition, actor=None, reason="Lembar nilai pertama")
    addresses = list(pages(edition))
    organiser = visit(cast.organiser)
    assert {organiser.get(address).status for address in addresses} == {200}
    for name in OTHERS:
        browser = visit(getattr(cast, name))
        assert {browser.get(address).status for address in addresses} == {403}
    assert {visit().get(address).status for address in addresses} == {401}


def test_nobody_else_changes_anything(visit, cast):
    edition = builders.edition(2027, EditionState.DRAFT)
    own = f"/panitia/edisi/{edition.id}"
    for name in OTHERS:
        browser = visit(getattr(cast, name))
        for address in (f"{own}/buka", f"{own}/identitas", "/panitia/hari-libur/bawaan"):
            assert browser.post(address).status == 403
    db.session.rollback()
    assert (edition.state, edition.version) == (EditionState.DRAFT, 1)


def test_an_edition_that_is_not_there_is_not_found(visit, cast):
    for address in ("/panitia/edisi/999", "/panitia/edisi/999/jadwal"):
        assert visit(cast.organiser).get(address).status == 404
