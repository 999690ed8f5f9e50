"""What each rule does: the same marks under another rule, and who would win or go on instead.

Pure: works on a :class:`~award.results.replay.book.Book`, with the arithmetic of the recount.
Who reached a later round stays as it was: nobody else has marks there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from award.competitions import blueprint as bp
from award.results.replay.book import Book, Rules
from award.results.replay.deciding import Decided, final_decisions, round_decisions
from award.results.states import Outcome

AGGREGATE, ROUNDING, TIE, QUOTA = "aggregate", "rounding", "tie", "quota"


@dataclass(frozen=True, slots=True)
class Variant:
    """Another rule: its kind, and which one (``median``, ``each_step``, a tie rule's key …)."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Impact:
    """Who would be in and who out under a variant, as entries' numbers; places that change hands.

    ``moved`` are entries that win either way but another place.
    """

    variant: Variant
    winners_in: tuple[int, ...]
    winners_out: tuple[int, ...]
    moved: tuple[int, ...]
    finalists_in: tuple[int, ...]
    finalists_out: tuple[int, ...]

    @property
    def changes(self) -> int:
        """How many entries fare differently."""
        return sum(
            map(
                len,
                (
                    self.winners_in,
                    self.winners_out,
                    self.moved,
                    self.finalists_in,
                    self.finalists_out,
                ),
            )
        )


def impacts(
    book: Book, places: Sequence[str], classes: Mapping[str, str], cut: int | None
) -> list[Impact]:
    """The impact of each rule of the edition, one variant after the other.

    ``places`` are handed out in every category; ``classes`` gives each entry's participant class;
    ``cut`` is the number of the round whose line makes the finalists.
    """
    rules = book.rules()
    before = _outcome(book, rules, places, classes, cut)
    return [
        _impact(variant, before, _outcome(book, other, places, classes, cut))
        for variant, other in _variants(rules)
    ]


@dataclass(frozen=True, slots=True)
class _Result:
    winners: Mapping[int, str]
    finalists: frozenset[int]


def _outcome(
    book: Book, rules: Rules, places: Sequence[str], classes: Mapping[str, str], cut: int | None
) -> _Result:
    book.parsed = rules
    final: Sequence[Decided] = ()
    if book.inside.get(list(rules.rounds)[-1]):
        final = final_decisions(book, {"places": places, "classes": classes})
    on = round_decisions(book, cut, ()) if cut is not None and book.inside.get(cut) else ()
    return _Result(
        {each.entry_id: each.place for each in final if each.place},
        frozenset(each.entry_id for each in on if each.outcome == Outcome.ADVANCES),
    )


def _impact(variant: Variant, before: _Result, after: _Result) -> Impact:
    kept = before.winners.keys() & after.winners.keys()
    return Impact(
        variant,
        tuple(sorted(after.winners.keys() - kept)),
        tuple(sorted(before.winners.keys() - kept)),
        tuple(sorted(one for one in kept if before.winners[one] != after.winners[one])),
        tuple(sorted(after.finalists - before.finalists)),
        tuple(sorted(before.finalists - after.finalists)),
    )


def _variants(rules: Rules) -> Iterator[tuple[Variant, Rules]]:
    used = {each.aggregate for each in rules.rounds.values()}
    for method in bp.AGGREGATES:
        if used != {method}:
            yield Variant(AGGREGATE, method), _with_rounds(rules, _aggregated(method))
    rounded = {each.rounding for each in rules.rounds.values()}
    for rounding in bp.ROUNDINGS:
        if rounded != {rounding}:
            yield Variant(ROUNDING, rounding), _with_rounds(rules, _rounded(rounding))
    for rule in rules.blueprint.tie_rules:
        left = tuple(each for each in rules.blueprint.tie_rules if each.key != rule.key)
        yield Variant(TIE, rule.key), _with(rules, tie_rules=left)
    if any(each.quota is not None for each in rules.blueprint.classes):
        free = tuple(replace(each, quota=None) for each in rules.blueprint.classes)
        yield Variant(QUOTA, "none"), _with(rules, classes=free)


Change = Callable[[bp.Round], bp.Round]


def _aggregated(method: str) -> Change:
    return lambda round_: replace(round_, aggregate=method)


def _rounded(rounding: str) -> Change:
    return lambda round_: replace(round_, rounding=rounding)


def _with_rounds(rules: Rules, change: Change) -> Rules:
    return _with(rules, rounds=tuple(change(each) for each in rules.blueprint.rounds))


def _with(rules: Rules, **parts: object) -> Rules:
    return Rules(replace(rules.blueprint, **parts), rules.round_keys, rules.category_keys)  # type: ignore[arg-type]
