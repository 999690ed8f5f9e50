"""A snapshot's content with its numbers looked up: what every paper reads."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from award.core.language import number
from award.results.states import WINNING_PLACES, Outcome

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Record:
    """A snapshot as papers see it. ``ledger`` is the number and hash of the act it rests on."""

    content: Facts
    number: int
    kind: str
    sha256: str
    ledger: tuple[int, str]
    made_at: datetime
    made_by: str

    @classmethod
    def of(cls, snapshot: Any) -> Record:
        """Read a stored snapshot."""
        return cls(
            content=json.loads(snapshot.content),
            number=snapshot.number,
            kind=str(snapshot.kind),
            sha256=snapshot.sha256,
            ledger=(snapshot.ledger_seq, snapshot.ledger_head),
            made_at=snapshot.made_at,
            made_by=snapshot.made_by.name,
        )

    @property
    def edition(self) -> Facts:
        """The competition."""
        return self.content["edition"]  # type: ignore[no-any-return]

    @property
    def rounds(self) -> Sequence[Facts]:
        """The rounds that judges scored, in order."""
        return self.content["rounds"]  # type: ignore[no-any-return]

    @cached_property
    def entries(self) -> dict[int, Facts]:
        """Entries by number."""
        return {each["id"]: each for each in self.content["entries"]}

    @cached_property
    def judges(self) -> dict[int, Facts]:
        """Judges by number."""
        return {each["id"]: each for each in self.content["judges"]}

    @cached_property
    def sheets(self) -> dict[int, list[Facts]]:
        """Finished sheets by the number of their round."""
        found: dict[int, list[Facts]] = {each["id"]: [] for each in self.rounds}
        for each in self.content["sheets"]:
            found[each["round"]].append(each)
        return found

    @cached_property
    def ranked(self) -> dict[str, list[Facts]]:
        """By category key the entries of the final list, the best first."""
        found: dict[str, list[Facts]] = {each["key"]: [] for each in self.content["categories"]}
        for each in self.entries.values():
            if each["final"] and each["final"]["rank"] is not None:
                found[each["category"]].append(each)
        for entries in found.values():
            entries.sort(key=lambda one: (one["final"]["rank"], one["id"]))
        return found

    def titles(self, numbers: Sequence[int]) -> str:
        """Titles of entries in the order given, in one line."""
        known = self.entries
        return "; ".join(known[one]["title"] if one in known else str(one) for one in numbers)

    def totals(self, kept: Mapping[str, str] | None) -> str:
        """Totals of judges by name, in one line."""
        judges = self.judges
        return "; ".join(
            f"{judges[int(one)]['name'] if int(one) in judges else one} {number(Decimal(total), 2)}"
            for one, total in sorted((kept or {}).items(), key=lambda pair: int(pair[0]))
        )

    def honours(self, key: str) -> list[Facts]:
        """A category's winners in the order of their places, then its finalists by title."""
        entries = self.ranked[key]
        winners = [each for each in entries if each["final"]["place"]]
        finalists = [each for each in entries if each["final"]["outcome"] == Outcome.FINALIST]
        return [
            *sorted(winners, key=lambda one: WINNING_PLACES.index(one["final"]["place"])),
            *sorted(finalists, key=lambda one: one["title"].casefold()),
        ]

    @cached_property
    def names(self) -> dict[str, dict[str, str]]:
        """Bilingual names of rounds, criteria, categories and tie rules by key."""
        criteria = [one for each in self.rounds for one in each["criteria"]]
        named = (*self.rounds, *criteria, *self.content["categories"], *self.content["tie_rules"])
        return {each["key"]: each["name"] for each in named}

    @cached_property
    def round_names(self) -> dict[int, dict[str, str]]:
        """Bilingual names of the rounds by number."""
        return {each["id"]: each["name"] for each in self.rounds}

    @cached_property
    def walls(self) -> list[tuple[Facts, int]]:
        """Judges whose own agency has entries, with how many: none of them could be theirs."""
        counts: dict[int, int] = defaultdict(int)
        for each in self.entries.values():
            counts[each["wall"]] += 1
        return [
            (each, counts[each["wall"]]) for each in self.judges.values() if counts[each["wall"]]
        ]
