"""The number of a civil servant (NIP). Pure.

Eighteen digits: date of birth, year and month of appointment, sex, order; a contract employee
(PPPK) has a code from 21 upwards where the month would stand.
"""

from __future__ import annotations

import re
from datetime import date

PATTERN = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:19|20)\d\d(?:0[1-9]|1[0-2]|2\d)[12]\d{3}")


def digits(typed: str) -> str:
    """The number without the spaces and dots it is often written with."""
    return re.sub(r"[\s.]", "", typed)


def is_nip(typed: str) -> bool:
    """Whether this can be a civil servant's number: its form fits and its birthday exists."""
    found = PATTERN.fullmatch(digits(typed))
    if found is None:
        return False
    try:
        date(*(int(part) for part in found.groups()))
    except ValueError:
        return False
    return True
