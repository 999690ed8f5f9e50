"""Who stands where, in a round and in the end, as the finished sheets say at this moment."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import product

from sqlalchemy import select

from award.competitions.models import Category, Edition, Round
from award.core.db import db
from award.entries.models import Entry
from award.judging import scoring
from award.judging.models import RoundEntry
from award.judging.scoring import Rounding
from award.people.models import Agency
from award.results.course import scoring_rounds
from award.results.queries import scores
from award.results.queries.placing import CategoryStandings, Contestant, Runner, ranked, votes_of
from award.results.queries.scores import Panel, Place

ROUND, CRITERION = "round:", "criterion:"

Values = Mapping[int, Mapping[str, Decimal | None]]


def round_standings(
    round_: Round, category: Category | None = None, *, parts: bool = True
) -> tuple[CategoryStandings, ...]:
    """The ranked lists of a round, one per category, in a constant number of queries.

    Tie rules look at this round and at those before it. Without ``parts`` the criterion means
    are read only where a tie asks for them.
    """
    edition, within = round_.edition, category.id if category else None
    rounds = [each for each in scoring_rounds(edition) if each.position <= round_.position]
    panels = scores.panels(_looked_at(rounds, round_))
    results = {entry_id: panel for (at, entry_id), panel in panels.items() if at == round_.id}
    values = _tie_values(rounds, panels, {key: one.result.score for key, one in results.items()})
    columns = criterion_means(round_, category) if parts else {}
    runners = [
        _runner(
            who,
            results.get(who.entry_id),
            columns.get(who.entry_id, {}),
            values.get(who.entry_id, {}),
        )
        for who in _contestants(round_, within)
    ]
    votes = votes_of(edition, round_)
    return ranked(edition, runners, votes, round_.advance_per_category, category)


def criterion_means(
    round_: Round, category: Category | None = None
) -> Mapping[int, Mapping[str, Decimal]]:
    """By entry and criterion key the panel's mark in the round, two decimals."""
    named = {each.key: round_ for each in round_.criteria}
    return scores.means(named, category.id if category else None)


def final_standings(
    edition: Edition, category: Category | None = None
) -> tuple[CategoryStandings, ...]:
    """The final ranked lists: entries that reached the last round, one list per category.

    Round scores are combined by the rounds' weights, and rounded as the last round rounds.
    """
    within, rounds = category.id if category else None, scoring_rounds(edition)
    panels = scores.panels(rounds)
    field = _contestants(rounds[-1], within) if rounds else []
    stages = {who.entry_id: _stages(rounds, who.entry_id, panels) for who in field}
    finals = {entry_id: _combined(rounds, found) for entry_id, found in stages.items()}
    values = _tie_values(rounds, panels, finals)
    runners = [
        _finalist(who, finals[who.entry_id], stages[who.entry_id], values.get(who.entry_id, {}))
        for who in field
    ]
    return ranked(edition, runners, votes_of(edition, None), category=category)


def _contestants(round_: Round, category_id: int | None) -> list[Contestant]:
    query = (
        select(Entry.id, Entry.title, Agency.name, Entry.category_id)
        .select_from(RoundEntry)
        .join(Entry, Entry.id == RoundEntry.entry_id)
        .join(Agency, Agency.id == Entry.agency_id)
        .where(RoundEntry.round_id == round_.id)
    )
    if category_id is not None:
        query = query.where(Entry.category_id == category_id)
    return [Contestant(*row) for row in db.session.execute(query)]


def _runner(
    who: Contestant,
    panel: Panel | None,
    parts: Mapping[str, Decimal | None],
    tie_values: Mapping[str, Decimal | None],
) -> Runner:
    if panel is None:
        return Runner(who, parts=parts)
    return Runner(
        who,
        score=panel.result.score,
        sheets=panel.result.judges,
        spread=panel.spread,
        parts=parts,
        tie_values=tie_values,
    )


def _finalist(
    who: Contestant,
    score: Decimal | None,
    stages: Mapping[str, Panel | None],
    tie_values: Mapping[str, Decimal | None],
) -> Runner:
    return Runner(
        who,
        score=score,
        sheets=sum(panel.result.judges for panel in stages.values() if panel),
        parts={key: panel.result.score if panel else None for key, panel in stages.items()},
        tie_values=tie_values,
    )


def _stages(
    rounds: Sequence[Round], entry_id: int, panels: Mapping[Place, Panel]
) -> dict[str, Panel | None]:
    return {each.key: panels.get((each.id, entry_id)) for each in rounds}


def _combined(rounds: Sequence[Round], stages: Mapping[str, Panel | None]) -> Decimal | None:
    return scoring.combined(
        {key: panel.result if panel else None for key, panel in stages.items()},
        {each.key: each.weight for each in rounds},
        Rounding(rounds[-1].rounding),
    )


def _looked_at(rounds: Sequence[Round], round_: Round) -> list[Round]:
    named = {rule.key for rule in round_.edition.tie_rules}
    return [each for each in rounds if each is round_ or f"{ROUND}{each.key}" in named]


def _tie_values(
    rounds: Sequence[Round], panels: Mapping[Place, Panel], results: Mapping[int, Decimal | None]
) -> Values:
    """What the tie rules look at, for entries that share their score with another."""
    equals = Counter(results.values())
    tied = {one for one, score in results.items() if score is not None and equals[score] > 1}
    if not tied:
        return {}
    values: dict[int, dict[str, Decimal | None]] = defaultdict(dict)
    for one, entry_id in product(rounds, tied):
        panel = panels.get((one.id, entry_id))
        values[entry_id][f"{ROUND}{one.key}"] = panel.result.score if panel else None
    for entry_id, marks in scores.means(_homes(rounds), entry_ids=tied).items():
        values[entry_id].update({f"{CRITERION}{key}": mark for key, mark in marks.items()})
    return values


def _homes(rounds: Sequence[Round]) -> dict[str, Round]:
    """The criteria that the tie rules name, each with the round that asks it."""
    named = {rule.key for rule in rounds[-1].edition.tie_rules}
    return {
        each.key: round_
        for round_ in rounds
        for each in round_.criteria
        if f"{CRITERION}{each.key}" in named
    }
