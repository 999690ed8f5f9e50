"""The decision board's lines: everyone at the present stage, ranked once and kept while it holds.

Ranking ten thousand entries takes a second; a page of fifty must not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from sqlalchemy import select

from award.competitions.models import Edition, Round
from award.competitions.states import RoundState
from award.core.db import Text2, db
from award.entries.models import Entry
from award.people.models import Agency
from award.results import ranking
from award.results.course import all_decided, scoring_rounds
from award.results.models import Decision
from award.results.queries.memory import recalled
from award.results.queries.placing import CategoryStandings, Standing
from award.results.queries.published import final_by_entry
from award.results.queries.standings import final_standings, quotas_of, round_standings
from award.results.states import WINNING_PLACES, Outcome


@dataclass(frozen=True, slots=True)
class Line:
    """An entry at the present stage.

    ``place`` is the place it wins, provisionally until the result is frozen; ``inside`` whether
    it is above the round's line, ``None`` in a tie on it; ``passed_over`` that its class has its
    quota full.
    """

    entry_id: int
    title: str
    agency: str
    participant_class: str
    category_id: int
    rank: int | None
    score: Decimal | None
    tied: bool
    broken_by: str
    place: str = ""
    inside: bool | None = False
    passed_over: bool = False
    agency_en: str = ""

    @property
    def entrant(self) -> Text2:
        """The entry's agency as it is called in each language."""
        return {"id": self.agency, "en": self.agency_en}


@dataclass(frozen=True)
class Stage:
    """The present stage (``round`` is ``None`` for the final list) with its lines by category."""

    round_id: int | None
    lines: tuple[Line, ...]
    contested: int
    """Ties for a place or on a line that somebody has to settle."""

    @cached_property
    def by_category(self) -> Counter[int]:
        """Entries by the number of their category."""
        return Counter(each.category_id for each in self.lines)

    @cached_property
    def by_class(self) -> Counter[str]:
        """Entries by participant class."""
        return Counter(each.participant_class for each in self.lines)

    @cached_property
    def winners_by_class(self) -> Counter[str]:
        """Places taken by participant class."""
        return Counter(each.participant_class for each in self.lines if each.place)


def places_of_edition(edition: Edition) -> tuple[str, ...]:
    """The places that every category hands out, best first."""
    settings = edition.settings
    return (*WINNING_PLACES[: settings.winners], *WINNING_PLACES[3 : 3 + settings.runners_up])


def present_round(edition: Edition) -> Round | None:
    """The round at work; ``None`` once the final list is due."""
    if all_decided(edition):
        return None
    begun = [each for each in scoring_rounds(edition) if each.state != RoundState.DRAFT]
    return begun[-1] if begun else next(iter(scoring_rounds(edition)), None)


def stage(edition: Edition) -> Stage:
    """The present stage of an edition, from memory while nothing has happened in it."""
    return recalled(edition, "stage", lambda: ranked_now(edition))


def ranked_now(edition: Edition) -> Stage:
    """The present stage of an edition, counted anew."""
    round_, classes = present_round(edition), _classes(edition)
    if round_ is not None:
        lists = round_standings(round_, parts=False)
        contested = sum(bool(each.split) for each in lists)
        return Stage(round_.id, tuple(_of_round(lists, classes)), contested)
    lists, decided = final_standings(edition), final_by_entry(edition)
    places, quotas = places_of_edition(edition), quotas_of(edition)
    found = {
        each.category.id: ranking.medals((one.placed for one in each.standings), places, quotas)
        for each in lists
    }
    contested = 0 if decided else sum(len(each.contested) for each in found.values())
    return Stage(None, tuple(_of_end(lists, classes, found, decided)), contested)


def _of_round(lists: Sequence[CategoryStandings], classes: Mapping[int, str]) -> Iterator[Line]:
    for each in lists:
        inside, split = set(each.inside), set(each.split)
        for one in each.standings:
            yield Line(
                **_facts(each, one, classes),
                inside=None if one.entry_id in split else one.entry_id in inside,
            )


def _of_end(
    lists: Sequence[CategoryStandings],
    classes: Mapping[int, str],
    found: Mapping[int, ranking.Medals],
    decided: Mapping[int, Decision],
) -> Iterator[Line]:
    for each in lists:
        medals = found[each.category.id]
        for one in each.standings:
            decision = decided.get(one.entry_id)
            won = decision.place if decision else medals.awarded.get(one.entry_id, "")
            yield Line(
                **_facts(each, one, classes),
                place=won,
                inside=decision.outcome == Outcome.WINNER if decision else bool(won),
                passed_over=one.entry_id in medals.passed_over,
            )


def _facts(each: CategoryStandings, one: Standing, classes: Mapping[int, str]) -> dict[str, Any]:
    return {
        "entry_id": one.entry_id,
        "title": one.title,
        "agency": one.agency,
        "agency_en": one.runner.who.agency_en,
        "participant_class": classes.get(one.entry_id, ""),
        "category_id": each.category.id,
        "rank": one.rank,
        "score": one.score,
        "tied": bool(one.placed.tied_with),
        "broken_by": one.broken_by,
    }


def _classes(edition: Edition) -> dict[int, str]:
    query = select(Entry.id, Agency.participant_class).join(Agency, Agency.id == Entry.agency_id)
    return dict(db.session.execute(query.where(Entry.edition_id == edition.id)).all())
