"""What each judge's marks look like beside the others'."""

from dataclasses import dataclass

import numpy as np

from award.results.fairness.sheets import Floats, Indices, Sheets

SHARED_ENTRIES = 3
"""Entries judged with others that a correlation needs."""


@dataclass(frozen=True, slots=True)
class JudgeReport:
    """One judge, for the organiser and for that judge.

    ``n`` sheets with mean and standard deviation (n - 1) of their totals; ``severity`` as in
    ``severity``; ``consistency``: correlation of the judge's totals with the mean total of the
    other judges of the same entries. Use of the scale: lowest and highest mark, how many
    different marks, and the share of the commonest one. ``None`` where undefined.
    """

    judge: int
    n: int
    mean: float
    sd: float | None
    severity: float | None
    consistency: float | None
    lowest: float
    highest: float
    levels: int
    commonest: float


def judge_reports(sheets: Sheets, strict: Floats) -> tuple[JudgeReport, ...]:
    """A report per judge, in the order of their numbers; ``strict`` are the severities.

    Consistency = Pearson's r = cov(own, others) / (sd(own) sd(others)) over the entries judged with
    others. Source: Snedecor and Cochran (1989), Statistical Methods, 8th ed., chapter 10. Assumes
    a straight line between the two, and that the others' mean is no judge's own.
    """
    others = _means_of_others(sheets)
    order = np.argsort(sheets.judge, kind="stable")
    ends = np.cumsum(np.bincount(sheets.judge))
    return tuple(
        _report(judge, sheets, own, others[own], float(strict[judge]))
        for judge, own in enumerate(np.split(order, ends[:-1]))
    )


def _means_of_others(sheets: Sheets) -> Floats:
    """For each sheet, the mean total of the entry's other sheets; NaN when there are none."""
    counts = np.bincount(sheets.entry)[sheets.entry]
    sums = np.bincount(sheets.entry, sheets.totals)[sheets.entry]
    alone = counts < 2
    rest = (sums - sheets.totals) / np.where(alone, 1, counts - 1)
    return np.asarray(np.where(alone, np.nan, rest))


def _report(judge: int, sheets: Sheets, own: Indices, others: Floats, strict: float) -> JudgeReport:
    totals, marks = sheets.totals[own], sheets.marks[own]
    levels, counts = np.unique(marks, return_counts=True)
    return JudgeReport(
        judge=judge,
        n=len(own),
        mean=float(totals.mean()),
        sd=float(totals.std(ddof=1)) if len(own) > 1 else None,
        severity=strict if np.isfinite(strict) else None,
        consistency=_correlation(totals, others),
        lowest=float(levels[0]),
        highest=float(levels[-1]),
        levels=len(levels),
        commonest=float(counts.max() / marks.size),
    )


def _correlation(own: Floats, others: Floats) -> float | None:
    shared = np.isfinite(others)
    own, others = own[shared], others[shared]
    if len(own) < SHARED_ENTRIES or np.ptp(own) == 0 or np.ptp(others) == 0:
        return None
    return float(np.corrcoef(own, others)[0, 1])
