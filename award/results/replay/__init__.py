"""Every result counted again from the ledger alone, and compared with what stands.

Pure: facts in, differences out. No table but the ledger's own content is looked at until the
comparison; the arithmetic is that of ``judging.scoring`` and ``results.ranking``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from award.results.replay.book import Book, Fact, Scope
from award.results.replay.deciding import Decided, final_decisions, round_decisions

__all__ = ("Book", "Decided", "Difference", "Fact", "Key", "Replay", "differences", "replay")

Key = tuple[int, Scope, int]
"""Edition, round (``None`` for the end) and entry."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the ledger's count and another telling part; ``None`` where one knows nothing."""

    where: Key
    field: str
    counted: object
    told: object

    def __str__(self) -> str:
        _edition, round_id, entry_id = self.where
        stage = "final" if round_id is None else f"round {round_id}"
        return f"{stage}, entry {entry_id}: {self.field} {self.counted} counted, {self.told} told"


@dataclass(frozen=True, slots=True)
class Replay:
    """What the ledger gives: books by edition, decisions, and faults inside the ledger itself."""

    books: Mapping[int, Book]
    decided: Mapping[Key, Decided]
    faults: tuple[str, ...]


def replay(facts: Iterable[Fact]) -> Replay:
    """Go through the acts in their order and count every decision when its act comes.

    A decision whose act tells another result than its own earlier acts give is a fault, and so
    is a sheet whose total does not follow from its marks.
    """
    books: dict[int, Book] = {}
    decided: dict[Key, Decided] = {}
    faults: list[str] = []
    for fact in facts:
        if fact.edition_id is None:
            continue
        book = books.setdefault(fact.edition_id, Book())
        faults += [f"act {fact.seq}: {fault}" for fault in book.take(fact)]
        faults += [f"act {fact.seq}: {fault}" for fault in _decide(fact, book, decided)]
    return Replay(books, decided, tuple(faults))


def _decide(fact: Fact, book: Book, decided: dict[Key, Decided]) -> list[str]:
    if fact.action == "results.round_decided":
        scope: Scope = fact.subject_id
        found = round_decisions(book, fact.subject_id, fact.content["widened"])
    elif fact.action == "results.frozen":
        scope, found = None, final_decisions(book, fact.content)
    else:
        if fact.action == "results.overridden":
            _override(decided, fact)
        if fact.action in ("results.round_undecided", "results.unfrozen"):
            gone = fact.subject_id if fact.action == "results.round_undecided" else None
            _forget(decided, fact.edition_id, gone)
        return []
    told = {each["entry_id"]: each for each in fact.content["decisions"]}
    counted = {(fact.edition_id or 0, scope, one.entry_id): one for one in found}
    decided |= counted
    said = {(fact.edition_id or 0, scope, entry_id): each for entry_id, each in told.items()}
    return [str(each) for each in differences(counted, said)]


def _override(decided: dict[Key, Decided], fact: Fact) -> None:
    for each in fact.content["changes"]:
        key = (fact.edition_id or 0, None, each["entry_id"])
        decided[key] = replace(decided[key], outcome=each["outcome"], place=each["place"])


def _forget(decided: dict[Key, Decided], edition_id: int | None, scope: Scope) -> None:
    for key in [key for key in decided if key[:2] == (edition_id, scope)]:
        del decided[key]


def differences(
    counted: Mapping[Key, Decided], told: Mapping[Key, Mapping[str, Any]]
) -> list[Difference]:
    """Field by field, digit by digit; decisions that only one side knows are a difference too."""
    found = []
    for key in sorted(counted.keys() | told.keys(), key=_order):
        if key not in told or key not in counted:
            found.append(Difference(key, "decision", key in counted, key in told))
            continue
        mine, other = counted[key].told(), told[key]
        found += [
            Difference(key, name, mine[name], other[name])
            for name in mine
            if _text(mine[name]) != _text(other[name])
        ]
    return found


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _order(key: Key) -> tuple[int, int, int]:
    return key[0], key[1] or 0, key[2]
