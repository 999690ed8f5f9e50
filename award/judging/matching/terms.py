"""What is asked of an assignment and what is answered, as plain facts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

Pair: TypeAlias = tuple[str, str]
"""Key of an entry, key of a judge."""

FULL = 840
"""Points of a judge who has every skill an entry wishes; one to eight wishes share it evenly."""


class Objective(StrEnum):
    """What a good assignment is, once the hard rules hold."""

    FAIR = "fair"
    """The worst-served entry as well served as possible, then loads as even as caps, conflicts
    and that permit (within one of each other when they do), then skill."""
    SKILL = "skill"
    """The most skill in total, then even loads."""


class Rule(StrEnum):
    """Why a judge may not have an entry."""

    OWN_AGENCY = "own_agency"
    ORGANISER = "organiser"
    CONFLICT = "conflict"


class Remedy(StrEnum):
    """What an organiser could give up or add; walls of agencies are never among them."""

    RAISE_CAPS = "raise_caps"
    LIFT_CONFLICTS = "lift_conflicts"
    ADD_EXTERNALS = "add_externals"


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry, the agency it comes from and the skills it wishes of its judges."""

    key: str
    agency: str | None = None
    skills: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Judge:
    """A judge; ``cap`` is the most entries, ``target`` the wished number (``None``: a fair share).

    An external judge may have no agency.
    """

    key: str
    agency: str | None
    cap: int
    target: int | None = None
    skills: frozenset[str] = frozenset()
    external: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """Everything an assignment rests on. Pairs of unknown entries or judges forbid nothing.

    ``forbidden`` pairs are doubts that an organiser could look at again; ``firm`` ones are not.
    """

    entries: Collection[Entry]
    judges: Collection[Judge]
    per_entry: int
    forbidden: Collection[Pair] = frozenset()
    organiser: str | None = None
    external_minimum: int = 1
    firm: Collection[Pair] = frozenset()

    def __post_init__(self) -> None:
        if not 0 <= self.external_minimum <= self.per_entry or self.per_entry < 1:
            raise ValueError("judges per entry and external judges among them do not fit")
        for things in (self.entries, self.judges):
            if len({thing.key for thing in things}) < len(things):
                raise ValueError("a key occurs twice")
        if any(judge.cap < 0 for judge in self.judges):
            raise ValueError("a cap is below zero")


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who judges what; every hard rule holds.

    ``points`` gives each pair's skill of ``FULL``. ``service`` gives each entry that wishes skills
    the share of its wishes its judges have together, 0 to 1. ``worst`` is the lowest of them and
    ``worst_bound`` what no assignment can exceed; both are ``None`` when nobody wishes anything.
    ``proven`` says that no assignment is better in the objective asked for.
    """

    pairs: tuple[Pair, ...]
    points: Mapping[Pair, int]
    loads: Mapping[str, int]
    service: Mapping[str, float]
    worst_bound: float | None
    proven: bool

    @property
    def worst(self) -> float | None:
        """How well the worst-served entry is served."""
        return min(self.service.values(), default=None)

    @property
    def total(self) -> int:
        """All points together."""
        return sum(self.points.values())


@dataclass(frozen=True, slots=True)
class Barred:
    """A judge with room whom a rule keeps from an entry that lacks judges."""

    entry: str
    judge: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class Shortage:
    """Entries that together need more sheets than the judges they may have can give.

    ``judges`` are all judges open to them, every one full; ``external_only`` are those of the
    entries for which only one more external judge would do.
    """

    entries: tuple[str, ...]
    judges: tuple[str, ...]
    needed: int
    room: int
    barred: tuple[Barred, ...]
    external_only: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Relaxation:
    """The smallest change of one kind with which every entry gets its judges.

    ``sheets`` is its size: sheets above the caps, conflicts lifted or sheets of new judges.
    """

    remedy: Remedy
    sheets: int
    caps: Mapping[str, int] = field(default_factory=dict)
    """By how much each cap is raised."""
    pairs: tuple[Pair, ...] = ()
    """Declared conflicts to be lifted."""
    judges: int = 0
    """External judges to be added, with an agency that none of the entries has."""
    cap: int = 0
    """The most sheets for one of the added judges."""


@dataclass(frozen=True, slots=True)
class Infeasible:
    """No assignment keeps the rules: who clashes, and what would help, the smallest first."""

    shortages: tuple[Shortage, ...]
    relaxations: tuple[Relaxation, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What to add to the pairs that stand, and what to take from them (only when it must be).

    ``alternatives`` lists for each entry with an added judge the other judges with room for it,
    the most skilled first.
    """

    added: tuple[Pair, ...]
    removed: tuple[Pair, ...]
    loads: Mapping[str, int]
    alternatives: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Closing:
    """The fewest sheets after which every entry has enough.

    ``sheets`` are assigned already, ``new`` are not yet. ``lacking`` gives for each entry that
    those present cannot close how many sheets it lacks still.
    """

    sheets: tuple[Pair, ...]
    new: tuple[Pair, ...]
    loads: Mapping[str, int]
    lacking: Mapping[str, int]
