"""Writes about those who sign certificates. What was issued keeps the signer it was issued with."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy import text

from award.certificates.facts import Fault, in_braces, is_elected
from award.certificates.models import Signatory
from award.certificates.nip import digits, is_nip
from award.certificates.printing import designs
from award.certificates.signatories import Tenure, overlapping
from award.certificates.words import NIP_OF_ELECTED, WRONG_NIP, sentence_of, sentence_of_braces
from award.core import ledger
from award.core.access import ensure
from award.core.db import db
from award.core.language import long_date
from award.core.problems import Invalid
from award.people.models import User


def add_signatory(*, tenure: Tenure, picture: str = "", actor: User) -> Signatory:
    """Enter a new signatory; `picture` is the SHA-256 of a kept picture of the signature.

    Raises :class:`Invalid` for a wrong NIP, a period that ends before it begins, and when somebody
    else holds the same office on one of its days.
    """
    ensure("signatory:manage", None, actor)
    _check(tenure)
    signatory = Signatory(**_clean(tenure), picture=picture)
    db.session.add(signatory)
    _record("signatory.added", signatory, actor)
    return signatory


def change_signatory(
    *, signatory: Signatory, tenure: Tenure, picture: str | None = None, actor: User
) -> None:
    """Correct a signatory; without `picture` the picture stays, an empty one takes it away."""
    ensure("signatory:manage", signatory, actor)
    _check(tenure, signatory)
    for name, value in _clean(tenure).items():
        setattr(signatory, name, value)
    if picture is not None:
        signatory.picture = picture
    _record("signatory.changed", signatory, actor)


def end_signatory(*, signatory: Signatory, last_day: date, actor: User) -> None:
    """Set the last day on which the signatory may sign."""
    held = {name: getattr(signatory, name) for name in Tenure.__dataclass_fields__}
    tenure = Tenure(**{**held, "valid_until": last_day})
    change_signatory(signatory=signatory, tenure=tenure, actor=actor)


def _check(tenure: Tenure, own: Signatory | None = None) -> None:
    _wait_for_others()
    if found := problems(tenure, own):
        raise Invalid(next(iter(found.values())), found)


def problems(tenure: Tenure, own: Signatory | None = None) -> dict[str, object]:
    """Everything that keeps somebody from being entered so, by field; empty when all is well.

    `own` is the one who is being changed.
    """
    texts = {name: getattr(tenure, name) for name in ("office", "name", "rank")}
    found: dict[str, object] = {
        name: sentence_of_braces() for name, text in texts.items() if in_braces(text)
    }
    if tenure.office.count("\n") >= (limit := office_lines()):
        found["office"] = sentence_of(Fault("signer_office", "too many lines", limit))
    if tenure.nip and is_elected(tenure.office):
        found["nip"] = NIP_OF_ELECTED
    elif tenure.nip and not is_nip(tenure.nip):
        found["nip"] = WRONG_NIP
    return found | _of_days(tenure, own)


def office_lines() -> int:
    """On how many lines every design has room for an office."""
    return min(designs.load(each).fields["signer_office"].lines for each in designs.names())


def _of_days(tenure: Tenure, own: Signatory | None) -> dict[str, object]:
    first, last = tenure.valid_from, tenure.valid_until
    if first is None:
        return {}
    if last is not None and last < first:
        return {"valid_until": _l("Hari terakhir mendahului hari pertama. Periksa kedua tanggal.")}
    other = overlapping(tenure.office, first, last, but=own.id if own is not None else None)
    return {"valid_from": _taken(other)} if other is not None else {}


def _taken(other: Signatory) -> object:
    if other.valid_until is None:
        return _l(
            "%(name)s memegang jabatan ini sejak %(start)s. Akhiri dahulu masa jabatannya.",
            name=other.name,
            start=long_date(other.valid_from),
        )
    return _l(
        "%(name)s memegang jabatan ini dari %(start)s sampai %(end)s. Masa jabatan tidak boleh "
        "bertumpang tindih.",
        name=other.name,
        start=long_date(other.valid_from),
        end=long_date(other.valid_until),
    )


def _wait_for_others() -> None:
    # Two organisers at once could each find the office free; SQLite has one writer anyway.
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("LOCK TABLE signatory IN SHARE ROW EXCLUSIVE MODE"))


def _clean(tenure: Tenure) -> dict[str, object]:
    return asdict(tenure) | {"nip": digits(tenure.nip)}


def _record(action: str, signatory: Signatory, actor: User) -> None:
    ledger.record(
        action,
        signatory,
        actor=actor,
        office=signatory.office,
        name=signatory.name,
        rank=signatory.rank,
        nip=signatory.nip,
        valid_from=signatory.valid_from,
        valid_until=signatory.valid_until,
        picture=signatory.picture,
    )
