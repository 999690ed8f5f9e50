"""Robustness cards: would the same entries be above the line with other judges or weights?

For pages and for the minutes: charts are SVG that stands in HTML and in WeasyPrint's pages alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from award.competitions.models import Category, Edition, Round
from award.core.language import local
from award.results import queries
from award.results.advice import Firmness
from award.results.course import scoring_rounds
from award.results.pictures import ranks_picture, scores_picture
from award.results.queries import CategoryStandings, advice
from award.results.words_advice import firmness_sentence, sway_sentences


@dataclass(frozen=True)
class RobustnessCard:
    """One line of one category: a sentence, its reasons, two charts and the numbers behind."""

    category: Category
    line: Firmness
    sentence: str
    reasons: tuple[str, ...]
    scores: Markup
    ranks: Markup
    titles: Mapping[int, str]


def round_cards(
    round_: Round,
    lists: Sequence[CategoryStandings] | None = None,
    *,
    named: bool = True,
) -> tuple[RobustnessCard, ...]:
    """A card for the cut line of each category; none in a round that draws no line.

    Without ``named`` no judge is named. ``lists`` are the ranked lists, read when not given.
    Raises ``NotComputedYet`` for a large round to which the worker has not come.
    """
    lists = queries.round_standings(round_, parts=False) if lists is None else lists
    lines = advice.round_advice(round_, lists).lines
    names = advice.judges_of_round(round_) if named else None
    weights = {each.key: local(each.name) for each in round_.criteria}
    return _cards(lines, lists, names, weights)


def winner_cards(
    edition: Edition,
    lists: Sequence[CategoryStandings] | None = None,
    *,
    named: bool = True,
) -> tuple[RobustnessCard, ...]:
    """A card for the winners of each category, as decided or as they stand at this moment."""
    lists = queries.final_standings(edition) if lists is None else lists
    lines = advice.winners_advice(edition, lists)
    names = advice.judges_of_edition(edition) if named else None
    return _cards(lines, lists, names, _weights(edition))


def _weights(edition: Edition) -> dict[str, str]:
    """What a shifted weight is called: a round's name, or the round and its criterion."""
    rounds = scoring_rounds(edition)
    names = {each.key: local(each.name) for each in rounds}
    return names | {
        f"{each.key}.{one.key}": f"{names[each.key]}: {local(one.name)}"
        for each in rounds
        for one in each.criteria
    }


def _cards(
    lines: Sequence[Firmness],
    lists: Sequence[CategoryStandings],
    names: Mapping[int, str] | None,
    weights: Mapping[str, str],
) -> tuple[RobustnessCard, ...]:
    found = {each.category.id: each for each in lists}
    return tuple(_card(each, found[each.category_id], names, weights) for each in lines)


def _card(
    line: Firmness,
    found: CategoryStandings,
    names: Mapping[int, str] | None,
    weights: Mapping[str, str],
) -> RobustnessCard:
    titles = {one.entry_id: one.title for one in found.standings}
    category = local(found.category.name)
    return RobustnessCard(
        category=found.category,
        line=line,
        sentence=firmness_sentence(line),
        reasons=tuple(sway_sentences(line, names, weights)),
        scores=scores_picture(line, titles, category),
        ranks=ranks_picture(line, titles, category),
        titles=titles,
    )
