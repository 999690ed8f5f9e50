"""One whole edition as plain data: what a preset describes and an organiser edits.

Pure: no database, no request. `parse` reads a document (TOML or JSON) into a Blueprint,
`to_document` writes it back, `blueprint_faults` says what is wrong with it.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from award.competitions.blueprint_document import Fault, Text2, read, write

PRESETS = Path(__file__).parent / "presets"
NOT_PRESETS = {"holidays"}

SECTION_KINDS = ("text", "yesno_text")
EVIDENCE = ("none", "optional", "required", "if_yes")
DOCUMENT_NEEDS = ("yes", "finalist", "if_application", "optional")
ROUND_KINDS = ("screening", "scoring")
AGGREGATES = ("mean", "median", "trimmed")
ROUNDINGS = ("once", "each_step")
CRITERION_SOURCES = ("", "claims")
SCOPES = ("local", "national")
REGISTRATION = "pendaftaran"
"""Key of the phase whose end closes the entries."""


@dataclass(frozen=True)
class Category:
    """A field of innovation in which entries compete with each other."""

    key: str
    name: Text2
    description: Text2


@dataclass(frozen=True)
class Choice:
    """A named option: an entry group or a declaration to tick."""

    key: str
    name: Text2


@dataclass(frozen=True)
class ParticipantClass:
    """A class of participants; of one with a quota so many may win in each category."""

    key: str
    name: Text2
    quota: int | None = None


@dataclass(frozen=True)
class Section:
    """One section of the proposal form; `max_words` is counted by white space."""

    key: str
    title: Text2
    prompt: Text2
    max_words: int
    kind: str = "text"
    evidence: str = "none"
    required: bool = True


@dataclass(frozen=True)
class DocumentKind:
    """A document an entry carries: a file of at most `max_bytes`, or a link."""

    key: str
    name: Text2
    required: str = "yes"
    types: tuple[str, ...] = ()
    max_bytes: int = 0
    link: bool = False


@dataclass(frozen=True)
class Level:
    """One step of the scale, with a short label and the descriptor a judge reads."""

    value: int
    label: Text2
    text: Text2


@dataclass(frozen=True)
class Criterion:
    """What a judge scores; `weight` is in percent of the round, `section` a form section.

    With `source` "claims" the level is no judge's: it is counted from the team's check of claims.
    """

    key: str
    name: Text2
    description: Text2
    weight: Decimal
    levels: tuple[Level, ...]
    section: str | None = None
    source: str = ""


@dataclass(frozen=True)
class Round:
    """A selection round; `weight` is in percent of the final score.

    `advance_per_category` None lets every entry that passes go on.
    """

    key: str
    name: Text2
    who: Text2
    kind: str
    weight: Decimal
    judges_per_entry: int = 0
    advance_per_category: int | None = None
    aggregate: str = "mean"
    rounding: str = "once"
    scale_min: int = 1
    scale_max: int = 5
    criteria: tuple[Criterion, ...] = ()
    blind: bool = False
    """Whether judges are kept from knowing who is behind an entry."""
    talk_minutes: int | None = None
    """How long an entry is presented; ``None``: the round is judged without presentations."""
    question_minutes: int | None = None
    """How long judges then ask."""
    discrepancy_points: Decimal = Decimal(20)
    """Judges whose totals are further apart need an extra judge or the plenary."""
    discrepancy_levels: int = 2
    """So do judges this many levels apart on the heaviest criterion."""


@dataclass(frozen=True)
class CalendarItem:
    """A phase; `ends` is the last day, on which it closes at `closes_at` (HH:MM, edition time)."""

    key: str
    name: Text2
    starts: date
    ends: date
    closes_at: str = "23:59"
    may_overlap: bool = False


@dataclass(frozen=True)
class Reason:
    """A coded reason to reject: what it means and what to do about it."""

    key: str
    name: Text2


@dataclass(frozen=True)
class EligibilityRule:
    """A rule by key; `value` is its number (months, entries, editions), `group` None is all."""

    key: str
    scope: str
    value: int | None = None
    group: str | None = None
    enabled: bool = True


@dataclass(frozen=True)
class TieRule:
    """What settles a tie: "criterion:<key>", "round:<key>" or "plenary", tried in order."""

    key: str
    name: Text2


@dataclass(frozen=True)
class Settings:
    """The numbers and words an organiser may set for one edition."""

    closing_sentence: Text2
    grace_minutes: int = 5
    correction_working_days: int = 3
    objection_working_days: int = 3
    winners: int = 3
    runners_up: int = 3
    passing_grade_national: int = 85
    number_pattern: str = "{kode}/{nomor:03d}/{jenis}/{unit}/{tahun}"
    number_code: str = "400.10.11"
    number_unit: str = "BRIDA"
    place: str = "Mangupura"
    reason_levels: tuple[int, ...] = (1, 2, 5)
    aksara: str = "ᬓᬩᬸᬧᬢᬾᬦ᭄ᬩᬤᬸᬂ"
    """What a look offers as its line in Balinese script; to be checked by a language officer."""
    teams_of_all: bool = False
    """Whether agencies name their teams for every decided entry, not only for the best."""


@dataclass(frozen=True)
class Blueprint:
    """Everything that makes an edition, except the entries and the people in it."""

    key: str
    name: Text2
    theme: Text2
    description: Text2
    timezone: str
    categories: tuple[Category, ...]
    groups: tuple[Choice, ...]
    classes: tuple[ParticipantClass, ...]
    form: tuple[Section, ...]
    documents: tuple[DocumentKind, ...]
    rounds: tuple[Round, ...]
    calendar: tuple[CalendarItem, ...]
    reasons: tuple[Reason, ...]
    eligibility: tuple[EligibilityRule, ...]
    tie_rules: tuple[TieRule, ...]
    settings: Settings
    declarations: tuple[Choice, ...]
    integrity: Text2
    code_of_conduct: Text2


class BadBlueprint(Exception):
    """The document does not have the shape of a Blueprint.

    `draft` is what could be read, with zeros in the places `faults` names.
    """

    def __init__(self, faults: Sequence[Fault], draft: Blueprint) -> None:
        super().__init__(faults, draft)
        self.faults = tuple(faults)
        self.draft = draft

    def __str__(self) -> str:
        return "\n".join(f"{fault.where}: {fault.message}" for fault in self.faults)


def parse(document: Mapping[str, Any]) -> Blueprint:
    """Read a document; raises BadBlueprint naming every missing or wrongly typed place."""
    blueprint, faults = read(Blueprint, document)
    if faults:
        raise BadBlueprint(faults, blueprint)
    return blueprint


def to_document(blueprint: Blueprint) -> dict[str, Any]:
    """The JSON-able form: decimals as strings, dates in ISO; `parse` reads it back equal."""
    document: dict[str, Any] = write(blueprint)
    return document


def presets() -> tuple[str, ...]:
    """The names `load` knows, in alphabetical order."""
    return tuple(sorted({path.stem for path in PRESETS.glob("*.toml")} - NOT_PRESETS))


def load(name: str) -> Blueprint:
    """Read a shipped preset, its calendar still year-free; KeyError for an unknown name."""
    if name not in presets():
        raise KeyError(name)
    return parse(tomllib.loads((PRESETS / f"{name}.toml").read_text("utf-8"), parse_float=Decimal))


def at_year(blueprint: Blueprint, year: int) -> Blueprint:
    """The same edition with its calendar moved so that its first phase starts in `year`."""
    first = min((item.starts.year for item in blueprint.calendar), default=year)
    calendar = tuple(
        replace(
            item, starts=_moved(item.starts, year - first), ends=_moved(item.ends, year - first)
        )
        for item in blueprint.calendar
    )
    return replace(blueprint, calendar=calendar)


def _moved(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February has no twin in a common year
        return day.replace(year=day.year + years, day=28)
