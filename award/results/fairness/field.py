"""What entries compete with: the sheets of one round, or of several with their weights."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from typing import Protocol

import numpy as np

from award.results.fairness.noise import deviations
from award.results.fairness.reml import Components
from award.results.fairness.sheets import Floats, Indices, Sheets

SHIFT_POINTS = 5.0
"""Points of 100 that a weight is moved up and down."""


class Field(Protocol):
    """Scores of numbered entries, as they are and as they might have been.

    Judges are numbered too; so are the weights that ``shifted`` moves, in its order.
    """

    @property
    def judges(self) -> Indices:
        """Numbers of the judges who have a sheet."""

    def scores(self) -> Floats:
        """Each entry's score, in points."""

    def without(self, judge: int) -> Floats:
        """The same from the sheets of the other judges; NaN where nobody is left."""

    def shifted(self) -> Iterator[tuple[int, float, Floats]]:
        """Number of a weight, points it is moved by, scores with it."""

    def deviations(self, draws: int, seed: int) -> Iterator[Floats] | None:
        """What chance could do to the scores, see ``noise``; ``None`` without a model."""


@dataclass(frozen=True)
class OneRound:
    """Sheets of one round and the model fitted to them, or to more than them; a number each
    criterion."""

    sheets: Sheets
    fitted: Components | None

    @property
    def judges(self) -> Indices:
        """Numbers of the judges who have a sheet."""
        return np.unique(self.sheets.judge)

    def scores(self) -> Floats:
        """By the round's own method, not rounded."""
        return self.sheets.scores()

    def without(self, judge: int) -> Floats:
        """From the sheets of the other judges."""
        return self.sheets.scores(without=judge)

    def shifted(self) -> Iterator[tuple[int, float, Floats]]:
        """One criterion at a time."""
        for number, points, weights in shifted_weights(self.sheets.weights):
            yield number, points, self.sheets.scores(weights)

    def deviations(self, draws: int, seed: int) -> Iterator[Floats] | None:
        """By the model."""
        return None if self.fitted is None else deviations(self.sheets, self.fitted, draws, seed)


@dataclass(frozen=True)
class Stage:
    """A round within several, and its share of the score.

    ``entry`` has the round's own number of each entry of the whole, ``judge`` the whole's number
    of each judge of the round.
    """

    round: OneRound
    weight: float
    entry: Indices
    judge: Indices

    def without(self, judge: int) -> Floats:
        """The round's scores without a judge of the whole, who may not be in it."""
        own = np.flatnonzero(self.judge == judge)
        return self.round.without(int(own[0])) if len(own) else self.round.scores()


@dataclass(frozen=True)
class Combined:
    """Rounds that make one score together: the sum of weight x score of each.

    Weights are numbered from the rounds' own on, then the
    criteria of the first round, of the second and so on. A round without a model adds no chance.
    """

    stages: tuple[Stage, ...]

    @property
    def judges(self) -> Indices:
        """Numbers of the judges who have a sheet in any round."""
        return np.unique(np.concatenate([each.judge[each.round.judges] for each in self.stages]))

    def scores(self) -> Floats:
        """Weighted sums."""
        return self._sum([each.round.scores() for each in self.stages])

    def without(self, judge: int) -> Floats:
        """A judge leaves every round."""
        return self._sum([each.without(judge) for each in self.stages])

    def shifted(self) -> Iterator[tuple[int, float, Floats]]:
        """One round's weight at a time, then one criterion at a time."""
        scores = [each.round.scores() for each in self.stages]
        shares = np.array([each.weight for each in self.stages])
        for number, points, weights in shifted_weights(shares):
            yield number, points, self._sum(scores, weights)
        first = len(self.stages)
        for place, stage in enumerate(self.stages):
            for number, points, moved in stage.round.shifted():
                yield first + number, points, self._sum(_with(scores, place, moved))
            first += len(stage.round.sheets.weights)

    def deviations(self, draws: int, seed: int) -> Iterator[Floats] | None:
        """Rounds vary independently of each other; the whole in one block."""
        drawn = [
            each.weight * np.concatenate([block[:, each.entry] for block in blocks])
            for number, each in enumerate(self.stages)
            if (blocks := each.round.deviations(draws, seed + number)) is not None
        ]
        return iter([reduce(np.add, drawn)]) if drawn else None

    def _sum(self, scores: list[Floats], weights: Floats | None = None) -> Floats:
        shares = [each.weight for each in self.stages] if weights is None else weights
        parts = zip(self.stages, shares, scores, strict=True)
        return np.asarray(sum(share * found[each.entry] for each, share, found in parts))


def _with(scores: list[Floats], place: int, moved: Floats) -> list[Floats]:
    return [*scores[:place], moved, *scores[place + 1 :]]


def shifted_weights(weights: Floats) -> Iterator[tuple[int, float, Floats]]:
    """Each weight moved up and down by ``SHIFT_POINTS`` of 100, never below zero.

    The others keep their proportions, all together their sum.
    """
    total = float(weights.sum())
    if len(weights) < 2 or total <= 0:
        return
    shares = 100 * weights / total
    for number, share in enumerate(shares):
        for points in (SHIFT_POINTS, -SHIFT_POINTS):
            moved = min(max(share + points, 0.0), 100.0)
            if share < 100:
                others = shares * (100 - moved) / (100 - share)
                others[number] = moved
                yield number, points, others * total / 100
