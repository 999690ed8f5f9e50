"""Verification codes, certificate numbers and civil servants' numbers."""

from __future__ import annotations

import math
from datetime import date

import pytest

from award.certificates import codes, numbering
from award.certificates.nip import is_nip
from award.certificates.states import Kind


def test_a_code_carries_a_hundred_bits_in_symbols_that_cannot_be_confused() -> None:
    assert len(set(codes.ALPHABET)) ** codes.LENGTH >= 2**100
    assert not set("ILOU") & set(codes.ALPHABET)
    made = {codes.new_code() for _ in range(1000)}
    assert len(made) == 1000
    assert {len(code) for code in made} == {24}
    spread = [sum(code.count(symbol) for code in made) for symbol in codes.ALPHABET]
    expected = 1000 * codes.LENGTH / len(codes.ALPHABET)
    assert all(abs(count - expected) < 6 * math.sqrt(expected) for count in spread)


@pytest.mark.parametrize(
    "typed",
    [
        "7KQM-4TXB-9RNH-0123-ABCD",
        "7kqm4txb9rnh0123abcd",
        " 7KQM 4TXB 9RNH 0123 ABCD ",
        "7KQM–4TXB–9RNH–o1Z3–ABCD".replace("Z", "2"),
        "7kqm-4txb-9rnh-OI23-abcd",
        "7kqm-4txb-9rnh-0l23-abcd",
    ],
)
def test_a_code_may_be_typed_in_any_fashion(typed: str) -> None:
    assert codes.normal(typed) == "7KQM-4TXB-9RNH-0123-ABCD"


@pytest.mark.parametrize("typed", ["", "7KQM", "U" * 20, "7KQM-4TXB-9RNH-0123-ABCDE", "٣" * 20])
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert codes.normal(typed) == ""


def test_a_number_follows_the_pattern_of_the_edition() -> None:
    made = numbering.number(
        "{kode}/{nomor:03d}.{jenis}/{unit}/{bulan_romawi}/{tahun}",
        kind=Kind.FINALIST,
        serial=7,
        code="400.10.11",
        unit="BRIDA",
        dated=date(2026, 11, 16),
    )
    assert made == "400.10.11/007.FN/BRIDA/XI/2026"


@pytest.mark.parametrize(
    ("typed", "holds"),
    [
        ("19860926 201505 1 001", True),
        ("198609262015051001", True),
        ("198609262021211001", True),
        ("19860231 201505 1 001", False),
        ("19860926 201513 1 001", False),
        ("19860926 201505 3 001", False),
        ("19860926 201505 1 01", False),
        ("bukan angka", False),
    ],
)
def test_a_civil_servants_number_is_checked(typed: str, holds: bool) -> None:
    assert is_nip(typed) is holds
