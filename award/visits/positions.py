"""Where a photo was taken: latitude and longitude in degrees."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from award.judging.scoring import half_up

PLACES = 5
"""Decimals kept: about a metre."""
NORTHERNMOST, EASTERNMOST = 90, 180

Position = tuple[Decimal, Decimal]


def position(latitude: Any, longitude: Any) -> Position | None:
    """Both numbers with five decimals; ``None`` when they are no place on earth."""
    try:
        found = half_up(Decimal(str(latitude)), PLACES), half_up(Decimal(str(longitude)), PLACES)
    except (ArithmeticError, ValueError):
        return None
    return found if abs(found[0]) <= NORTHERNMOST and abs(found[1]) <= EASTERNMOST else None
