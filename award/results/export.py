"""Standings as flat rows: the same columns in the same places, whatever is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from award.results.models import Decision
from award.results.queries import CategoryStandings

COLUMNS = (
    "kategori",
    "peringkat",
    "seri",
    "dipisahkan_oleh",
    "nomor_usulan",
    "judul",
    "perangkat_daerah",
    "nilai",
    "rentang",
    "lembar_nilai",
    "keputusan",
    "tempat",
)
"""Then one column for each criterion, or in the end for each round, named by its key."""


def rows(
    lists: Sequence[CategoryStandings], parts: Sequence[str], decisions: Mapping[int, Decision]
) -> Iterator[list[object]]:
    """One row per entry, by category and rank; numbers with a decimal point."""
    for each in lists:
        for one in each.standings:
            decision = decisions.get(one.entry_id)
            yield [
                each.category.key,
                one.rank,
                "ya" if one.tied_with else "tidak",
                one.broken_by,
                one.entry_id,
                one.title,
                one.agency,
                one.score,
                one.runner.spread,
                one.runner.sheets,
                decision.outcome if decision else "",
                decision.place if decision else "",
                *(one.runner.parts.get(key) for key in parts),
            ]
