"""A harmless act that takes two people: an innovation gets another title."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from award.approvals import actions
from award.approvals.kinds import KINDS, Kind
from award.approvals.models import Approval
from award.core.db import db
from award.core.problems import Invalid
from award.innovations.models import Innovation
from award.people.models import User
from award.people.rules import is_a
from tests import builders
from tests.cast import PASSWORD, Cast

RENAME = "test.rename"


def _run(innovation: Innovation, approval: Approval) -> None:
    if not approval.details["title"]:
        raise Invalid("Judul kosong.")
    innovation.title = approval.details["title"]


def _wall(actor: Any, innovation: Innovation) -> object:
    own = is_a(actor, "organiser") and actor.wall_id == innovation.agency.root_id
    return "Usulan ini dari instansi Anda." if own else None


@pytest.fixture(autouse=True)
def rename(monkeypatch: pytest.MonkeyPatch) -> Kind:
    kind = Kind(
        key=RENAME,
        name="Mengganti judul",
        rule="people:manage",
        load=lambda number: db.session.get(Innovation, number),
        run=_run,
        title=lambda innovation: innovation.title,
        effects=lambda innovation, details: [f"{innovation.title} menjadi {details['title']}."],
        basis=lambda innovation, _details: {"title": innovation.title},
        edition_id=lambda _innovation: None,
        address=lambda _innovation: "/",
        wall=_wall,
    )
    monkeypatch.setitem(KINDS, RENAME, kind)
    return kind


@pytest.fixture
def innovation(cast: Cast) -> Innovation:
    made = builders.innovation(title="Nama Lama")
    db.session.commit()
    return made


@pytest.fixture
def propose(innovation: Innovation, cast: Cast) -> Callable[..., Approval]:
    """``propose(title="Baru")`` as the organiser, unless told otherwise."""

    def begin(actor: User | None = None, title: str = "Nama Baru", **changes: Any) -> Approval:
        given = {
            "kind": RENAME,
            "target": innovation,
            "reason": "Judulnya keliru.",
            "password": PASSWORD,
            "details": {"title": title},
            "actor": actor or cast.organiser,
        }
        made = actions.propose(**{**given, **changes})
        db.session.commit()
        return made

    return begin
