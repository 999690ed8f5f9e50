"""Reads about those who sign certificates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select

from award.certificates.facts import Signer
from award.certificates.models import Signatory
from award.core.db import db
from award.core.language import long_date
from award.core.text import clean_line, same


@dataclass(frozen=True, kw_only=True)
class Tenure:
    """Who holds an office, and from when until when; both days belong to it. The first day is
    missing only from a form that is not yet filled in."""

    office: str
    name: str
    rank: str = ""
    nip: str = ""
    valid_from: date | None
    valid_until: date | None = None


def signatories() -> Sequence[Signatory]:
    """Everyone who signs or has signed, office by office, the newest first."""
    query = select(Signatory)
    return db.session.scalars(
        query.order_by(Signatory.office, Signatory.valid_from.desc(), Signatory.id)
    ).all()


def valid_on(day: date) -> list[Signatory]:
    """Those who may sign a certificate of this date."""
    query = select(Signatory).where(
        Signatory.valid_from <= day,
        or_(Signatory.valid_until.is_(None), Signatory.valid_until >= day),
    )
    return list(db.session.scalars(query.order_by(Signatory.office, Signatory.id)))


def not_over_by(day: date | None) -> list[Signatory]:
    """Everyone but those whose term was over before this day; everyone without a day."""
    return [
        each
        for each in signatories()
        if day is None or each.valid_until is None or each.valid_until >= day
    ]


def signatory_by_id(_actor: Any, signatory_id: int) -> Signatory | None:
    """Loader for the organiser's pages of one signatory."""
    return db.session.get(Signatory, signatory_id)


def overlapping(
    office: str, valid_from: date, valid_until: date | None, *, but: int | None = None
) -> Signatory | None:
    """Who holds the office on a day of this period; `but` is the one who is being changed."""
    query = select(Signatory).where(
        or_(Signatory.valid_until.is_(None), Signatory.valid_until >= valid_from)
    )
    if valid_until is not None:
        query = query.where(Signatory.valid_from <= valid_until)
    found = db.session.scalars(query.order_by(Signatory.valid_from))
    return next((each for each in found if each.id != but and same(each.office, office)), None)


def signs_on(signatory: Signatory, day: date) -> bool:
    """Whether the signatory may sign a certificate of this date."""
    ended = signatory.valid_until is not None and signatory.valid_until < day
    return signatory.valid_from <= day and not ended


def why_not_on(signatory: Signatory, day: date) -> object:
    """Why the signatory may not sign a certificate of this date, or ``None``."""
    if signs_on(signatory, day):
        return None
    return _l(
        "%(name)s tidak menjabat pada %(date)s. Pilih penanda tangan yang menjabat pada tanggal "
        "piagam.",
        name=signatory.name,
        date=long_date(day),
    )


def named_on(signatory: Signatory, day: date) -> str:
    """Office and name in a list; whoever is not in office on this day comes with the term."""
    name = f"{clean_line(signatory.office)}: {signatory.name}"
    if signs_on(signatory, day):
        return name
    if signatory.valid_from > day:
        term = _l("menjabat mulai %(date)s", date=long_date(signatory.valid_from))
    else:
        term = _l("menjabat sampai %(date)s", date=long_date(signatory.valid_until))
    return f"{name} ({term})"


def signer_of(signatory: Signatory) -> Signer:
    """How the signatory stands on a certificate."""
    return Signer(signatory.office, signatory.name, signatory.rank, signatory.nip)
