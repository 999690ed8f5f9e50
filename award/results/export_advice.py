"""Advice as flat rows, beside the official score and rank."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from award.results.advice import Advice
from award.results.queries import CategoryStandings

COLUMNS = (
    "kategori",
    "nomor_usulan",
    "judul",
    "perangkat_daerah",
    "nilai",
    "peringkat",
    "nilai_disetarakan",
    "peringkat_disetarakan",
    "selang_bawah",
    "selang_atas",
    "nilai_baku",
    "peringkat_nilai_baku",
)


def rows(lists: Sequence[CategoryStandings], advice: Advice) -> Iterator[list[object]]:
    """One row per entry, by category and official rank; numbers with a decimal point."""
    for each in lists:
        for one in each.standings:
            side = advice.of(one.entry_id)
            low, high = side.span or (None, None)
            yield [
                each.category.key,
                one.entry_id,
                one.title,
                one.agency,
                one.score,
                one.rank,
                side.adjusted,
                side.rank,
                low,
                high,
                side.z,
                side.z_rank,
            ]
