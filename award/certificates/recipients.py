"""Whom an edition honours."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from award.certificates.models import Certificate, Honouree
from award.certificates.printing import designs
from award.certificates.states import Kind
from award.certificates.words import ADDRESSES
from award.competitions.models import Category, Edition, Round
from award.core.db import Text2, db
from award.entries.models import Entry
from award.judging.models import Assignment, ScoreSheet
from award.judging.states import SheetState
from award.people.models import Agency, User
from award.results.models import Decision
from award.results.states import WINNING_PLACES, Outcome

LANGUAGE = "id"
"""The award itself is in Indonesian, whatever language its visitors read."""

OUTCOMES = {
    Kind.WINNER: Outcome.WINNER,
    Kind.FINALIST: Outcome.FINALIST,
    Kind.PARTICIPANT: Outcome.PARTICIPANT,
}


@dataclass(frozen=True)
class Recipient:
    """Who is honoured for what; ``subject`` is ``entry:12``, ``user:7`` or ``honouree:3``."""

    subject: str
    name: str
    predicate: str
    category: str | None = None
    innovation: str | None = None
    entry_id: int | None = None
    user_id: int | None = None
    key: str = ""
    """What the predicate is called in the fixed words: a winning place or a kind."""
    categories: Text2 | None = None
    """The category in both languages."""

    @property
    def kept_beside(self) -> bool:
        """Whether the name is one of those kept beside an entry."""
        return self.subject.startswith("honouree:")


@dataclass(frozen=True)
class Preparation:
    """A batch that is being prepared."""

    edition: Edition
    kind: Kind


@dataclass(frozen=True)
class Standing:
    """How many of a kind there are to honour, and how many have no certificate yet."""

    kind: Kind
    total: int
    without: int


def preparation(_actor: Any, edition_id: int, kind: str) -> Preparation | None:
    """Loader for the pages that prepare a batch; ``kind`` as it stands in the address."""
    edition = db.session.get(Edition, edition_id)
    found = next((each for each, address in ADDRESSES.items() if address == kind), None)
    return Preparation(edition, found) if edition is not None and found is not None else None


def standings(edition: Edition) -> list[Standing]:
    """Whom the edition honours, kind by kind."""
    return [
        Standing(kind, len(recipients(edition, kind)), len(without_certificate(edition, kind)))
        for kind in Kind
    ]


def recipients(edition: Edition, kind: Kind) -> list[Recipient]:
    """Everyone whom this kind of certificate is for, in the order of their numbers."""
    if kind == Kind.JUDGE:
        return [_judge(user) for user in _judges(edition)]
    if kind not in OUTCOMES:
        return [_beside(row, kind) for row in _honourees(edition, kind)]
    rows = sorted(_decisions(edition, OUTCOMES[kind]), key=_order)
    return [_honoured(row, kind) for row in rows]


def _decisions(edition: Edition, outcome: Outcome) -> Iterable[Row[Any]]:
    query = (
        select(
            Decision.place,
            Decision.rank,
            Category.position,
            Category.name.label("category"),
            Entry.id.label("entry_id"),
            Entry.title,
            Agency.name.label("agency"),
        )
        .join(Entry, Entry.id == Decision.entry_id)
        .join(Agency, Agency.id == Entry.agency_id)
        .join(Category, Category.id == Decision.category_id)
        .where(
            Decision.edition_id == edition.id,
            Decision.round_id.is_(None),
            Decision.outcome == outcome,
        )
    )
    return db.session.execute(query)


def _order(row: Row[Any]) -> tuple[int, int, int, str, int]:
    place = WINNING_PLACES.index(row.place) if row.place in WINNING_PLACES else 0
    return (row.position, place, row.rank or 0, row.agency, row.entry_id)


def _honoured(row: Row[Any], kind: Kind) -> Recipient:
    key = row.place if kind == Kind.WINNER else kind.value
    return Recipient(
        subject=f"entry:{row.entry_id}",
        name=row.agency,
        predicate=designs.predicate(LANGUAGE, key),
        category=row.category[LANGUAGE],
        innovation=row.title,
        entry_id=row.entry_id,
        key=key,
        categories=row.category,
    )


def _honourees(edition: Edition, kind: Kind) -> Iterable[Row[Any]]:
    query = (
        select(
            Honouree.id,
            Honouree.name,
            Honouree.entry_id,
            Entry.title,
            Category.name.label("category"),
        )
        .join(Entry, Entry.id == Honouree.entry_id)
        .join(Decision, Decision.entry_id == Entry.id)
        .join(Category, Category.id == Entry.category_id)
        .where(
            Entry.edition_id == edition.id,
            Honouree.kind == kind,
            Decision.round_id.is_(None),
            Decision.outcome.in_(outcomes_beside(edition, kind)),
        )
        .order_by(Category.position, Entry.title, Entry.id, Honouree.id)
    )
    return db.session.execute(query)


def outcomes_beside(edition: Edition, kind: Kind) -> tuple[Outcome, ...]:
    """Beside which entries somebody is honoured with this kind, by how those were decided."""
    if kind == Kind.MEMBER and not edition.settings.teams_of_all:
        return (Outcome.WINNER, Outcome.FINALIST)
    return tuple(OUTCOMES.values())


def _beside(row: Row[Any], kind: Kind) -> Recipient:
    return Recipient(
        subject=f"honouree:{row.id}",
        name=row.name,
        predicate=designs.predicate(LANGUAGE, kind.value),
        category=row.category[LANGUAGE],
        innovation=row.title,
        entry_id=row.entry_id,
        key=kind.value,
        categories=row.category,
    )


def _judges(edition: Edition) -> Iterable[User]:
    scored = (
        select(Assignment.judge_id)
        .join(ScoreSheet, ScoreSheet.assignment_id == Assignment.id)
        .join(Round, Round.id == Assignment.round_id)
        .where(
            Round.edition_id == edition.id,
            Assignment.standing,
            ScoreSheet.state == SheetState.FINISHED,
        )
    )
    return db.session.scalars(select(User).where(User.id.in_(scored)).order_by(User.name, User.id))


def _judge(user: User) -> Recipient:
    return Recipient(
        subject=f"user:{user.id}",
        name=user.name,
        predicate=designs.predicate(LANGUAGE, Kind.JUDGE.value),
        user_id=user.id,
        key=Kind.JUDGE.value,
    )


def without_certificate(edition: Edition, kind: Kind) -> list[Recipient]:
    """Those among the recipients for whom nothing has been issued yet."""
    query = select(Certificate.subject).where(
        Certificate.edition_id == edition.id, Certificate.kind == kind
    )
    issued = frozenset(db.session.scalars(query))
    return [each for each in recipients(edition, kind) if each.subject not in issued]
