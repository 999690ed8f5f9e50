"""Reads for the participation board: four queries however many agencies and entries there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, lazyload

from award.competitions.models import Edition
from award.core.db import db
from award.entries import deadline
from award.entries.coverage import Board, Owner, Piece, board
from award.entries.eligibility import Facts, blocking, check
from award.entries.models import Entry, Waiver
from award.entries.states import EntryState
from award.innovations.models import Innovation
from award.innovations.states import Stage
from award.people.models import Agency


@dataclass(frozen=True)
class Duty:
    """One agency's duty in one edition, and its waiver if it has one."""

    edition: Edition
    agency: Agency
    waiver: Waiver | None


def edition_of_board(_actor: Any, edition_id: int) -> Edition | None:
    """Loader: an edition."""
    return db.session.get(Edition, edition_id)


def duty_of(_actor: Any, edition_id: int, agency_id: int) -> Duty | None:
    """Loader: an active agency with a duty."""
    edition, agency = db.session.get(Edition, edition_id), db.session.get(Agency, agency_id)
    if edition is None or agency is None or not (agency.duty and agency.active):
        return None
    return Duty(edition, agency, waiver_of(edition, agency))


def waiver_of(edition: Edition, agency: Agency) -> Waiver | None:
    """The agency's waiver in this edition."""
    query = select(Waiver).where(Waiver.edition_id == edition.id, Waiver.agency_id == agency.id)
    return db.session.scalar(query)


def board_of(edition: Edition) -> Board:
    """The participation board of an edition."""
    waivers = select(Waiver.agency_id, Waiver.reason).where(Waiver.edition_id == edition.id)
    excused = {row.agency_id: row.reason for row in db.session.execute(waivers)}
    return board(_owners(), _pieces(edition), excused)


def _owners() -> list[Owner]:
    query = select(Agency.id, Agency.code, Agency.name, Agency.name_en)
    query = query.where(Agency.duty, Agency.active).order_by(Agency.name)
    return [Owner(*row) for row in db.session.execute(query)]


def _pieces(edition: Edition) -> list[Piece]:
    query = (
        select(Entry, Agency.duty)
        .join(Agency, Agency.id == Entry.agency_id)
        .where(Entry.edition_id == edition.id)
        .options(lazyload(Entry.agency), lazyload(Entry.category), lazyload(Entry.edition))
        .options(joinedload(Entry.innovation).lazyload(Innovation.agency))
        .order_by(Entry.id)
    )
    return [_piece(edition, entry, duty) for entry, duty in db.session.execute(query)]


def _piece(edition: Edition, entry: Entry, duty: bool) -> Piece:
    return Piece(
        owner_id=entry.agency_id if duty else entry.wall_id,
        entry_id=entry.id,
        title=entry.title,
        state=EntryState(entry.state),
        submitted=entry.submitted_at is not None,
        eligible=not blocking(check(_facts(edition, entry), edition.eligibility)),
    )


def _facts(edition: Edition, entry: Entry) -> Facts:
    # The innovation's own merits as they are now. What depends on other entries (quota, title,
    # earlier places) was settled when it was sent and is the secretariat's to judge afterwards.
    return Facts(
        group=entry.group,
        started_on=entry.innovation.started_on,
        closes_on=deadline.registration(edition).ends,
        applied=entry.innovation.stage == Stage.APPLIED,
        sent_by_agency=0,
        title_taken=False,
        origin=entry.innovation.origin,
        undeclared=sum(each.key not in entry.declarations for each in edition.declarations),
    )
