"""What the acts of one edition tell: its rules, who took part, the sheets and the votes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from award.competitions import blueprint as bp
from award.judging import scoring
from award.judging.scoring import Aggregate, Rounding, RoundScore
from award.results import ranking

Scope = int | None
"""A round's number, or ``None`` for the end of the edition."""
Seat = tuple[int, int, int]
"""Round, entry and judge."""
FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class Fact:
    """One act as the ledger keeps it."""

    seq: int
    action: str
    subject_id: int
    edition_id: int | None
    content: Mapping[str, Any]


@dataclass(frozen=True)
class Rules:
    """The blueprint in force, with the numbers that acts call rounds and categories by."""

    blueprint: bp.Blueprint
    round_keys: Mapping[int, str]
    category_keys: Mapping[int, str]

    @cached_property
    def rounds(self) -> dict[int, bp.Round]:
        """The rounds that judges score, by number and in their order."""
        numbers = {key: number for number, key in self.round_keys.items()}
        scoring_ = [each for each in self.blueprint.rounds if each.kind == "scoring"]
        return {numbers[each.key]: each for each in scoring_}

    @cached_property
    def categories(self) -> tuple[int, ...]:
        """The numbers of the categories, in their order."""
        numbers = {key: number for number, key in self.category_keys.items()}
        return tuple(numbers[each.key] for each in self.blueprint.categories)

    @cached_property
    def tie_rules(self) -> tuple[str, ...]:
        """Keys of the tie rules, in their order."""
        return tuple(each.key for each in self.blueprint.tie_rules)


@dataclass
class Book:
    """The state of one edition after the acts taken so far."""

    document: dict[str, Any] = field(default_factory=dict)
    round_keys: dict[int, str] = field(default_factory=dict)
    category_keys: dict[int, str] = field(default_factory=dict)
    category_of: dict[int, int | None] = field(default_factory=dict)
    passed: set[int] = field(default_factory=set)
    inside: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    out: set[int] = field(default_factory=set)
    """Disqualified entries."""
    sheets: dict[Seat, Mapping[str, Any]] = field(default_factory=dict)
    votes: dict[Scope, dict[ranking.Key, ranking.Vote]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    parsed: Rules | None = None

    def take(self, fact: Fact) -> list[str]:
        """Take in one act; what in it contradicts itself."""
        taken = TAKERS.get(fact.action)
        return [] if taken is None else list(taken(self, fact) or ())

    def rules(self) -> Rules:
        """The rules in force now."""
        if self.parsed is None:
            parsed = bp.parse(self.document)
            self.parsed = Rules(parsed, dict(self.round_keys), dict(self.category_keys))
        return self.parsed

    def results(self, number: int, round_: bp.Round) -> dict[int, RoundScore]:
        """The official result of every entry with a finished sheet in a round."""
        rubric = rubric_of(round_)
        method, rounding = Aggregate(round_.aggregate), Rounding(round_.rounding)
        return {
            entry_id: scoring.entry_score(sheets, rubric, method, rounding)
            for entry_id, sheets in self._marks(number).items()
        }

    def _marks(self, number: int) -> dict[int, list[dict[str, int | None]]]:
        found: dict[int, list[dict[str, int | None]]] = defaultdict(list)
        for (round_id, entry_id, _judge), sheet in sorted(self.sheets.items()):
            if round_id == number and sheet["state"] == FINISHED:
                found[entry_id].append(levels_of(sheet))
        return found


def rubric_of(round_: bp.Round) -> list[scoring.Criterion]:
    """The rubric as the arithmetic takes it."""
    return [
        scoring.Criterion(each.key, each.weight, round_.scale_max, round_.scale_min)
        for each in round_.criteria
    ]


def levels_of(sheet: Mapping[str, Any]) -> dict[str, int | None]:
    """Level by the key of the criterion."""
    return {key: mark["level"] for key, mark in sheet["marks"].items()}


def _created(book: Book, fact: Fact) -> None:
    book.document = dict(fact.content["document"])
    _numbered(book, fact)


def _changed(book: Book, fact: Fact) -> None:
    book.document |= fact.content["after"]
    _numbered(book, fact)


def _numbered(book: Book, fact: Fact) -> None:
    book.round_keys = {int(n): key for n, key in fact.content["rounds"].items()}
    book.category_keys = {int(n): key for n, key in fact.content["categories"].items()}
    book.parsed = None


def _entry(book: Book, fact: Fact) -> None:
    book.category_of[fact.subject_id] = fact.content["category"]


def _screened(book: Book, fact: Fact) -> None:
    _entry(book, fact)
    if fact.content["outcome"] == "pass":
        book.passed.add(fact.subject_id)


def _admitted(book: Book, fact: Fact) -> None:
    book.inside[fact.subject_id] |= set(fact.content["entries"])
    found = {int(entry_id): one for entry_id, one in fact.content["categories"].items()}
    book.category_of |= found
    book.passed |= found.keys()


def _retracted(book: Book, fact: Fact) -> None:
    book.inside.pop(fact.subject_id, None)
    for seat in [seat for seat in book.sheets if seat[0] == fact.subject_id]:
        del book.sheets[seat]


def _sheet(book: Book, fact: Fact) -> list[str]:
    content = fact.content
    seat = content["round_id"], content["entry_id"], content["judge_id"]
    book.sheets[seat] = content
    if content["state"] != FINISHED:
        return []
    round_ = book.rules().rounds[content["round_id"]]
    counted = scoring.sheet_total(levels_of(content), rubric_of(round_))
    if str(counted) == str(content["total"]):
        return []
    return [f"sheet {fact.subject_id}: total {counted} counted, {content['total']} told"]


def _removed(book: Book, fact: Fact) -> None:
    content = fact.content
    book.sheets.pop((content["round_id"], content["entry_id"], content["judge_id"]), None)


def _voted(book: Book, fact: Fact) -> None:
    ballot, order = fact.content["ballot"], fact.content["order"]
    scope = fact.content["round_id"]
    book.votes[scope] |= {entry_id: (ballot, place) for place, entry_id in enumerate(order, 1)}


def _disqualified(book: Book, fact: Fact) -> None:
    book.out.add(fact.subject_id)


def _reinstated(book: Book, fact: Fact) -> None:
    book.out.discard(fact.subject_id)


Taker = Callable[[Book, Fact], Iterable[str] | None]
TAKERS: dict[str, Taker] = {
    "edition.created": _created,
    "edition.changed": _changed,
    "entry.opened": _entry,
    "entry.changed": _entry,
    "entry.screened": _screened,
    "entry.disqualified": _disqualified,
    "entry.reinstated": _reinstated,
    "round.admitted": _admitted,
    "round.retracted": _retracted,
    "sheet.saved": _sheet,
    "sheet.finished": _sheet,
    "sheet.reopened": _sheet,
    "sheet.changed": _sheet,
    "assignment.removed": _removed,
    "results.voted": _voted,
}
"""How each act is taken in; acts that say nothing of results have no place here."""
