"""What ``results.words_fairness`` says: verdicts, and what could not be computed or only weakly."""

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


class Verdict(StrEnum):
    """What interval alpha says in one word; ``results.words_fairness`` makes it a sentence."""

    AGREE = "agree"
    ROUGHLY = "roughly"
    DISAGREE = "disagree"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Remark:
    """A note with the number it speaks of and, for a criterion or an entry, what it is about."""

    note: Note
    number: int | None = None
    about: str | None = None
