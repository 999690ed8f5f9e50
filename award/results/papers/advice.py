"""Adjusted scores beside the official ones, counted from the snapshot's sheets. Loads NumPy."""

from __future__ import annotations

import numpy as np

from award.results.fairness.severity import severity
from award.results.fairness.sheets import places_of
from award.results.papers.record import Record

Advice = dict[int, tuple[float, int]]
"""By entry the adjusted final score and its rank in the category."""


def adjusted(record: Record) -> Advice:
    """What the final list would be without the judges' severity; entries with every round only.

    Round scores are adjusted by ``fairness.severity`` and combined by the rounds' weights.
    """
    scores: dict[int, float] = {}
    rounds = {each["id"]: _of_round(record, each["id"]) for each in record.rounds}
    weights = {each["id"]: float(each["weight"]) / 100 for each in record.rounds}
    for entries in record.ranked.values():
        for each in entries:
            parts = [rounds[number].get(each["id"]) for number in weights if weights[number]]
            if parts and None not in parts:
                heavy = [weight for weight in weights.values() if weight]
                scores[each["id"]] = sum(
                    part * weight for part, weight in zip(parts, heavy, strict=True) if part
                )
    return {
        entry_id: place
        for entries in record.ranked.values()
        for entry_id, place in _placed([e["id"] for e in entries if e["id"] in scores], scores)
    }


def _of_round(record: Record, number: int) -> dict[int, float]:
    sheets = record.sheets[number]
    if not sheets:
        return {}
    entries = sorted({each["entry"] for each in sheets})
    judges = sorted({each["judge"] for each in sheets})
    found = severity(
        np.searchsorted(entries, [each["entry"] for each in sheets]),
        np.searchsorted(judges, [each["judge"] for each in sheets]),
        np.array([float(each["total"]) for each in sheets]),
    )
    return dict(zip(entries, map(float, found.adjusted), strict=True))


def _placed(entry_ids: list[int], scores: dict[int, float]) -> list[tuple[int, tuple[float, int]]]:
    if not entry_ids:
        return []
    ranks = places_of(np.array([scores[one] for one in entry_ids]))
    return [(one, (scores[one], int(rank))) for one, rank in zip(entry_ids, ranks, strict=True)]
