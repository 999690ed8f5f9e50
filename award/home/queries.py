"""Reads for the public pages: only what has been published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload

from award.competitions.models import Category, Edition
from award.competitions.states import EditionState
from award.core.db import db
from award.entries.models import Entry, Submission
from award.entries.states import EntryState
from award.innovations.models import Innovation
from award.people.models import Agency
from award.results.models import Decision
from award.results.queries import Award, awards_of, published_editions
from award.results.states import WINNING_PLACES, Outcome

PAGE = 24

PUBLISHED_ENTRIES = (
    select(Entry.innovation_id)
    .join(Edition, Edition.id == Entry.edition_id)
    .where(Entry.state == EntryState.PASSED, Edition.state == EditionState.PUBLISHED)
)


@dataclass(frozen=True)
class Gallery:
    """One page of innovations, how many there are, and the awards of those on the page."""

    innovations: Sequence[Innovation]
    total: int
    awards: dict[int, list[Award]]


def _public() -> ColumnElement[bool]:
    return or_(Innovation.archive, Innovation.id.in_(PUBLISHED_ENTRIES))


def gallery(*, words: str, year: int | None, category: str, page: int) -> Gallery:
    """Innovations that the public may see, by the words searched for."""
    found = select(Innovation).join(Agency, Agency.id == Innovation.agency_id).where(_public())
    for word in words.split()[:8]:
        found = found.where(_mentions(word))
    if year or category:
        entered = PUBLISHED_ENTRIES
        if year:
            entered = entered.where(Edition.year == year)
        if category:
            entered = entered.join(Category, Category.id == Entry.category_id).where(
                Category.key == category
            )
        found = found.where(Innovation.id.in_(entered))
    total = db.session.scalar(select(func.count()).select_from(found.subquery())) or 0
    order = found.order_by(Innovation.archive, Innovation.title, Innovation.id)
    shown = db.session.scalars(order.limit(PAGE).offset((page - 1) * PAGE)).all()
    return Gallery(shown, total, awards_of([each.id for each in shown]))


def _mentions(word: str) -> ColumnElement[bool]:
    sought = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    columns = (Innovation.title, Innovation.summary, Agency.name, Agency.short_name)
    return or_(*(column.ilike(sought, escape="\\") for column in columns))


def public_innovation(innovation_id: int) -> Innovation | None:
    """An innovation that the public may see."""
    return db.session.scalar(select(Innovation).where(Innovation.id == innovation_id, _public()))


def public_predecessor(innovation: Innovation) -> Innovation | None:
    """What it grew out of, where the public may know of that too."""
    earlier = innovation.predecessor_id
    return None if earlier is None else public_innovation(earlier)


def published_entries(innovation: Innovation) -> Sequence[Entry]:
    """Its entries in published editions, the newest first."""
    query = (
        select(Entry)
        .join(Edition, Edition.id == Entry.edition_id)
        .where(
            Entry.innovation_id == innovation.id,
            Entry.state == EntryState.PASSED,
            Edition.state == EditionState.PUBLISHED,
        )
        .order_by(Edition.year.desc())
    )
    return db.session.scalars(query).all()


def last_submission(entry: Entry) -> Submission | None:
    """The proposal as it was last signed."""
    query = select(Submission).where(Submission.entry_id == entry.id)
    return db.session.scalar(query.order_by(Submission.number.desc()).limit(1))


def running_editions() -> Sequence[Edition]:
    """Editions that are open and not yet published, the newest first."""
    query = select(Edition).where(Edition.state.in_((EditionState.OPEN, EditionState.FROZEN)))
    return db.session.scalars(query.order_by(Edition.year.desc())).all()


def public_categories() -> Sequence[Category]:
    """Categories of the newest published edition, for the gallery's filter."""
    edition = next(iter(published_editions()), None)
    return edition.categories if edition else ()


def newest_winners() -> Sequence[Decision]:
    """First places of the edition published last."""
    edition = next(iter(published_editions()), None)
    if edition is None:
        return ()
    query = (
        select(Decision)
        .where(
            Decision.edition_id == edition.id,
            Decision.outcome == Outcome.WINNER,
            Decision.place == WINNING_PLACES[0],
        )
        .options(joinedload(Decision.entry))
        .join(Category, Category.id == Decision.category_id)
        .order_by(Category.position)
    )
    return db.session.scalars(query).all()


def public_counts() -> dict[str, int]:
    """Figures of the landing page."""
    innovations = select(func.count()).select_from(Innovation).where(_public())
    winners = (
        select(func.count())
        .select_from(Decision)
        .join(Edition, Edition.id == Decision.edition_id)
        .where(Decision.outcome == Outcome.WINNER, Edition.state == EditionState.PUBLISHED)
    )
    duty = select(func.count()).select_from(Agency).where(Agency.duty, Agency.active)
    return {
        "innovations": db.session.scalar(innovations) or 0,
        "winners": db.session.scalar(winners) or 0,
        "agencies": db.session.scalar(duty) or 0,
    }
