"""Reads of what has been decided; what others may see is asked for by publication."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import contains_eager, joinedload, lazyload, load_only, selectinload

from award.competitions.models import Category, Edition, Round
from award.competitions.states import EditionState
from award.core.db import db
from award.entries.models import Entry
from award.judging import queries as judging
from award.people.models import User
from award.people.states import Role
from award.results.models import Decision, PlenaryVote
from award.results.states import WINNING_PLACES, Outcome


@dataclass(frozen=True, slots=True)
class CategoryWinners:
    """A category's winners in the order of their places, and its other finalists by title."""

    category: Category
    winners: tuple[Decision, ...]
    finalists: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Award:
    """What an innovation received in a published edition; ``place`` is empty for a finalist."""

    edition: Edition
    category: Category
    outcome: Outcome
    place: str


def published_editions() -> Sequence[Edition]:
    """Editions whose results are public, the newest first."""
    query = select(Edition).where(Edition.state == EditionState.PUBLISHED)
    return db.session.scalars(query.order_by(Edition.year.desc(), Edition.id.desc())).all()


def edition_of_year(year: int) -> Edition | None:
    """The last published edition of a year, with rounds, criteria and categories."""
    query = select(Edition).where(Edition.state == EditionState.PUBLISHED, Edition.year == year)
    return db.session.scalar(
        query.order_by(Edition.id.desc())
        .limit(1)
        .options(
            selectinload(Edition.categories),
            selectinload(Edition.rounds).selectinload(Round.criteria),
        )
    )


def winners(edition: Edition) -> tuple[CategoryWinners, ...]:
    """Winners and finalists by category; nothing before publication."""
    if edition.state != EditionState.PUBLISHED:
        return ()
    return honours(edition)


def honours(edition: Edition) -> tuple[CategoryWinners, ...]:
    """The same as frozen, for the organiser."""
    found: dict[tuple[int, Outcome], list[Decision]] = defaultdict(list)
    for each in final_decisions(edition):
        found[each.category_id, each.outcome].append(each)
    return tuple(
        CategoryWinners(
            one,
            tuple(sorted(found[one.id, Outcome.WINNER], key=_by_place)),
            tuple(sorted(found[one.id, Outcome.FINALIST], key=_by_title)),
        )
        for one in edition.categories
    )


def _by_place(decision: Decision) -> int:
    return WINNING_PLACES.index(decision.place)


def _by_title(decision: Decision) -> str:
    return decision.entry.title.casefold()


def final_decisions(edition: Edition) -> Sequence[Decision]:
    """What was decided in the end on every entry that passed screening, with the entries."""
    query = _with_entry().where(Decision.edition_id == edition.id, Decision.round_id.is_(None))
    return db.session.scalars(
        query.order_by(Decision.category_id, Decision.rank.asc().nulls_last(), Decision.entry_id)
    ).all()


def decisions_of(round_: Round) -> dict[int, Decision]:
    """What was decided on each entry of a round."""
    query = select(Decision).where(Decision.round_id == round_.id).options(lazyload("*"))
    return {each.entry_id: each for each in db.session.scalars(query)}


def final_by_entry(edition: Edition) -> dict[int, Decision]:
    """What was decided on each entry in the end, without the entries."""
    query = select(Decision).where(Decision.edition_id == edition.id, Decision.round_id.is_(None))
    return {each.entry_id: each for each in db.session.scalars(query.options(lazyload("*")))}


def own_decisions(entry: Entry) -> dict[int | None, Decision]:
    """What was decided on one entry, by round; the end result under ``None``."""
    query = select(Decision).where(Decision.entry_id == entry.id)
    return {each.round_id: each for each in db.session.scalars(query)}


def _with_entry() -> Select[Decision]:
    # An edition is wide, and everyone who asks for decisions has it already.
    lean = contains_eager(Decision.entry).options(lazyload(Entry.edition))
    return select(Decision).join(Decision.entry).options(lean)


def awards_of(innovation_ids: Sequence[int]) -> dict[int, list[Award]]:
    """Public honours of innovations, the newest first."""
    query = (
        select(Entry.innovation_id, Edition, Category, Decision.outcome, Decision.place)
        .select_from(Decision)
        .join(Decision.entry)
        .join(Edition, Edition.id == Decision.edition_id)
        .join(Category, Category.id == Decision.category_id)
        .where(
            Entry.innovation_id.in_(innovation_ids),
            Decision.round_id.is_(None),
            Decision.outcome.in_((Outcome.WINNER, Outcome.FINALIST)),
            Edition.state == EditionState.PUBLISHED,
        )
        .options(load_only(Edition.name, Edition.year, Edition.state))
        .order_by(Edition.year.desc(), Edition.id.desc())
    )
    found: dict[int, list[Award]] = defaultdict(list)
    for innovation_id, edition, category, outcome, place in db.session.execute(query):
        found[innovation_id].append(Award(edition, category, Outcome(outcome), place))
    return dict(found)


def places_of(innovation_ids: Sequence[int]) -> list[tuple[int, int]]:
    """Year and place of what innovations won, Juara I as 1 and Harapan I as 4."""
    found = db.session.execute(_places(), {"innovations": innovation_ids})
    return [(year, WINNING_PLACES.index(place) + 1) for year, place in found]


@cache  # every page that shows whether an entry may take part asks this: made once
def _places() -> Select[int, str]:
    return (
        select(Edition.year, Decision.place)
        .select_from(Decision)
        .join(Decision.entry)
        .join(Edition, Edition.id == Decision.edition_id)
        .where(
            Entry.innovation_id.in_(bindparam("innovations", expanding=True)),
            Decision.round_id.is_(None),
            Decision.outcome == Outcome.WINNER,
            Edition.state == EditionState.PUBLISHED,
        )
        .order_by(Edition.year.desc(), Edition.id.desc())
    )


def judge_count(edition: Edition) -> int:
    """How many people have scored in the edition."""
    return len(judging.judges_of_edition(edition.id))


def vote_reasons(edition: Edition, round_: Round | None) -> dict[int, str]:
    """Why the plenary put an entry where it stands: the reason of its last ballot."""
    scope = PlenaryVote.round_id.is_(None) if round_ is None else PlenaryVote.round_id == round_.id
    query = select(PlenaryVote.entry_id, PlenaryVote.reason)
    rows = db.session.execute(
        query.where(PlenaryVote.edition_id == edition.id, scope).order_by(PlenaryVote.ballot)
    )
    return dict(rows.all())


def concerned(edition: Edition) -> dict[User, list[Decision]]:
    """Who is told: staff and heads of the agencies, and of the offices above them, by person."""
    decisions = final_decisions(edition)
    agencies: dict[int, list[Decision]] = defaultdict(list)
    for each in decisions:
        for agency_id in {each.entry.agency_id, each.entry.wall_id}:
            agencies[agency_id].append(each)
    query = select(User).options(joinedload(User.agency)).where(User.active)
    people = db.session.scalars(query.where(User.agency_id.in_(agencies)).order_by(User.id))
    return {one: agencies[one.agency_id] for one in people if one.has(Role.STAFF, Role.HEAD)}
