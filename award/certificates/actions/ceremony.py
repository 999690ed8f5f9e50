"""Writes for the day of the ceremony: its details, who sits where, and what is printed for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete

from award.certificates.ceremony import pack
from award.certificates.ceremony.plan import details, plan
from award.certificates.models import Batch
from award.certificates.models_ceremony import Seat
from award.certificates.packing import presswork
from award.certificates.packing.piles import Edge, Order
from award.competitions.models import Edition
from award.core import ledger
from award.core.access import ensure
from award.core.db import db
from award.core.problems import Invalid
from award.people.models import User

TWICE = _l("Satu tempat duduk tidak dapat dipakai dua penerima.")


@dataclass(frozen=True, kw_only=True)
class Details:
    """What is known of a ceremony; fields are those of :class:`Ceremony`."""

    starts_at: datetime | None
    venue: str
    giver: str
    collector: str
    spare: int
    label_columns: int
    label_rows: int


def order_press(*, batch: Batch, order: Order, edge: Edge, actor: User) -> None:
    """Have a press file of the certificates in force made."""
    job = presswork.job_of(batch, order, edge)
    ensure("certificate:press", job.wish, actor)
    ledger.record(
        "certificates.press_ordered",
        batch,
        actor=actor,
        edition_id=batch.edition_id,
        order=order.value,
        edge=edge.value,
        sheets=len(job.sheets),
    )
    job.file.want(presswork.JOB, **job.wish.ids)


def plan_ceremony(*, edition: Edition, told: Details, actor: User) -> None:
    """Keep when and where an edition's certificates are handed over, and by whom."""
    ensure("ceremony:prepare", edition, actor)
    ceremony = details(edition)
    for name, value in vars(told).items():
        setattr(ceremony, name, value)
    db.session.add(ceremony)
    _record("ceremony.planned", edition, actor, venue=told.venue, giver=told.giver)


def seat(*, edition: Edition, labels: Mapping[str, str], actor: User) -> None:
    """Give these seats, by subject, and no others; an empty label gives none.

    Raises :class:`Invalid` when two subjects share a seat.
    """
    ensure("ceremony:prepare", edition, actor)
    given = {subject: label for subject, label in labels.items() if label}
    if len({label.casefold() for label in given.values()}) < len(given):
        raise Invalid(TWICE, {})
    db.session.execute(delete(Seat).where(Seat.edition_id == edition.id))
    db.session.add_all(
        Seat(edition_id=edition.id, subject=subject, label=label)
        for subject, label in given.items()
    )
    _record("ceremony.seated", edition, actor, seats=len(given))


def seat_in_rows(*, edition: Edition, subjects: Sequence[str], per_row: int, actor: User) -> None:
    """Seat everyone in the order given, row by row from A1."""
    labels = {subject: _label(n, per_row) for n, subject in enumerate(dict.fromkeys(subjects))}
    seat(edition=edition, labels=labels, actor=actor)


def _label(n: int, per_row: int) -> str:
    row, number = divmod(n, per_row)
    letters = ""
    while row >= 0:
        row, letter = divmod(row, 26)
        letters, row = chr(65 + letter) + letters, row - 1
    return f"{letters}{number + 1}"


def order_papers(*, edition: Edition, actor: User) -> None:
    """Have the papers of the ceremony made as it stands."""
    ensure("ceremony:prepare", edition, actor)
    found = plan(edition)
    _record("ceremony.ordered", edition, actor, plan_sha256=found.sha256)
    pack.zip_file(found).want(pack.JOB, edition_id=edition.id)


def _record(action: str, edition: Edition, actor: User, **content: str | int) -> None:
    ledger.record(action, edition, actor=actor, edition_id=edition.id, **content)
    db.session.flush()
