"""What chance could have done to the scores: a bootstrap of the crossed model.

Each draw gives every judge a severity taken, with replacement, from those estimated in the round
and every sheet a residual taken from the round's residuals, both inflated to the REML variances,
and aggregates them by the round's own method. A draw is a deviation from the official score:
other judges of the same kind, on another day, for the same entries. Source: Carpenter,
Goldstein and Rasbash (2003), Applied Statistics 52:431 (reflated residual bootstrap); entries stay
fixed, because they are what is compared. Assumes the additive model and residuals alike
everywhere; scores are not cut off at the ends of the scale.
"""

from collections.abc import Iterator

import numpy as np

from award.results.fairness.reml import Components
from award.results.fairness.sheets import Floats, Sheets, aggregated

DRAWS = 1000
SEED = 20_260_511
"""Fixed, so that the same marks always give the same card."""

TAILS = (0.025, 0.975)
"""An interval holds 95 % of the draws."""

AT_ONCE = 2_000_000
"""Values held at once (16 MB): larger rounds are drawn in more pieces."""


def deviations(
    sheets: Sheets, fitted: Components, draws: int = DRAWS, seed: int = SEED
) -> Iterator[Floats]:
    """Deviations of the entries' scores, in points, in blocks of (draws x entries).

    ``sheets`` may be a part of those the model was fitted to.
    """
    chance = np.random.default_rng(seed)
    judges = _reflated(fitted.judge_effects, fitted.judge)
    rest = _reflated(fitted.residuals, fitted.residual)
    seats = sheets.seats
    block = max(1, AT_ONCE // max(1, seats.size))
    for start in range(0, draws, block):
        size = min(block, draws - start)
        severities = chance.choice(judges, (size, len(judges)))
        errors = chance.choice(rest, (size, len(sheets.entry)))
        moved = severities[:, sheets.judge] + errors
        yield aggregated(np.where(seats >= 0, moved[:, seats], np.nan), sheets.method)


def intervals(
    sheets: Sheets, scores: Floats, fitted: Components, draws: int = DRAWS, seed: int = SEED
) -> Floats:
    """Low and high end of each entry's score (entries x 2), 95 % percentiles of ``deviations``."""
    drawn = np.concatenate(list(deviations(sheets, fitted, draws, seed)))
    return np.asarray(scores[:, None] + np.quantile(drawn, TAILS, axis=0).T)


def _reflated(effects: Floats, variance: float) -> Floats:
    """Predicted effects are shrunk; stretch them to the variance they stand for."""
    centred = effects - effects.mean()
    spread = float(centred.std())
    return np.asarray(centred * np.sqrt(variance) / spread if spread > 0 else centred)
