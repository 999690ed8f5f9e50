"""Variance components of two crossed random effects by restricted maximum likelihood.

Model: value = mean + entry + judge + residual; entries, judges and residuals are independent
normal with variances s2_e, s2_j, s2. Source: Patterson and Thompson (1971), Biometrika 58:545
for the likelihood; Henderson's mixed model equations with the larger of the two effects
absorbed (Searle, Casella and McCulloch 1992, Variance Components, chapters 6-8).
"""

from dataclasses import dataclass, field
from functools import cache, cached_property

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.linalg.lapack import dpotri
from scipy.optimize import minimize
from scipy.sparse import csr_array, tril
from threadpoolctl import ThreadpoolController

from award.results.fairness.sheets import Floats, Indices

LARGEST_RATIO = 1e3
"""Bound of an effect's standard deviation over the residual one: data without any noise."""

SMALLEST_RATIO = 1e-4
"""Below this an effect is none; the likelihood is flat there."""


@dataclass(frozen=True, slots=True)
class Components:
    """A fitted model: variances in squared points, best linear unbiased predictions in points."""

    mean: float
    entry: float
    judge: float
    residual: float
    entry_effects: Floats
    judge_effects: Floats
    residuals: Floats


@dataclass(frozen=True)
class _Side:
    """One of the two effects: the level of each value, and the values of each level."""

    level: Indices
    count: Floats = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "count", np.bincount(self.level).astype(float))

    def sums(self, values: Floats) -> Floats:
        return np.asarray(np.bincount(self.level, values, len(self.count)), dtype=float)


@dataclass(frozen=True)
class _State:
    """The model at given ratios: deviance, its slope, the mean and both effects, on scaled data."""

    deviance: float
    slope: Floats
    mean: float
    residual: float
    effects: tuple[Floats, Floats]


@dataclass(frozen=True)
class _Pairs:
    """How often two small levels share a large one, apart by how many values that one has.

    Weights depend on that number alone, so each evaluation only sums these counts. Lower
    triangle; ``twice`` counts what lies off the diagonal for both triangles.
    """

    row: Indices
    column: Indices
    shared: Floats
    number: Indices
    size: int

    @cached_property
    def place(self) -> Indices:
        return self.row * self.size + self.column

    @cached_property
    def twice(self) -> Floats:
        return self.shared * np.where(self.row == self.column, 1, 2)

    def weighed(self, weights: Floats) -> Floats:
        """N'wN, lower triangle; ``weights`` by number of values."""
        flat = np.bincount(self.place, self.shared * weights[self.number], self.size**2)
        return np.asarray(flat.reshape(self.size, self.size), dtype=float)

    def traced(self, inverse: Floats, weights: Floats) -> float:
        """The trace of ``inverse`` times N'wN."""
        return float(inverse[self.row, self.column] @ (self.twice * weights[self.number]))


def _pairs(cross: csr_array, numbers: Indices) -> _Pairs:
    parts = []
    for number in np.unique(numbers):
        rows = cross[np.flatnonzero(numbers == number)]
        shared = tril(rows.T @ rows, format="coo")
        parts.append((shared.row, shared.col, shared.data, np.full(shared.nnz, number)))
    row, column, shared, number = (np.concatenate(each) for each in zip(*parts, strict=True))
    return _Pairs(row.astype(np.intp), column.astype(np.intp), shared, number, cross.shape[1])


class _Crossed:
    """The equations with the larger side absorbed; only a matrix of the smaller side is dense."""

    def __init__(self, large: _Side, small: _Side, values: Floats) -> None:
        self.large, self.small = large, small
        shape = (len(large.count), len(small.count))
        ones = np.ones(len(values))
        self.cross = csr_array((ones, (large.level, small.level)), shape=shape)
        self.turned = csr_array(self.cross.T)
        self.pairs = _pairs(self.cross, large.count.astype(np.intp))
        self.numbers = np.arange(large.count.max() + 1)
        self.large_sums = np.stack([large.count, large.sums(values)], axis=1)
        self.small_sums = np.stack([small.count, small.sums(values)], axis=1)
        total = values.sum()
        self.products = np.array([[len(values), total], [total, values @ values]], dtype=float)

    def at(self, ratios: Floats) -> _State:
        """The profiled deviance and its slope at two ratios of standard deviations.

        With a, b the ratios (large, small side) and w = 1/(1 + a2 n), absorbing the large side
        leaves S = diag(d) - a2 N'wN and A = I + b2 S. The deviance, up to a constant, is
        (n-1) log rss + log 1'V1 + sum log(1 + a2 n) + log det A, V the inverse covariance.
        """
        a2, b2 = ratios**2
        by_number = 1 / (1 + a2 * self.numbers)
        w = 1 / (1 + a2 * self.large.count)
        absorbed = -a2 * self.pairs.weighed(by_number)
        absorbed.flat[:: len(absorbed) + 1] += self.small.count
        factor = cho_factor(np.eye(len(absorbed)) + b2 * absorbed, lower=True)
        right = self.small_sums - a2 * (self.turned @ (w[:, None] * self.large_sums))
        small = cho_solve(factor, right)
        large = w[:, None] * (self.large_sums - b2 * (self.cross @ small))
        within = self.large_sums.T @ (w[:, None] * self.large_sums)
        moments = self.products - a2 * within - b2 * (right.T @ small)
        mean = moments[0, 1] / moments[0, 0]
        freedom = self.products[0, 0] - 1
        rss = max(moments[1, 1] - mean * moments[0, 1], np.finfo(float).tiny)
        logs = 2 * np.log(np.diag(factor[0])).sum() - np.log(w).sum() + np.log(moments[0, 0])
        left = [side[:, 1] - mean * side[:, 0] for side in (large, small)]
        ones = np.array([side[:, 0] @ side[:, 0] for side in (large, small)])
        traces = self._traces(factor[0], absorbed, by_number, b2)
        squares = np.array([each @ each for each in left])
        return _State(
            deviance=float(freedom * np.log(rss) + logs),
            slope=2 * ratios * (traces - ones / moments[0, 0] - freedom * squares / rss),
            mean=float(mean),
            residual=float(rss / freedom),
            effects=(a2 * left[0], b2 * left[1]),
        )

    def _traces(self, lower: Floats, absorbed: Floats, by_number: Floats, b2: float) -> Floats:
        """Traces of Z'VZ for both sides, without what the mean takes away."""
        inverse, _ = dpotri(lower, lower=1)
        diagonal = np.diag(inverse) @ np.diag(absorbed)
        reused = b2 * self.pairs.traced(inverse, by_number**2)
        direct = by_number[self.large.count.astype(np.intp)] @ self.large.count
        return np.array([direct - reused, 2 * np.vdot(inverse, absorbed) - diagonal])


def components(entry: Indices, judge: Indices, values: Floats) -> Components:
    """Fit the crossed model to values (one per sheet) of numbered entries and judges.

    In a balanced design the variances are those of the analysis of variance wherever these are
    positive. Time grows with the cube of the smaller side and hardly with the larger one.
    Assumes entries came to judges without regard to their quality. Raises ``ValueError`` when
    all values are equal.
    """
    centre, spread = float(values.mean()), float(values.std())
    if spread <= abs(centre) * 1e-12:
        raise ValueError("equal values have no variance components")
    sides = (_Side(entry), _Side(judge))
    turned = len(sides[1].count) > len(sides[0].count)
    large, small = sides[::-1] if turned else sides
    model = _Crossed(large, small, (values - centre) / spread)
    # Matrices of some hundred rows: several threads would only wait for one another.
    with _threads().limit(limits=1, user_api="blas"):
        ratios, state = _fitted(model)
    large_effects, small_effects = (spread * each for each in state.effects)
    effects = (small_effects, large_effects) if turned else (large_effects, small_effects)
    variances = spread**2 * state.residual * (ratios[::-1] if turned else ratios) ** 2
    mean = centre + spread * state.mean
    return Components(
        mean=mean,
        entry=float(variances[0]),
        judge=float(variances[1]),
        residual=spread**2 * state.residual,
        entry_effects=effects[0],
        judge_effects=effects[1],
        residuals=values - mean - effects[0][entry] - effects[1][judge],
    )


@cache
def _threads() -> ThreadpoolController:
    return ThreadpoolController()


def _fitted(model: _Crossed) -> tuple[Floats, _State]:
    """Ratios of least deviance and the model there, by a quasi-Newton search with exact slopes.

    Each ratio is measured in steps that change the deviance about alike, as many as it has
    levels; without that the search takes twice as long.
    """
    size = model.products[0, 0]
    steps = np.sqrt([len(model.small.count) / len(model.large.count), 1.0])

    def fall(scaled: Floats) -> tuple[float, Floats]:
        state = model.at(scaled * steps)
        return state.deviance / size, state.slope * steps / size

    found = minimize(
        fall,
        x0=_guess(model) / steps,
        jac=True,
        method="L-BFGS-B",
        bounds=[(0, LARGEST_RATIO / step) for step in steps],
        options={"ftol": 1e-13, "gtol": 1e-9, "maxiter": 200},
    )
    ratios = found.x * steps
    ratios = np.where(ratios < SMALLEST_RATIO, 0.0, ratios)
    return ratios, model.at(ratios)


def _guess(model: _Crossed) -> Floats:
    """Ratios from the variances in all, within large and within small levels; only to begin."""
    size, squares = model.products[0, 0], model.products[1, 1]

    def within(side: _Side, sums: Floats) -> float:
        left = squares - (sums[:, 1] ** 2 / side.count).sum()
        return float(left / max(size - len(side.count), 1))

    whole = squares / (size - 1)
    parts = [within(model.large, model.large_sums), within(model.small, model.small_sums)]
    rest = max(sum(parts) - whole, 0.05 * whole)
    return np.array([np.sqrt(min(max(whole - part, 0.01 * rest) / rest, 100)) for part in parts])
