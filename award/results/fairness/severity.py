"""Strict and lenient judges, and what the scores would be without the difference."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from award.results.fairness.notes import Note, Remark
from award.results.fairness.reml import Components, components
from award.results.fairness.sheets import Floats, Indices, places_of

ADVICE_PLACES = 4
"""Decimals of an adjusted score; ties of adjusted ranks are ties on these."""

WANTED_FREEDOM = 10
"""Values beyond one per entry and judge below which a severity is called weak."""


@dataclass(frozen=True, slots=True)
class Severity:
    """Raw and adjusted scores side by side.

    ``severity`` (judges): points a judge gives less than the others would give the same entries;
    above zero is strict. NaN when unknown. ``raw`` and ``adjusted`` are scores by entry, ranks are
    competition ranks, NaN without a score. ``panels`` counts groups of entries that no judge
    connects. ``fitted`` is ``None`` when the data are too thin; then adjusted is raw.
    """

    severity: Floats
    raw: Floats
    adjusted: Floats
    raw_rank: Floats
    adjusted_rank: Floats
    panels: int
    fitted: Components | None
    remarks: tuple[Remark, ...]

    @property
    def rank_change(self) -> Floats:
        """Places an entry gains by the adjustment; below zero it loses."""
        return self.raw_rank - self.adjusted_rank


def severity(
    entry: Indices, judge: Indices, totals: Floats, scores: Floats | None = None
) -> Severity:
    """Severities from the additive model total = mean + entry + judge + residual.

    Entries and judges are crossed random effects with REML variances (``components``); a judge's
    severity is minus the best linear unbiased prediction of the effect, so that few or noisy
    sheets pull it to zero, and the adjusted score is the score plus the mean severity of the
    entry's judges: the less the data say, the closer it stays to the raw one. Where groups of
    entries share no judge, a hard panel cannot be told from weak entries; severities are then
    centred within each group, which leaves the groups' means as they are. ``scores`` are the
    scores to adjust (default: the mean of each entry's totals). Every entry and judge numbered
    has a sheet. Source: Searle, Casella and McCulloch (1992), chapter 7; Robinson (1991),
    Statistical Science 6:15. Assumes normal effects, entries given to judges without regard to
    quality, and one severity per judge for good and weak entries alike.
    """
    counts = np.bincount(entry)
    raw = np.bincount(entry, totals) / counts if scores is None else scores
    panels, panel = _panels(entry, judge)
    remarks = [Remark(Note.DISCONNECTED, panels)] if panels > 1 else []
    freedom = len(totals) - len(counts) - int(judge.max()) - 1 + panels
    fitted = None
    if freedom < 1 or np.ptp(totals) == 0:
        remarks.append(Remark(Note.ALL_ALIKE if freedom >= 1 else Note.THIN))
        strict = np.full(int(judge.max()) + 1, np.nan)
        adjusted = raw
    else:
        fitted = components(entry, judge, totals)
        strict = -_centred(fitted.judge_effects, panel) if panels > 1 else -fitted.judge_effects
        adjusted = raw + np.bincount(entry, strict[judge]) / counts
        remarks += _doubts(fitted, freedom)
    return Severity(
        severity=strict,
        raw=raw,
        adjusted=np.round(adjusted, ADVICE_PLACES),
        raw_rank=places_of(raw),
        adjusted_rank=places_of(adjusted, ADVICE_PLACES),
        panels=panels,
        fitted=fitted,
        remarks=tuple(remarks),
    )


def z_scores(judge: Indices, totals: Floats) -> Floats:
    """Each total in standard deviations from its judge's mean; NaN when the judge has no spread.

    z = (total - mean of the judge) / standard deviation of the judge (n - 1). Removes severity and
    scale alike, and with them any true difference between the entries two judges were given.
    Source: Snedecor and Cochran (1989), Statistical Methods, 8th ed. Assumes that all judges saw
    entries of like quality: only then are scores of different judges comparable.
    """
    counts = np.bincount(judge)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = np.bincount(judge, totals) / counts
        left = totals - means[judge]
        spread = np.sqrt(np.bincount(judge, left**2) / (counts - 1))
        return np.asarray(np.where(spread[judge] > 0, left / spread[judge], np.nan))


def _panels(entry: Indices, judge: Indices) -> tuple[int, Indices]:
    """How many unconnected groups there are, and the group of each judge."""
    entries, judges = int(entry.max()) + 1, int(judge.max()) + 1
    size = entries + judges
    edges = (np.ones(len(entry)), (entry, entries + judge))
    count, label = connected_components(coo_array(edges, shape=(size, size)), directed=False)
    return int(count), np.asarray(label[entries:], dtype=np.intp)


def _centred(effects: Floats, panel: Indices) -> Floats:
    counts = np.bincount(panel)
    means = np.bincount(panel, effects) / np.maximum(counts, 1)
    return np.asarray(effects - means[panel])


def _doubts(fitted: Components, freedom: int) -> list[Remark]:
    doubts = []
    if fitted.judge == 0:
        doubts.append(Remark(Note.NO_JUDGE_DIFFERENCE))
    if freedom < WANTED_FREEDOM:
        doubts.append(Remark(Note.FEW_MARKS, freedom))
    return doubts
