"""Severity on a hundred thousand marks, and beside the mixed model of statsmodels."""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from award.results.fairness.reml import components
from award.results.fairness.severity import severity
from award.results.fairness.sheets import Floats, Indices

ENTRIES, JUDGES, SHEETS_EACH = 10_000, 500, 10
SIZES = ((30, 10), (60, 15), (120, 20), (240, 30), (480, 40), (960, 50), (1920, 60))
"""Entries and judges, three sheets per entry, of the panels both are given."""

PATIENCE_SECONDS = 60
GROWTH = 4
"""How much longer statsmodels takes, at most, for the next size; decides whether to try it."""

TOLERANCE = 5e-4
"""Relative: the same estimates to three digits."""


def figures() -> Iterator[dict[str, Any]]:
    """One dict per figure, for one JSON line each."""
    entry, judge, totals = panel(ENTRIES, JUDGES, SHEETS_EACH)
    severity(*panel(30, 10, 3))
    seconds = min(_seconds(lambda: severity(entry, judge, totals)) for _ in range(3))
    yield {"figure": "severity_100000_marks_seconds", "value": round(seconds, 3), "at_most": 2}
    try:
        formulas = importlib.import_module("statsmodels.formula.api")
        frames = importlib.import_module("pandas")
    except ImportError as missing:
        yield {"figure": "severity_times_faster_than_statsmodels", "skipped": str(missing)}
        return
    yield _beside(formulas.mixedlm, frames.DataFrame)


def panel(entries: int, judges: int, each: int) -> tuple[Indices, Indices, Floats]:
    """Marks around 70: entries spread by 8, judges by 3, the rest by 5."""
    chance = np.random.default_rng(entries)
    entry = np.repeat(np.arange(entries), each)
    judge = np.concatenate([chance.permutation(judges)[:each] for _ in range(entries)])
    noise = 5 * chance.standard_normal(len(entry))
    effects = 8 * chance.standard_normal(entries)[entry] + 3 * chance.standard_normal(judges)[judge]
    return entry, judge, 70 + effects + noise


def _beside(mixedlm: Callable[..., Any], frame: Callable[..., Any]) -> dict[str, Any]:
    """The largest panel that statsmodels fits within a minute: seconds of both, same estimates?"""
    theirs = 0.0
    for entries, judges in SIZES:
        if theirs * GROWTH > PATIENCE_SECONDS:
            break
        entry, judge, totals = panel(entries, judges, 3)
        start = time.perf_counter()
        fitted = _fitted(mixedlm, frame({"entry": entry, "judge": judge, "total": totals}))
        theirs = time.perf_counter() - start
        ours = min(
            _seconds(lambda args=(entry, judge, totals): components(*args)) for _ in range(3)
        )
        found = components(entry, judge, totals)
        parts = (found.entry, found.judge, found.residual)
        apart = max(abs(one - other) / other for one, other in zip(parts, fitted, strict=True))
        result = {
            "figure": "severity_times_faster_than_statsmodels",
            "value": round(theirs / ours, 1),
            "at_least": 20,
            "marks": len(totals),
            "seconds": round(ours, 4),
            "statsmodels_seconds": round(theirs, 2),
            "estimates_apart": float(f"{apart:.1e}"),
            "same_to_3_digits": bool(apart < TOLERANCE),
        }
    return result


def _fitted(mixedlm: Callable[..., Any], data: Any) -> tuple[float, float, float]:
    """Variances of entries, judges and residuals; both effects cross inside one single group."""
    crossed = {"entry": "0 + C(entry)", "judge": "0 + C(judge)"}
    ones = np.ones(len(data))
    model = mixedlm("total ~ 1", data, groups=ones, re_formula="0", vc_formula=crossed)
    fitted = model.fit(reml=True)
    by_name = dict(zip(model.exog_vc.names, fitted.vcomp, strict=True))
    return by_name["entry"], by_name["judge"], fitted.scale


def _seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start
