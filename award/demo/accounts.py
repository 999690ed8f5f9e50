"""Agencies, holidays and accounts of the demonstration; people and outside bodies are invented."""

from __future__ import annotations

from dataclasses import dataclass

from award.competitions import actions as competitions
from award.competitions import holidays
from award.people import actions as people
from award.people import directory, queries
from award.people.directory import AgencyRecord
from award.people.states import Role

PASSWORD = "contoh-inovasi-badung"  # noqa: S105 - shown to everyone who starts a demonstration

ORGANISER = "panitia@contoh.example"
SECRETARIAT = "sekretariat@contoh.example"
JUDGE = "juri.satu@contoh.example"

OUTSIDE = (
    AgencyRecord(
        code="univ-contoh",
        name="Universitas Contoh Nusantara",
        name_en="Contoh Nusantara University",
        short_name="UCN",
        kind="luar",
        participant_class="",
    ),
    AgencyRecord(
        code="lembaga-contoh",
        name="Lembaga Kajian Contoh",
        name_en="Contoh Study Institute",
        short_name="LKC",
        kind="luar",
        participant_class="",
    ),
)


@dataclass(frozen=True)
class Account:
    """A person of the demonstration: who, where, and in which role."""

    email: str
    name: str
    position: str
    agency: str
    role: Role


ACCOUNTS = (
    Account(ORGANISER, "Ni Luh Contoh", "Panitia, Brida", "brida", Role.ORGANISER),
    Account(
        SECRETARIAT,
        "I Ketut Contoh",
        "Sekretariat, Bagian Organisasi",
        "bag-organisasi",
        Role.ORGANISER,
    ),
    Account("staf.dlhk@contoh.example", "I Made Contoh", "Staf DLHK", "dlhk", Role.STAFF),
    Account("kepala.dlhk@contoh.example", "Ida Ayu Contoh", "Kepala DLHK", "dlhk", Role.HEAD),
    Account("staf.dinkes@contoh.example", "I Nyoman Contoh", "Staf Dinkes", "dinkes", Role.STAFF),
    Account(
        "kepala.dinkes@contoh.example", "Ni Wayan Contoh", "Kepala Dinkes", "dinkes", Role.HEAD
    ),
    Account(
        "juri.diskominfo@contoh.example",
        "I Putu Contoh",
        "Juri dari Diskominfo",
        "diskominfo",
        Role.JUDGE,
    ),
    Account(
        JUDGE,
        "Dr. Ayu Contoh",
        "Juri dari Universitas Contoh",
        "univ-contoh",
        Role.JUDGE,
    ),
    Account(
        "juri.dua@contoh.example",
        "Dr. Bagus Contoh",
        "Juri dari Lembaga Kajian Contoh",
        "lembaga-contoh",
        Role.JUDGE,
    ),
)


def enter_accounts() -> None:
    """Enter agencies, holidays and every account."""
    people.add_agencies(records=[*directory.load(), *OUTSIDE], actor=None)
    competitions.add_holidays(days=holidays.load(), actor=None)
    for account in ACCOUNTS:
        agency = queries.agency_by_code(account.agency)
        if agency is None:
            raise LookupError(account.agency)
        people.create_user(
            email=account.email,
            name=account.name,
            position=account.position,
            agency=agency,
            roles=[account.role],
            actor=None,
            password=PASSWORD,
        )
