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
        # Through a float: a number with a million digits would take the server hours to round.
        north, east = (Decimal(str(float(each))) for each in (latitude, longitude))
        found = half_up(north, PLACES), half_up(east, PLACES)
    except (ArithmeticError, ValueError, TypeError):
        return None
    return found if abs(found[0]) <= NORTHERNMOST and abs(found[1]) <= EASTERNMOST else None
