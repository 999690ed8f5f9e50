"""Advice beside the official numbers: severity, agreement, robustness, judge reports.

Arrays in, floats out. Nothing here decides: scores and ranks that count are those of
``judging.scoring`` and ``results.ranking``.
"""

from award.results.fairness.agreement import Agreement, Verdict, agreement, alpha, icc, kendall_w
from award.results.fairness.judges import JudgeReport, judge_reports
from award.results.fairness.noise import intervals
from award.results.fairness.notes import Note, Remark
from award.results.fairness.reml import Components, components
from award.results.fairness.robustness import Card, Line, Robustness, Shift, robustness
from award.results.fairness.severity import Severity, severity, z_scores
from award.results.fairness.sheets import Sheets, places_of

__all__ = [
    "Agreement",
    "Card",
    "Components",
    "JudgeReport",
    "Line",
    "Note",
    "Remark",
    "Robustness",
    "Severity",
    "Sheets",
    "Shift",
    "Verdict",
    "agreement",
    "alpha",
    "components",
    "icc",
    "intervals",
    "judge_reports",
    "kendall_w",
    "places_of",
    "robustness",
    "severity",
    "z_scores",
]
