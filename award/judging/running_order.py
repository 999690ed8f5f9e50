"""In which order entries are presented, so that judges leave and enter the room least often.

One hall, one panel. For every entry some judges are out: the entry comes from their own agency,
they recused themselves, or they were never given it. Whoever is out for one entry and in for the
next (or the other way round) walks through the door once. Between two sittings, over a break or
a night, everybody walks anyway: that costs nothing. First the fewest walks, then the fewest
changes of category between neighbours; what is still equal is drawn by lot.

Entries with the same judges out and the same category are interchangeable, so that the best order
of these few groups is found exactly by dynamic programming over how many of each have been
presented (Held and Karp's scheme, on counts instead of sets). Where there are too many different
groups for that, the best of several plain orders is improved move by move; the order given is one
of them, so that the result is never worse than it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import prod

STEPS = 1_000_000
"""Transitions that the exact search may look at: about a second."""


@dataclass(frozen=True)
class Talk:
    """An entry to be presented, and the judges who must not be in the room."""

    entry: int
    out: frozenset[int]
    category: int = 0


@dataclass(frozen=True)
class _Field:
    """What it costs to present group b right after group a, within and across sittings."""

    near: list[list[int]]
    apart: list[list[int]]
    ends: frozenset[int]
    """How many entries have been presented when a sitting ends."""

    def step(self, done: int, a: int, b: int) -> int:
        """The cost of following a by b when ``done`` entries, a included, are through."""
        return (self.apart if done in self.ends else self.near)[a][b]

    def cost(self, order: Sequence[int]) -> int:
        """The cost of a whole order of groups."""
        return sum(self.step(done, a, b) for done, (a, b) in enumerate(pairwise(order), 1))


def arrange(talks: Sequence[Talk], sittings: Sequence[int], lot: str) -> list[int]:
    """The entries in the order in which they are presented.

    ``sittings`` is the number of entries between two breaks, in turn. The same ``lot`` always
    gives the same order; it decides only among orders that are equally good. Never more walks
    than in the order given.
    """
    drawn = sorted(talks, key=lambda talk: ticket(lot, talk.entry))
    groups = list(dict.fromkeys((talk.out, talk.category) for talk in drawn))
    waiting = [[t.entry for t in drawn if (t.out, t.category) == group] for group in groups]
    field = _field(groups, sittings, len(talks))
    order = _exact(field, [len(each) for each in waiting])
    if order is None:
        given = [groups.index((talk.out, talk.category)) for talk in talks]
        order = _improved(field, given)
    queues = [iter(each) for each in waiting]
    return [next(queues[group]) for group in order]


def ticket(lot: str, entry: int) -> str:
    """What decides by lot: SHA-256 over the lot's number and the entry's; anyone can repeat it."""
    return hashlib.sha256(f"{lot}:{entry}".encode()).hexdigest()


def walks(talks: Sequence[Talk], sittings: Sequence[int]) -> int:
    """How often a judge leaves or enters the room while a sitting lasts, in this order."""
    ends = set(accumulate(sittings))
    neighbours = enumerate(pairwise(talks), 1)
    return sum(len(a.out ^ b.out) for done, (a, b) in neighbours if done not in ends)


def changes(talks: Sequence[Talk]) -> int:
    """How often the category changes from one entry to the next."""
    return sum(a.category != b.category for a, b in pairwise(talks))


def _field(
    groups: Sequence[tuple[frozenset[int], int]], sittings: Sequence[int], count: int
) -> _Field:
    # One walk outweighs every change of category there could be.
    apart = [[int(a[1] != b[1]) for b in groups] for a in groups]
    near = [
        [len(a[0] ^ b[0]) * count + apart[i][j] for j, b in enumerate(groups)]
        for i, a in enumerate(groups)
    ]
    return _Field(near, apart, frozenset(accumulate(sittings)))


def _exact(field: _Field, sizes: Sequence[int]) -> list[int] | None:
    """The best order of groups with these sizes, or ``None`` when there are too many."""
    if not sizes or prod(size + 1 for size in sizes) * len(sizes) ** 2 > STEPS:
        return None if sizes else []
    layer: dict[tuple[tuple[int, ...], int], int] = {}
    for group in range(len(sizes)):
        layer[_one_more((0,) * len(sizes), group), group] = 0
    came: list[dict[tuple[tuple[int, ...], int], int]] = []
    for done in range(1, sum(sizes)):
        layer, before = _next_layer(field, sizes, layer, done)
        came.append(before)
    used, last = min(layer, key=lambda key: layer[key])
    return _traced(came, used, last)


def _next_layer(
    field: _Field,
    sizes: Sequence[int],
    layer: dict[tuple[tuple[int, ...], int], int],
    done: int,
) -> tuple[dict[tuple[tuple[int, ...], int], int], dict[tuple[tuple[int, ...], int], int]]:
    """One entry more: the least cost of each state, and the group that came before."""
    costs: dict[tuple[tuple[int, ...], int], int] = {}
    before: dict[tuple[tuple[int, ...], int], int] = {}
    for (used, last), cost in layer.items():
        for group, size in enumerate(sizes):
            if used[group] == size:
                continue
            state = (_one_more(used, group), group)
            total = cost + field.step(done, last, group)
            if state not in costs or total < costs[state]:
                costs[state], before[state] = total, last
    return costs, before


def _one_more(used: tuple[int, ...], group: int) -> tuple[int, ...]:
    return (*used[:group], used[group] + 1, *used[group + 1 :])


def _traced(
    came: list[dict[tuple[tuple[int, ...], int], int]], used: tuple[int, ...], last: int
) -> list[int]:
    order = [last]
    for before in reversed(came):
        previous = before[used, last]
        used = (*used[:last], used[last] - 1, *used[last + 1 :])
        last = previous
        order.append(last)
    return order[::-1]


def _improved(field: _Field, given: list[int]) -> list[int]:
    """The best plain order, moved about until no single move makes it better."""
    plain = [given, *(_greedy(field, given, first) for first in dict.fromkeys(given))]
    order = min(plain, key=field.cost)
    least, better = field.cost(order), True
    while better:
        better = False
        for i, j in _pairs(len(order)):
            for other in _moved(order, i, j):
                if (cost := field.cost(other)) < least:
                    order, least, better = other, cost, True
    return order


def _greedy(field: _Field, given: Sequence[int], first: int) -> list[int]:
    """Always the cheapest group next, beginning with one."""
    left = list(given)
    left.remove(first)
    order = [first]
    while left:
        following = min(left, key=lambda group: field.step(len(order), order[-1], group))
        left.remove(following)
        order.append(following)
    return order


def _pairs(count: int) -> Iterator[tuple[int, int]]:
    return ((i, j) for i in range(count) for j in range(i + 1, count))


def _moved(order: list[int], i: int, j: int) -> Iterator[list[int]]:
    """The stretch from i to j turned round, and one end of it carried to the other."""
    before, stretch, after = order[:i], order[i : j + 1], order[j + 1 :]
    yield [*before, *stretch[::-1], *after]
    yield [*before, *stretch[1:], stretch[0], *after]
    yield [*before, stretch[-1], *stretch[:-1], *after]
