"""How far judges agree: Krippendorff's alpha, intraclass correlations, Kendall's W."""

from collections.abc import Mapping

import numpy as np

from award.results.fairness.notes import Agreement, Note, Remark
from award.results.fairness.sheets import Floats, Indices, ranked

ICC_FORMS = ("1,1", "2,1", "3,1", "1,k", "2,k", "3,k")
ROUNDING = 1e-12


def agreement(entry: Indices, judge: Indices, values: Floats) -> Agreement:
    """All measures of values (one per sheet, NaN: not given) by numbered entries and judges."""
    given = np.isfinite(values)
    entry, judge, values = entry[given], judge[given], values[given]
    _, entry = np.unique(entry, return_inverse=True)
    _, judge = np.unique(judge, return_inverse=True)
    rows = _rows(entry, values)
    table = _table(entry, judge, values)
    interval = alpha(entry, values)
    return Agreement(
        alpha_interval=interval,
        alpha_ordinal=alpha(entry, values, ordinal=True),
        icc=_in_order({**_one_way(rows), **_two_way(table)}),
        kendall_w=None if table is None else kendall_w(table),
        remarks=_remarks(interval, rows, table, values),
    )


def alpha(entry: Indices, values: Floats, *, ordinal: bool = False) -> float | None:
    """Krippendorff's alpha = 1 - observed / expected disagreement, missing values allowed.

    Interval data: disagreement of two values is their squared difference. Ordinal data: the same
    of their mid-ranks, which is Krippendorff's ordinal metric written differently. Entries with
    one value pair with nothing and are left out. ``None`` when nothing pairs or nothing varies.
    Source: Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, sections C-D. Assumes
    judges are interchangeable.
    """
    counts = np.bincount(entry)
    paired = counts[entry] > 1
    entry, values = entry[paired], values[paired]
    if not len(values) or np.ptp(values) == 0:
        return None
    scaled = ranked(values) if ordinal else values - values.mean()
    counts = np.bincount(entry, minlength=len(counts))
    sums = np.bincount(entry, scaled, len(counts))
    squares = np.bincount(entry, scaled**2, len(counts))
    used = counts > 1
    observed = ((counts * squares - sums**2)[used] / (counts[used] - 1)).sum()
    total = len(scaled)
    expected = (total * (scaled**2).sum() - scaled.sum() ** 2) / (total - 1)
    return float(1 - observed / expected)


def icc(table: Floats) -> dict[str, float | None]:
    """The six intraclass correlations of a complete table (entries x judges).

    From mean squares between entries (B), within (W), between judges (J) and residual (E):
    (1,1) = (B-W)/(B+(k-1)W), (2,1) = (B-E)/(B+(k-1)E+k(J-E)/n), (3,1) = (B-E)/(B+(k-1)E);
    of k judges' mean: (1,k) = (B-W)/B, (2,k) = (B-E)/(B+(J-E)/n), (3,k) = (B-E)/B.
    Source: Shrout and Fleiss (1979), Psychological Bulletin 86:420. 1: each entry has its own
    judges; 2: judges drawn from many; 3: these judges only. Negative values are kept. ``None``
    where nothing varies or there are fewer than two entries or judges.
    """
    return _in_order({**_one_way(table), **_two_way(table)})


def kendall_w(table: Floats) -> float | None:
    """Kendall's coefficient of concordance of a complete table (entries x judges), 0 to 1.

    W = 12 S / (m2 (n3 - n) - m T): S the squared deviations of the entries' rank sums, m judges,
    n entries, T = sum of t3 - t over the ties of each judge, ranks averaged within ties.
    Source: Kendall and Gibbons (1990), Rank Correlation Methods, 5th ed., chapter 6. Assumes
    that only the order a judge gives counts, not the distances in it. ``None`` when no judge
    tells entries apart or there are fewer than two of either.
    """
    n, m = table.shape
    if n < 2 or m < 2:
        return None
    ranks = np.apply_along_axis(ranked, 0, table)
    sums = ranks.sum(axis=1)
    ties = sum(_ties(column) for column in ranks.T)
    most = m**2 * (n**3 - n) - m * ties
    return None if most <= 0 else float(12 * ((sums - sums.mean()) ** 2).sum() / most)


def _ties(ranks: Floats) -> int:
    _, counts = np.unique(ranks, return_counts=True)
    return int((counts.astype(np.int64) ** 3 - counts).sum())


def _rows(entry: Indices, values: Floats) -> Floats | None:
    """Entries x judges of each, in no order of judges; ``None`` when entries differ in number."""
    counts = np.bincount(entry)
    if not len(counts) or counts.min() != counts.max() or counts[0] < 2:
        return None
    return values[np.argsort(entry, kind="stable")].reshape(len(counts), counts[0])


def _table(entry: Indices, judge: Indices, values: Floats) -> Floats | None:
    """Entries x judges; ``None`` unless every judge judged every entry once."""
    if not len(values) or len(values) != (entry.max() + 1) * (judge.max() + 1):
        return None
    table = np.full((int(entry.max()) + 1, int(judge.max()) + 1), np.nan)
    table[entry, judge] = values
    return table if np.isfinite(table).all() else None


def _one_way(rows: Floats | None) -> dict[str, float | None]:
    if rows is None or min(rows.shape) < 2:
        return {"1,1": None, "1,k": None}
    n, k = rows.shape
    means = rows.mean(axis=1)
    between = k * means.var(ddof=1)
    within = float(((rows - means[:, None]) ** 2).sum()) / (n * (k - 1))
    return {
        "1,1": _ratio(between - within, between + (k - 1) * within, between + within),
        "1,k": _ratio(between - within, between, between + within),
    }


def _two_way(table: Floats | None) -> dict[str, float | None]:
    if table is None or min(table.shape) < 2:
        return {"2,1": None, "2,k": None, "3,1": None, "3,k": None}
    n, k = table.shape
    rows, columns = table.mean(axis=1), table.mean(axis=0)
    between, judges = k * rows.var(ddof=1), n * columns.var(ddof=1)
    left = table - rows[:, None] - columns + table.mean()
    rest = float((left**2).sum()) / ((n - 1) * (k - 1))
    above, size = between - rest, between + judges + rest
    return {
        "2,1": _ratio(above, between + (k - 1) * rest + k * (judges - rest) / n, size),
        "3,1": _ratio(above, between + (k - 1) * rest, size),
        "2,k": _ratio(above, between + (judges - rest) / n, size),
        "3,k": _ratio(above, between, size),
    }


def _in_order(found: Mapping[str, float | None]) -> dict[str, float | None]:
    return {form: found[form] for form in ICC_FORMS}


def _ratio(above: float, below: float, size: float) -> float | None:
    # Below, mean squares of this size are added and taken away: what is left of them may be
    # nothing but their rounding.
    return float(above / below) if abs(below) > ROUNDING * size else None


def _remarks(
    interval: float | None, rows: Floats | None, table: Floats | None, values: Floats
) -> tuple[Remark, ...]:
    notes: list[Note] = []
    if interval is None:
        notes.append(Note.ALL_ALIKE if len(values) and np.ptp(values) == 0 else Note.NO_OVERLAP)
    if rows is None:
        notes.append(Note.UNEQUAL_JUDGES)
    if table is None:
        notes.append(Note.INCOMPLETE_CROSS)
    elif min(table.shape) < 2:
        notes.append(Note.FEW_MARKS)
    return tuple(Remark(note) for note in notes)
