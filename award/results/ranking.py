"""Order, ties, cut-off lines and medals.

Ranks are competition ranks (1, 1, 3). A tie is a tie on the score as shown; it is broken only by
the competition's written rules, in their order, and never by a name, a number or a time. Where
the rules do not separate entries, they stay tied and the answer says so.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import TypeAlias

Key: TypeAlias = int | str
Vote: TypeAlias = tuple[int, int]
"""The plenary's last word on an entry: the ballot's number, and the position it gave."""

PLENARY = "plenary"
"""The tie rule that reads the order voted by the plenary; the minutes record the reason."""

PREDICATES = ("juara_1", "juara_2", "juara_3", "harapan_1", "harapan_2", "harapan_3")


@dataclass(frozen=True, slots=True)
class Contender:
    """An entry to be ranked: its score as shown (two decimals) and what the tie rules look at."""

    key: Key
    score: Decimal | None
    tie_values: Mapping[str, Decimal | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry's place; ``rank`` is ``None`` when it has no score.

    ``tied_with`` names the entries still sharing the rank, ``broken_by`` the rule that last
    separated this entry from others of the same score, ``None`` when there was no such need.
    """

    key: Key
    score: Decimal | None
    rank: int | None
    tied_with: tuple[Key, ...] = ()
    broken_by: str | None = None


@dataclass(frozen=True, slots=True)
class Cut:
    """Who is above a line. ``split`` is a tie the line runs through: somebody has to decide."""

    inside: tuple[Key, ...]
    split: tuple[Key, ...]
    outside: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """A ranked list, and the ties that only the plenary can settle, settled already or not."""

    placed: tuple[Placed, ...]
    votable: tuple[tuple[Key, ...], ...]


@dataclass(frozen=True, slots=True)
class Contest:
    """Entries tied for one or more medals, which only the plenary can hand out."""

    predicates: tuple[str, ...]
    keys: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Medals:
    """The medals that are clear, by entry, and those that are not.

    ``passed_over`` would have won, had their class not had its quota full.
    """

    awarded: Mapping[Key, str]
    contested: tuple[Contest, ...]
    passed_over: tuple[Key, ...] = ()


@dataclass(frozen=True, slots=True)
class Quotas:
    """How many of a class may win in one list, and the class of each entry."""

    class_of: Mapping[Key, str] = field(default_factory=dict)
    most: Mapping[str, int] = field(default_factory=dict)

    def admits(self, key: Key, won: Mapping[str, int]) -> bool:
        """Whether the entry's class may win once more."""
        kind = self.class_of.get(key, "")
        return kind not in self.most or won.get(kind, 0) < self.most[kind]


NO_QUOTAS = Quotas()


def rank(
    contenders: Iterable[Contender],
    tie_rules: Sequence[str] = (),
    plenary: Mapping[Key, int] | None = None,
) -> tuple[Placed, ...]:
    """Everyone's place, best first, entries without a score last and without a rank.

    A rule looks at ``tie_values`` under its own name, higher is better; ``PLENARY`` looks at
    ``plenary``, 1 is best. A rule that lacks a value for anyone in a tie says nothing about that
    tie. Entries still tied are listed in a fixed order that means nothing. Raises ``ValueError``
    for a key given twice and for a plenary order the rules have no place for.
    """
    everyone = sorted(contenders, key=lambda one: _listing(one.key))
    if len({one.key for one in everyone}) < len(everyone):
        raise ValueError("a contender is listed twice")
    if plenary and PLENARY not in tie_rules:
        raise ValueError("the tie rules do not provide for a plenary vote")
    votes = {key: Decimal(-place) for key, place in (plenary or {}).items()}
    placed: list[Placed] = []
    for tie in _by_value([(one.score, one) for one in everyone if one.score is not None]):
        for group, rule in _broken(tie, tie_rules, votes, None):
            placed += _place(group, len(placed) + 1, rule)
    unranked = [Placed(one.key, None, None) for one in everyone if one.score is None]
    return (*placed, *unranked)


def settle(
    contenders: Sequence[Contender], tie_rules: Sequence[str], votes: Mapping[Key, Vote]
) -> Settled:
    """Rank with the plenary's votes where one ballot ordered a tie as a whole.

    Votes on ties that no longer stand as they were voted on say nothing.
    """
    before = rank(contenders, _before_plenary(tie_rules))
    votable = tied(before) if PLENARY in tie_rules else ()
    orders = _orders(votable, votes)
    # Without a vote the plenary changes nothing, unless rules come after it.
    done = not orders and (PLENARY not in tie_rules or tie_rules[-1] == PLENARY)
    return Settled(before if done else rank(contenders, tie_rules, orders), votable)


def tied(placed: Iterable[Placed]) -> tuple[tuple[Key, ...], ...]:
    """Entries that share a rank, the best first."""
    ranked = [one for one in placed if one.rank is not None]
    groups = [tuple(one.key for one in same) for _, same in groupby(ranked, key=_rank)]
    return tuple(group for group in groups if len(group) > 1)


def cut(placed: Iterable[Placed], places: int) -> Cut:
    """Draw the line after ``places`` entries, never through a tie.

    A tie that would be cut is in ``split`` as a whole: the caller takes all of it in, or asks
    the plenary and ranks again. Entries without a rank are outside.
    """
    if places < 0:
        raise ValueError("places cannot be negative")
    inside: list[Key] = []
    split: list[Key] = []
    outside: list[Key] = []
    for one in placed:
        if one.rank is None or one.rank > places:
            outside.append(one.key)
        elif one.rank + len(one.tied_with) > places:
            split.append(one.key)
        else:
            inside.append(one.key)
    return Cut(tuple(inside), tuple(split), tuple(outside))


def medals(
    placed: Iterable[Placed],
    predicates: Sequence[str] = PREDICATES,
    quotas: Quotas = NO_QUOTAS,
) -> Medals:
    """Hand out one predicate per rank; what a tie would have to share is contested instead.

    Whoever comes when their class has its quota full is passed over, and the next one moves up.
    A tie counts against the quotas as if all in it had won: who comes after a contest is
    certain only once it is settled.
    """
    awarded: dict[Key, str] = {}
    contested: list[Contest] = []
    passed_over: list[Key] = []
    given, won = 0, Counter[str]()
    for _, sharing in groupby((one for one in placed if one.rank), key=_rank):
        group = [one.key for one in sharing]
        if given >= len(predicates):
            break
        keys = tuple(key for key in group if quotas.admits(key, won))
        passed_over += [key for key in group if key not in keys]
        won.update(quotas.class_of.get(key, "") for key in keys)
        names = tuple(predicates[given : given + len(keys)])
        if len(keys) == 1:
            awarded[keys[0]] = names[0]
        elif keys:
            contested.append(Contest(names, keys))
        given += len(keys)
    return Medals(awarded, tuple(contested), tuple(passed_over))


def _rank(one: Placed) -> int:
    return one.rank or 0


def _before_plenary(rules: Sequence[str]) -> Sequence[str]:
    return rules[: rules.index(PLENARY)] if PLENARY in rules else rules


def _orders(ties: Iterable[Sequence[Key]], votes: Mapping[Key, Vote]) -> dict[Key, int]:
    """Positions in the ties that one ballot settled as a whole: others do not compare."""
    ballots = {
        tuple(one): {votes[each][0] if each in votes else None for each in one} for one in ties
    }
    settled = [one for one, found in ballots.items() if len(found) == 1 and None not in found]
    return {each: votes[each][1] for one in settled for each in one}


def _listing(key: Key) -> tuple[int, str]:
    """Short before long, so that whole numbers list in their own order."""
    return len(str(key)), str(key)


def _by_value(valued: Iterable[tuple[Decimal, Contender]]) -> list[list[Contender]]:
    """Groups of equal value, highest first; each keeps the order it came in."""
    groups: dict[Decimal, list[Contender]] = {}
    for value, one in valued:
        groups.setdefault(value, []).append(one)
    return [groups[value] for value in sorted(groups, reverse=True)]


def _broken(
    tie: list[Contender],
    rules: Sequence[str],
    votes: Mapping[Key, Decimal],
    broken_by: str | None,
) -> Iterator[tuple[list[Contender], str | None]]:
    """The tie's parts, best first, each with the rule that made it a part."""
    if len(tie) == 1 or not rules:
        yield tie, broken_by
        return
    parts = _parted(tie, rules[0], votes)
    reason = rules[0] if len(parts) > 1 else broken_by
    for part in parts:
        yield from _broken(part, rules[1:], votes, reason)


def _parted(tie: list[Contender], rule: str, votes: Mapping[Key, Decimal]) -> list[list[Contender]]:
    valued: list[tuple[Decimal, Contender]] = []
    for one in tie:
        value = votes.get(one.key) if rule == PLENARY else one.tie_values.get(rule)
        if value is None:
            return [tie]
        valued.append((value, one))
    return _by_value(valued)


def _place(group: list[Contender], place: int, rule: str | None) -> list[Placed]:
    keys = [one.key for one in group]
    return [
        Placed(one.key, one.score, place, tuple(key for key in keys if key != one.key), rule)
        for one in group
    ]
