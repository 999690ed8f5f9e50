"""The agencies of Badung as shipped data, before they become rows an organiser may edit."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

BADUNG = Path(__file__).parent / "data" / "badung.toml"


@dataclass(frozen=True)
class AgencyRecord:
    """An agency, sub-unit, urban village or village.

    `duty` marks the agencies that owe one innovation a year; `parent_code` is the agency a
    sub-unit or village belongs to.
    """

    code: str
    name: str
    name_en: str
    short_name: str
    kind: str
    participant_class: str
    parent_code: str | None = None
    duty: bool = False


def load() -> tuple[AgencyRecord, ...]:
    """Every shipped agency, each parent before its sub-units."""
    rows = tomllib.loads(BADUNG.read_text("utf-8"))["agencies"]
    return tuple(AgencyRecord(**row) for row in rows)
