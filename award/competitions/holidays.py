"""The shipped table of public holidays, default data an organiser verifies every year."""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

TABLE = Path(__file__).parent / "presets" / "holidays.toml"


@dataclass(frozen=True)
class Holiday:
    """A day on which offices are closed, named in both languages."""

    date: date
    name: dict[str, str]


def load() -> tuple[Holiday, ...]:
    """Every shipped holiday in order of date."""
    rows = tomllib.loads(TABLE.read_text("utf-8"))["holidays"]
    return tuple(Holiday(**row) for row in rows)
