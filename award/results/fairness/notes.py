"""What could not be computed, or only with a warning; ``results.words_fairness`` says it."""

from dataclasses import dataclass
from enum import StrEnum


class Note(StrEnum):
    """Why a number is missing or weak."""

    ALL_ALIKE = "all_alike"
    DISCONNECTED = "disconnected"
    FEW_MARKS = "few_marks"
    INCOMPLETE_CROSS = "incomplete_cross"
    NO_JUDGE_DIFFERENCE = "no_judge_difference"
    NO_OVERLAP = "no_overlap"
    THIN = "thin"
    UNEQUAL_JUDGES = "unequal_judges"
    UNFINISHED = "unfinished"


@dataclass(frozen=True, slots=True)
class Remark:
    """A note with the number it speaks of and, for a criterion or an entry, what it is about."""

    note: Note
    number: int | None = None
    about: str | None = None
