"""From a book to decisions: who goes on from a round, and who wins."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from award.competitions import blueprint as bp
from award.judging import scoring
from award.judging.scoring import Rounding, RoundScore
from award.results import ranking
from award.results.replay.book import Book, Rules
from award.results.states import Outcome

Results = Mapping[int, Mapping[int, RoundScore]]
"""By round and entry."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision as counted from the ledger: what ``results.models.Decision`` keeps of it."""

    entry_id: int
    category_id: int | None
    score: Decimal | None
    rank: int | None
    broken_by: str
    outcome: str
    place: str

    def told(self) -> dict[str, object]:
        """Its fields by name, for a comparison."""
        return asdict(self)


def round_decisions(book: Book, number: int, widened: Collection[int]) -> list[Decided]:
    """Score, rank and outcome of every entry of a round."""
    rules = book.rules()
    rounds = _until(rules, number)
    results = {n: book.results(n, each) for n, each in rounds.items()}
    scores = {one: _score(results[number].get(one)) for one in book.inside[number] - book.out}
    found: list[Decided] = []
    for category_id, placed in _lists(book, rules, scores, rounds, results, number):
        cut = _cut(placed, rules.rounds[number])
        on = set(cut.inside) | (set(cut.split) if category_id in widened else set())
        found += [
            _decided(one, category_id, Outcome.ADVANCES if one.key in on else Outcome.STAYS)
            for one in placed
        ]
    return found


def final_decisions(book: Book, content: Mapping[str, Any]) -> list[Decided]:
    """The final list with its places, and everyone else who passed screening."""
    rules = book.rules()
    rounds, results = rules.rounds, {n: book.results(n, each) for n, each in rules.rounds.items()}
    finalists = _finalists(book, rules)
    scores = {
        one: _combined(one, rounds, results) for one in book.inside[list(rounds)[-1]] - book.out
    }
    quotas = _quotas(rules, content["classes"])
    found: list[Decided] = []
    for category_id, placed in _lists(book, rules, scores, rounds, results, None):
        awarded = ranking.medals(placed, content["places"], quotas).awarded
        found += [
            _decided(one, category_id, _outcome(one.key, awarded, finalists), awarded.get(one.key))
            for one in placed
        ]
    ranked = {one.entry_id for one in found}
    return found + [
        Decided(one, book.category_of[one], None, None, "", _outcome(one, {}, finalists), "")
        for one in sorted(book.passed - ranked - book.out)
    ]


def _quotas(rules: Rules, classes: Mapping[str, str]) -> ranking.Quotas:
    limits = {each.key: each.quota for each in rules.blueprint.classes}
    most = {key: quota for key, quota in limits.items() if quota is not None}
    return ranking.Quotas({int(one): kind for one, kind in classes.items()}, most)


def _until(rules: Rules, number: int) -> dict[int, bp.Round]:
    order = list(rules.rounds)
    return {n: rules.rounds[n] for n in order[: order.index(number) + 1]}


def _lists(
    book: Book,
    rules: Rules,
    scores: Mapping[int, Decimal | None],
    rounds: Mapping[int, bp.Round],
    results: Results,
    scope: int | None,
) -> Iterator[tuple[int, Sequence[ranking.Placed]]]:
    for category_id in rules.categories:
        contenders = [
            ranking.Contender(one, score, _tie_values(one, rules, rounds, results))
            for one, score in scores.items()
            if book.category_of[one] == category_id
        ]
        yield category_id, ranking.settle(contenders, rules.tie_rules, book.votes[scope]).placed


def _tie_values(
    entry_id: int, rules: Rules, rounds: Mapping[int, bp.Round], results: Results
) -> dict[str, Decimal | None]:
    """What the tie rules see of an entry; the first round that knows a criterion speaks for it."""
    values: dict[str, Decimal | None] = {}
    for number, round_ in rounds.items():
        found = results[number].get(entry_id)
        values.setdefault(f"round:{round_.key}", _score(found))
        for each in round_.criteria:
            values.setdefault(f"criterion:{each.key}", found.criteria[each.key] if found else None)
    return {rule: values.get(rule) for rule in rules.tie_rules}


def _score(result: RoundScore | None) -> Decimal | None:
    return result.score if result else None


def _combined(entry_id: int, rounds: Mapping[int, bp.Round], results: Results) -> Decimal | None:
    stages = {each.key: results[n].get(entry_id) for n, each in rounds.items()}
    weights = {each.key: each.weight for each in rounds.values()}
    return scoring.combined(stages, weights, Rounding(list(rounds.values())[-1].rounding))


def _cut(placed: Sequence[ranking.Placed], round_: bp.Round) -> ranking.Cut:
    if round_.advance_per_category is not None:
        return ranking.cut(placed, round_.advance_per_category)
    return ranking.Cut(tuple(one.key for one in placed if one.rank is not None), (), ())


def _finalists(book: Book, rules: Rules) -> set[int]:
    behind = pairwise(rules.rounds.items())
    first = next((n for (_, cut), (n, _) in behind if cut.advance_per_category is not None), None)
    return book.inside[first] if first is not None else set()


def _outcome(
    key: ranking.Key, awarded: Mapping[ranking.Key, str], finalists: Collection[int]
) -> Outcome:
    if key in awarded:
        return Outcome.WINNER
    return Outcome.FINALIST if key in finalists else Outcome.PARTICIPANT


def _decided(
    one: ranking.Placed, category_id: int, outcome: Outcome, place: str | None = None
) -> Decided:
    return Decided(
        entry_id=int(one.key),
        category_id=category_id,
        score=one.score,
        rank=one.rank,
        broken_by=one.broken_by or "",
        outcome=outcome,
        place=place or "",
    )
