"""Certificate numbers by an edition's pattern. Pure."""

from __future__ import annotations

from datetime import date

from award.certificates.states import Kind

KIND_CODES = {
    Kind.WINNER: "PM",
    Kind.FINALIST: "FN",
    Kind.PARTICIPANT: "PS",
    Kind.MEMBER: "TI",
    Kind.JUDGE: "JR",
    Kind.PARTNER: "MR",
}
MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def number(pattern: str, *, kind: Kind, serial: int, code: str, unit: str, dated: date) -> str:
    """The number of a certificate, such as ``400.10.11/PM-017/BRIDA/2026``.

    ``pattern`` may use ``kode`` (classification), ``jenis`` (kind), ``nomor`` (serial), ``unit``,
    ``tahun`` and ``bulan_romawi`` (of the certificate's date).
    """
    return pattern.format(
        kode=code,
        jenis=KIND_CODES[kind],
        nomor=serial,
        unit=unit,
        tahun=dated.year,
        bulan_romawi=MONTHS[dated.month - 1],
    )
