"""Would the result be the same? One card per entry at a line, and one for the line itself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from award.results.fairness.field import Field
from award.results.fairness.noise import DRAWS, SEED, TAILS
from award.results.fairness.sheets import Flags, Floats, Indices, places_of


@dataclass(frozen=True, slots=True)
class Shift:
    """An entry when one weight, of a criterion or a round, is ``points`` of 100 more."""

    weight: int
    points: float
    score: float
    rank: int


@dataclass(frozen=True, slots=True)
class Card:
    """How firmly an entry stands where it stands.

    ``margin``: points above the best entry outside the line, below zero for points missing;
    ``None`` when nobody is on the other side. ``without``: its rank without each judge whose
    leaving changes it, ``None`` when nobody is left to judge it. ``decisive``: judges without whom
    it would change sides. ``interval`` and ``ranks``: 95 % of the bootstrap; ``stays``:
    probability of being above the line; ``holds``: of ranking no worse. These are ``None`` when
    the data are too thin for the model.
    """

    entry: int
    score: float
    rank: int
    margin: float | None
    without: Mapping[int, int | None]
    decisive: tuple[int, ...]
    shifts: tuple[Shift, ...]
    interval: tuple[float, float] | None
    ranks: tuple[int, int] | None
    stays: float | None
    holds: float | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line after ``places`` ranks; ``margin`` parts the last inside from the first outside.

    ``stays`` is the probability that the very same entries would be above it.
    """

    places: int
    margin: float | None
    stays: float | None


@dataclass(frozen=True, slots=True)
class Robustness:
    """The line and the cards of all entries above it and of the first below, best first."""

    line: Line
    cards: tuple[Card, ...]


def robustness(
    field: Field,
    places: int,
    scores: Floats | None = None,
    order: Floats | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Robustness:
    """Cards for a line drawn after ``places`` ranks.

    Margin = score - best score outside (for who is out: - lowest inside); probability = share of
    draws with rank <= ``places``. Leave one judge out: the round's own method on the others'
    sheets. Weights: one at a time moves by 5 points of 100 (never below zero), the others keep
    their proportions and the sum. Chance: ``noise.deviations`` of ``severity``'s model. Source:
    Nardo et al. (2008), Handbook on Constructing Composite Indicators, OECD, step 7. Assumes that
    judges who stay would have marked as they did. A NaN among ``scores`` does not compete; they are
    the official ones where these are rounded on the way (default: computed here), to which what-ifs
    add the computed difference. ``order`` are the official ranks, which part equal scores. Raises
    ``ValueError`` for a line before the first place.
    """
    if places < 1:
        raise ValueError("a line needs a place above it")
    base = field.scores()
    scores = base if scores is None else scores
    rank = places_of(scores, order=order)
    inside = rank <= places
    shown = _shown(rank, places)
    blocks = field.deviations(draws, seed)
    chance = None if blocks is None else _chances(scores, shown, inside, blocks)
    offset = scores - base
    without = _without_each(field, offset, order, shown)
    shifts = _shifts(field, offset, order, shown)
    cards = tuple(
        Card(
            entry=int(entry),
            score=float(scores[entry]),
            rank=int(rank[entry]),
            margin=_margin(scores, inside, int(entry)),
            without=without[n],
            decisive=_decisive(without[n], places, bool(inside[entry])),
            shifts=tuple(shifts[n]),
            interval=None if chance is None else chance.interval(n, float(scores[entry])),
            ranks=None if chance is None else chance.span(n),
            stays=None if chance is None else chance.within(n, places),
            holds=None if chance is None else chance.within(n, int(rank[entry])),
        )
        for n, entry in enumerate(shown)
    )
    stays = None if chance is None else chance.same
    return Robustness(Line(places, _gap(scores, inside), stays), cards)


@dataclass(frozen=True, slots=True)
class _Chances:
    """Of the entries shown: deviations and ranks (draws x shown); how often nothing changes."""

    moved: Floats
    ranks: Indices
    same: float

    def interval(self, n: int, score: float) -> tuple[float, float]:
        low, high = np.quantile(self.moved[:, n], TAILS)
        return score + float(low), score + float(high)

    def span(self, n: int) -> tuple[int, int]:
        best, worst = np.quantile(self.ranks[:, n], TAILS, method="nearest")
        return int(best), int(worst)

    def within(self, n: int, places: int) -> float:
        return float((self.ranks[:, n] <= places).mean())


def _shown(rank: Floats, places: int) -> Indices:
    order = np.argsort(rank, kind="stable")
    order = order[np.isfinite(rank[order])]
    outside = rank[order][rank[order] > places]
    last = outside[0] if len(outside) else places
    return np.asarray(order[rank[order] <= last], dtype=np.intp)


def _chances(scores: Floats, shown: Indices, inside: Flags, blocks: Iterator[Floats]) -> _Chances:
    known = np.isfinite(scores)
    moved, ranks, same, size = [], [], 0, 0
    for block in blocks:
        outcome = np.where(known, scores + block, -np.inf)
        order = np.argsort(np.argsort(-outcome, axis=1, kind="stable"), axis=1)
        moved.append(block[:, shown])
        ranks.append(order[:, shown] + 1)
        if inside.any() and (known & ~inside).any():
            lowest = np.where(inside, outcome, np.inf).min(axis=1)
            same += int((lowest > np.where(inside, -np.inf, outcome).max(axis=1)).sum())
        else:
            same += len(block)
        size += len(block)
    return _Chances(np.concatenate(moved), np.concatenate(ranks), same / size)


def _without_each(
    field: Field, offset: Floats, order: Floats | None, shown: Indices
) -> list[dict[int, int | None]]:
    found: list[dict[int, int | None]] = [{} for _ in shown]
    usual = places_of(field.scores() + offset, order=order)
    for judge in field.judges:
        rank = places_of(field.without(int(judge)) + offset, order=order)
        for n, entry in enumerate(shown):
            if rank[entry] != usual[entry]:
                found[n][int(judge)] = int(rank[entry]) if np.isfinite(rank[entry]) else None
    return found


def _decisive(without: Mapping[int, int | None], places: int, inside: bool) -> tuple[int, ...]:
    return tuple(
        judge for judge, rank in without.items() if (rank is not None and rank <= places) != inside
    )


def _shifts(
    field: Field, offset: Floats, order: Floats | None, shown: Indices
) -> list[list[Shift]]:
    found: list[list[Shift]] = [[] for _ in shown]
    for weight, points, moved in field.shifted():
        scores = moved + offset
        rank = places_of(scores, order=order)
        for n, entry in enumerate(shown):
            found[n].append(Shift(weight, points, float(scores[entry]), int(rank[entry])))
    return found


def _margin(scores: Floats, inside: Flags, entry: int) -> float | None:
    rivals = scores[~inside & np.isfinite(scores)] if inside[entry] else scores[inside]
    if not len(rivals):
        return None
    rival = rivals.max() if inside[entry] else rivals.min()
    return float(scores[entry] - rival)


def _gap(scores: Floats, inside: Flags) -> float | None:
    outside = scores[~inside & np.isfinite(scores)]
    if not len(outside) or not inside.any():
        return None
    return float(scores[inside].min() - outside.max())
