"""The tidy table: one row for each entry, judge and criterion."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from award.core.export import csv_text
from award.results.papers.record import Record

COLUMNS = (
    "tahap",
    "kategori",
    "kelas_peserta",
    "nomor_usulan",
    "judul",
    "perangkat_daerah",
    "nomor_juri",
    "juri",
    "asal_juri",
    "kriteria",
    "bobot",
    "nilai",
    "nilai_tertinggi",
)


def table(record: Record) -> bytes:
    """The table as CSV in UTF-8, safe to open in a spreadsheet."""
    return csv_text(COLUMNS, rows(record)).encode()


def rows(record: Record) -> Iterator[list[object]]:
    """Ordered by round, entry, judge and criterion."""
    for round_ in record.rounds:
        for sheet in record.sheets[round_["id"]]:
            entry, judge = record.entries[sheet["entry"]], record.judges[sheet["judge"]]
            for criterion, level in zip(round_["criteria"], sheet["levels"], strict=True):
                yield [
                    round_["key"],
                    entry["category"],
                    entry["class"],
                    entry["id"],
                    entry["title"],
                    entry["agency"],
                    judge["id"],
                    judge["name"],
                    judge["agency"],
                    criterion["key"],
                    Decimal(criterion["weight"]),
                    level,
                    round_["scale_max"],
                ]
