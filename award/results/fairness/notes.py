"""What ``results.words_fairness`` says: agreement, and what could not be computed or only weakly.

Apart from the sums behind it, so that pages that read kept advice load no NumPy.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

RELIABLE, TENTATIVE = 0.8, 2 / 3
"""Krippendorff's customary limits for alpha (2004, Content Analysis, 2nd ed., p. 241)."""


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


@dataclass(frozen=True, slots=True)
class Agreement:
    """Every measure of one criterion or of the total; ``None`` where undefined, with a remark."""

    alpha_interval: float | None
    alpha_ordinal: float | None
    icc: Mapping[str, float | None]
    kendall_w: float | None
    remarks: tuple[Remark, ...]

    @property
    def verdict(self) -> Verdict:
        """Of interval alpha: from 0.8 judges agree, from 2/3 roughly."""
        if self.alpha_interval is None:
            return Verdict.UNKNOWN
        if self.alpha_interval >= RELIABLE:
            return Verdict.AGREE
        return Verdict.ROUGHLY if self.alpha_interval >= TENTATIVE else Verdict.DISAGREE
