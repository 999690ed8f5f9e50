"""Who stands where, in a round and in the end, as the finished sheets say at this moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from decimal import Decimal

from sqlalchemy import select

from award.competitions.models import Category, Edition, Round
from award.competitions.states import FINAL
from award.core.db import db
from award.entries.models import Entry
from award.judging import scoring
from award.judging.models import RoundEntry
from award.judging.scoring import Rounding
from award.people.models import Agency
from award.results import ranking
from award.results.course import scoring_rounds
from award.results.queries import rulings, scores
from award.results.queries.placing import CategoryStandings, Contestant, Runner, ranked, votes_of
from award.results.queries.scores import Panel, Place

ROUND, CRITERION = "round:", "criterion:"
FEW = 100
"""Marks of more entries than this are read sooner with all the others than one by one."""


def round_standings(
    round_: Round, category: Category | None = None, *, parts: bool = True
) -> tuple[CategoryStandings, ...]:
    """The ranked lists of a round, one per category, in a constant number of queries.

    Disqualified entries are left out, but a round that has been decided keeps its list.

    Tie rules look at this round and at those before it. Without ``parts`` the criterion means
    are read only where a tie asks for them.
    """
    edition, within = round_.edition, category.id if category else None
    rounds = [each for each in scoring_rounds(edition) if each.position <= round_.position]
    panels = scores.panels(_looked_at(rounds, round_))
    columns = criterion_means(round_, category) if parts else {}
    runners = [
        _runner(who, panels.get((round_.id, who.entry_id)), columns.get(who.entry_id, {}))
        for who in _contestants(round_, within, all_=round_.state in FINAL)
    ]
    _add_tie_values(runners, rounds, panels)
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
    runners = [_finalist(who, rounds, panels) for who in field]
    _add_tie_values(runners, rounds, panels)
    return ranked(edition, runners, votes_of(edition, None), category=category)


def quotas_of(edition: Edition) -> ranking.Quotas:
    """How many of a class may win in each category; the classes of entries where any is limited."""
    most = {each.key: each.quota for each in edition.classes if each.quota is not None}
    if not most:
        return ranking.NO_QUOTAS
    query = (
        select(Entry.id, Agency.participant_class)
        .join(Agency, Agency.id == Entry.agency_id)
        .where(Entry.edition_id == edition.id, Agency.participant_class.in_(most))
    )
    return ranking.Quotas(dict(db.session.execute(query).all()), most)


def _contestants(round_: Round, category_id: int | None, *, all_: bool = False) -> list[Contestant]:
    query = (
        select(Entry.id, Entry.title, Agency.name, Entry.category_id, Agency.name_en)
        .select_from(RoundEntry)
        .join(Entry, Entry.id == RoundEntry.entry_id)
        .join(Agency, Agency.id == Entry.agency_id)
        .where(RoundEntry.round_id == round_.id)
    )
    if category_id is not None:
        query = query.where(Entry.category_id == category_id)
    if not all_:
        query = query.where(Entry.id.not_in(rulings.out()))
    return [Contestant(*row) for row in db.session.execute(query)]


def _runner(who: Contestant, panel: Panel | None, parts: Mapping[str, Decimal | None]) -> Runner:
    if panel is None:
        return Runner(who, parts=parts)
    return Runner(who, panel.result.score, panel.result.judges, panel.spread, parts)


def _finalist(who: Contestant, rounds: Sequence[Round], panels: Mapping[Place, Panel]) -> Runner:
    stages = {each.key: panels.get((each.id, who.entry_id)) for each in rounds}
    return Runner(
        who,
        score=_combined(rounds, stages),
        sheets=sum(panel.result.judges for panel in stages.values() if panel),
        parts={key: panel.result.score if panel else None for key, panel in stages.items()},
    )


def _combined(rounds: Sequence[Round], stages: Mapping[str, Panel | None]) -> Decimal | None:
    return scoring.combined(
        {key: panel.result if panel else None for key, panel in stages.items()},
        {each.key: each.weight for each in rounds},
        Rounding(rounds[-1].rounding),
    )


def _looked_at(rounds: Sequence[Round], round_: Round) -> list[Round]:
    named = {rule.key for rule in round_.edition.tie_rules}
    return [each for each in rounds if each is round_ or f"{ROUND}{each.key}" in named]


def _add_tie_values(
    runners: Sequence[Runner], rounds: Sequence[Round], panels: Mapping[Place, Panel]
) -> None:
    """Give runners what the tie rules look at, rule by rule.

    Marks are read for those alone who are tied, and a rule's values given to those whom the rules
    before it left tied.
    """
    scored = {each.who.entry_id: each for each in runners if each.score is not None}
    ties = _shared(
        scored, {one: (each.who.category_id, each.score) for one, each in scored.items()}
    )
    if not ties:
        return
    rules = [each.key for each in rounds[-1].edition.tie_rules]
    looked_at = _looked_at_by(rules, [one for tie in ties for one in tie], rounds, panels)
    for rule in rules:
        values = looked_at.get(rule, {})
        for one in (one for tie in ties for one in tie):
            scored[one].tie_values[rule] = values.get(one)
        ties = [part for tie in ties for part in _still_tied(tie, values)]


def _still_tied(tie: list[int], values: Mapping[int, Decimal | None]) -> list[list[int]]:
    """What remains of a tie; a rule without a value for anyone of it parts nothing."""
    if any(values.get(one) is None for one in tie):
        return [tie]
    return _shared(tie, values)


def _shared(entry_ids: Iterable[int], places: Mapping[int, Hashable]) -> list[list[int]]:
    """Those who share a place, place by place."""
    sharing: dict[Hashable, list[int]] = defaultdict(list)
    for one in entry_ids:
        sharing[places[one]].append(one)
    return [found for found in sharing.values() if len(found) > 1]


def _looked_at_by(
    rules: Sequence[str],
    entry_ids: Sequence[int],
    rounds: Sequence[Round],
    panels: Mapping[Place, Panel],
) -> dict[str, Mapping[int, Decimal | None]]:
    """What the rules "round:<key>" and "criterion:<key>" see of entries. One query."""
    found: dict[str, Mapping[int, Decimal | None]] = {
        f"{ROUND}{each.key}": {
            one: panels[each.id, one].result.score for one in entry_ids if (each.id, one) in panels
        }
        for each in rounds
    }
    # A criterion is looked for in the rounds from the first on.
    named = {
        each.key: round_
        for round_ in reversed(rounds)
        for each in round_.criteria
        if f"{CRITERION}{each.key}" in rules
    }
    few = entry_ids if len(entry_ids) <= FEW else None
    marks = scores.means(named, entry_ids=few) if named else {}
    for key in named:
        found[f"{CRITERION}{key}"] = {one: mark[key] for one, mark in marks.items() if key in mark}
    return found
