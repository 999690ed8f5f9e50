"""From results to ranked lists: each category by itself, with the plenary's votes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import select

from award.competitions.models import Category, Edition, Round
from award.core.db import Text2, db
from award.results import ranking
from award.results.models import PlenaryVote

Group = tuple[int, ...]
Votes = Mapping[ranking.Key, ranking.Vote]


@dataclass(frozen=True, slots=True)
class Contestant:
    """What a ranked list shows of an entry."""

    entry_id: int
    title: str
    agency: str
    category_id: int | None
    agency_en: str = ""


@dataclass(slots=True)
class Runner:
    """A contestant's result, and what the tie rules look at.

    ``parts`` are the panel's marks by criterion key or, in the end, the round scores by round
    key. ``sheets`` is how many finished sheets made the score, ``spread`` the points between
    the highest and the lowest of them.
    """

    who: Contestant
    score: Decimal | None = None
    sheets: int = 0
    spread: Decimal | None = None
    parts: Mapping[str, Decimal | None] = field(default_factory=dict)
    tie_values: dict[str, Decimal | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standing:
    """A runner and its place."""

    runner: Runner
    placed: ranking.Placed

    @property
    def entry_id(self) -> int:
        """The entry's number."""
        return self.runner.who.entry_id

    @property
    def title(self) -> str:
        """The entry's title."""
        return self.runner.who.title

    @property
    def agency(self) -> str:
        """The official name of the entry's agency."""
        return self.runner.who.agency

    @property
    def entrant(self) -> Text2:
        """The entry's agency as it is called in each language."""
        return {"id": self.agency, "en": self.runner.who.agency_en}

    @property
    def score(self) -> Decimal | None:
        """On 100, two decimals."""
        return self.runner.score

    @property
    def rank(self) -> int | None:
        """Place in the category; equal ranks are ties."""
        return self.placed.rank

    @property
    def tied_with(self) -> Group:
        """The entries that still share the rank."""
        return tuple(int(key) for key in self.placed.tied_with)

    @property
    def broken_by(self) -> str:
        """Key of the tie rule that parted it from its equals; empty when none had to."""
        return self.placed.broken_by or ""


@dataclass(frozen=True, slots=True)
class CategoryStandings:
    """A category's ranked list, best first, and the cut line where the round draws one.

    ``votable`` are the ties that only the plenary can settle, settled already or not.
    """

    category: Category
    standings: tuple[Standing, ...]
    cut: ranking.Cut | None
    votable: tuple[Group, ...]

    @property
    def ties(self) -> tuple[Group, ...]:
        """Entries that still share a rank, the best first."""
        return _groups(ranking.tied(each.placed for each in self.standings))

    @property
    def split(self) -> Group:
        """The tie that the cut line runs through."""
        return tuple(int(key) for key in self.cut.split) if self.cut else ()

    @property
    def inside(self) -> Group:
        """Everyone clearly above the cut line; everyone with a rank where there is no line."""
        if self.cut is None:
            return tuple(each.entry_id for each in self.standings if each.rank is not None)
        return tuple(int(key) for key in self.cut.inside)

    @property
    def unscored(self) -> tuple[Standing, ...]:
        """Entries that have no score yet."""
        return tuple(each for each in self.standings if each.rank is None)


def ranked(
    edition: Edition,
    runners: Sequence[Runner],
    votes: Votes,
    places: int | None = None,
    category: Category | None = None,
) -> tuple[CategoryStandings, ...]:
    """The ranked lists of all categories or of one; ``places`` is where the cut line lies."""
    lists: dict[int | None, list[Runner]] = defaultdict(list)
    for runner in runners:
        lists[runner.who.category_id].append(runner)
    rules = [rule.key for rule in edition.tie_rules]
    return tuple(
        _list(one, lists[one.id], rules, votes, places)
        for one in ([category] if category else edition.categories)
    )


def votes_of(edition: Edition, round_: Round | None) -> dict[ranking.Key, ranking.Vote]:
    """What the plenary voted for a round, or for the final list."""
    scope = PlenaryVote.round_id.is_(None) if round_ is None else PlenaryVote.round_id == round_.id
    query = select(PlenaryVote.entry_id, PlenaryVote.ballot, PlenaryVote.position)
    rows = db.session.execute(
        query.where(PlenaryVote.edition_id == edition.id, scope).order_by(PlenaryVote.ballot)
    )
    return {entry_id: (ballot, position) for entry_id, ballot, position in rows}


def _list(
    category: Category,
    runners: Sequence[Runner],
    rules: Sequence[str],
    votes: Votes,
    places: int | None,
) -> CategoryStandings:
    contenders = [ranking.Contender(one.who.entry_id, one.score, one.tie_values) for one in runners]
    settled = ranking.settle(contenders, rules, votes)
    known = {one.who.entry_id: one for one in runners}
    standings = tuple(Standing(known[int(one.key)], one) for one in settled.placed)
    cut = None if places is None else ranking.cut(settled.placed, places)
    return CategoryStandings(category, standings, cut, _groups(settled.votable))


def _groups(found: Iterable[Sequence[ranking.Key]]) -> tuple[Group, ...]:
    return tuple(tuple(int(key) for key in group) for group in found)
