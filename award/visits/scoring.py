"""Part A of the field verification: from the verdicts on an entry's claims to a level.

Source: domain note 14.6 (rubric R3). Each key claim counts alike; the share proven decides the
level, exactly and before any rounding, so that 59.99 % is still level 2.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from award.judging.scoring import half_up


class Verdict(StrEnum):
    """What the team found of a claim on the spot."""

    PROVEN = "proven"
    PARTLY = "partly"
    DISPROVED = "disproved"
    UNVERIFIABLE = "unverifiable"


WORTH = {
    Verdict.PROVEN: Decimal("1"),
    Verdict.PARTLY: Decimal("0.5"),
    Verdict.DISPROVED: Decimal("0"),
    Verdict.UNVERIFIABLE: Decimal("0"),
}
"""What a claim counts (domain note 14.6, part A)."""

LOWEST = 1
LEVEL_FROM = {5: Decimal(95), 4: Decimal(80), 3: Decimal(60), 2: Decimal(40)}
"""The least percentage of each level, the highest first (domain note 14.6); below all: 1."""


@dataclass(frozen=True, slots=True)
class PartA:
    """The outcome of a checklist: ``percent`` has two decimals, ``level`` is from the exact one."""

    percent: Decimal
    level: int


def part_a(verdicts: Sequence[Verdict | None]) -> PartA | None:
    """Average worth of the claims in percent, and its level from 1 to 5.

    ``None`` without claims and while one has no verdict: not checked is not disproved.
    """
    worths = [WORTH[each] for each in verdicts if each is not None]
    if not worths or len(worths) < len(verdicts):
        return None
    points, claims = sum(worths, Decimal()) * 100, len(worths)
    level = next((n for n, least in LEVEL_FROM.items() if points >= least * claims), LOWEST)
    return PartA(_divided(points, claims), level)


def _divided(points: Decimal, claims: int) -> Decimal:
    numerator, denominator = points.as_integer_ratio()
    return half_up(Fraction(numerator, denominator * claims))
