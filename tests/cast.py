"""The cast: the people whom tests know by name. All invented."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from award.core.db import db
from award.people import actions, queries
from award.people.directory import AgencyRecord, load
from award.people.models import User
from award.people.states import Role

PASSWORD = "kata-sandi-contoh"

UNIVERSITY = AgencyRecord(
    code="univ-contoh",
    name="Universitas Contoh Nusantara",
    name_en="Contoh Nusantara University",
    short_name="UCN",
    kind="luar",
    participant_class="",
    parent_code=None,
    duty=False,
)
INSTITUTE = AgencyRecord(
    code="lembaga-contoh",
    name="Lembaga Kajian Contoh",
    name_en="Contoh Study Institute",
    short_name="LKC",
    kind="luar",
    participant_class="",
    parent_code=None,
    duty=False,
)


@dataclass(frozen=True)
class Person:
    """Who someone is, where, and in which role."""

    email: str
    name: str
    agency: str
    role: Role


PEOPLE = {
    "organiser": Person("panitia@contoh.id", "Ni Luh Contoh Brida", "brida", Role.ORGANISER),
    "second_organiser": Person("panitia2@contoh.id", "I Ketut Contoh", "brida", Role.ORGANISER),
    "staff": Person("staf.dlhk@contoh.id", "I Made Contoh DLHK", "dlhk", Role.STAFF),
    "colleague": Person("staf2.dlhk@contoh.id", "Ni Ketut Contoh DLHK", "dlhk", Role.STAFF),
    "head": Person("kepala.dlhk@contoh.id", "Ida Ayu Contoh DLHK", "dlhk", Role.HEAD),
    "other_staff": Person("staf.dinkes@contoh.id", "I Nyoman Contoh Dinkes", "dinkes", Role.STAFF),
    "other_head": Person("kepala.dinkes@contoh.id", "Ni Wayan Contoh Dinkes", "dinkes", Role.HEAD),
    "internal_judge": Person("juri.kominfo@contoh.id", "I Putu Contoh", "diskominfo", Role.JUDGE),
    "external_judge": Person("juri.satu@contoh.id", "Dr. Contoh Satu", "univ-contoh", Role.JUDGE),
    "second_judge": Person("juri.dua@contoh.id", "Dr. Contoh Dua", "lembaga-contoh", Role.JUDGE),
    "outsider": Person("staf.petang@contoh.id", "I Gede Contoh Petang", "kec-petang", Role.STAFF),
}


def enter() -> None:
    """Put agencies and people into an empty database."""
    actions.add_agencies(records=[*load(), UNIVERSITY, INSTITUTE], actor=None)
    for person in PEOPLE.values():
        agency = queries.agency_by_code(person.agency)
        assert agency is not None
        actions.create_user(
            email=person.email,
            name=person.name,
            position="",
            agency=agency,
            roles=[person.role],
            actor=None,
            password=PASSWORD,
        )


class Cast:
    """The people of the database at hand: ``cast.organiser``, ``cast.head`` …"""

    _numbers: ClassVar[dict[str, int]] = {}
    """Under which number somebody was found last: copies of one template agree on them."""

    def __getattr__(self, who: str) -> User:
        if who not in PEOPLE:
            raise AttributeError(who)
        email = PEOPLE[who].email
        known = db.session.get(User, self._numbers.get(who, 0))
        if known is None or known.email != email:
            known = queries.user_by_email(email)
            assert known is not None
            self._numbers[who] = known.id
        return known
