"""Invented people of the demonstration and rehearsals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from award.certificates.actions.signatories import add_signatory
from award.certificates.models import Signatory
from award.certificates.signatories import Tenure
from award.people import actions, queries
from award.people.directory import AgencyRecord
from award.people.models import Agency, User
from award.people.states import Role

FIRST = ("I Wayan", "Ni Made", "I Nyoman", "Ni Ketut", "I Gede", "Ni Luh", "I Kadek", "Ni Putu")
LAST = ("Wirata", "Sukerti", "Pradnyana", "Ariani", "Mahardika", "Puspawati", "Suardana", "Dewanti")
DEGREES = ("S.Sos., M.Si.", "S.E., M.M.", "S.T.", "S.H., M.H.", "S.Kom.", "S.KM., M.Kes.")

INSTITUTIONS = (
    ("luar-universitas", "Universitas Cakrawala Nusantara", "Cakrawala Nusantara University"),
    ("luar-politeknik", "Politeknik Segara Bali", "Segara Bali Polytechnic"),
    ("luar-lembaga", "Lembaga Kajian Layanan Publik", "Institute for Public Service Studies"),
    ("luar-media", "Harian Warta Mangupura", "Warta Mangupura Daily"),
)


@dataclass
class Staff:
    """Who acts for an agency."""

    writer: User
    head: User


def names() -> Iterator[str]:
    """Invented names, each with a degree; they begin to repeat after 384."""
    n = 0
    while True:
        yield (
            f"{FIRST[n % len(FIRST)]} {LAST[(n // len(FIRST) + n) % len(LAST)]}, "
            f"{DEGREES[n % len(DEGREES)]}"
        )
        n += 1


def institutions(actor: User | None) -> list[Agency]:
    """Enter the invented outside institutions that external judges come from."""
    records = [
        AgencyRecord(
            code=code, name=name, name_en=name_en, short_name="", kind="luar", participant_class=""
        )
        for code, name, name_en in INSTITUTIONS
    ]
    actions.add_agencies(records=records, actor=actor)
    return [agency for code, *_ in INSTITUTIONS if (agency := queries.agency_by_code(code))]


def account(
    email: str, name: str, agency: Agency, role: Role, *, position: str = "", password: str = ""
) -> User:
    """The account with this address, opened when it is not there yet."""
    return queries.user_by_email(email) or actions.create_user(
        email=email,
        name=name,
        position=position,
        agency=agency,
        roles=[role],
        actor=None,
        password=password,
    )


def judges(count: int, outside: list[Agency], inside: list[Agency]) -> list[User]:
    """So many judges, two of three from outside institutions."""
    found, name = [], names()
    for n in range(count):
        home = inside[n % len(inside)] if n % 3 == 2 else outside[n % len(outside)]
        found.append(account(f"juri{n + 1}@contoh.example", f"{next(name)}", home, Role.JUDGE))
    return found


def regent(since: date, actor: User) -> Signatory:
    """Whoever signs certificates in a demonstration: an invented name, marked as one."""
    tenure = Tenure(office="BUPATI BADUNG", name="Nama Contoh", valid_from=since)
    return add_signatory(tenure=tenure, actor=actor)
