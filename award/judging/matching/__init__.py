"""Who judges what: plain facts in, pairs out. Knows neither the web nor the database.

Hard rules, kept in every answer: each entry has exactly its number of judges, no judge above the
cap, none with an own agency's or a forbidden entry, at least so many external judges for each
entry and only external ones for the organiser's own. When they cannot all hold, the answer is
an ``Infeasible`` that names who clashes and what would help; entries are never left short.

Solvers are imported where they are called: the web server reads these names and must not carry
NumPy, SciPy and OR-tools in every process.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from award.judging.matching.terms import (
    FULL,
    Assignment,
    Barred,
    Change,
    Closing,
    Entry,
    Infeasible,
    Judge,
    Objective,
    Pair,
    Relaxation,
    Remedy,
    Request,
    Rule,
    Shortage,
)

__all__ = [
    "FULL",
    "Assignment",
    "Barred",
    "Change",
    "Closing",
    "Entry",
    "Infeasible",
    "Judge",
    "Objective",
    "Pair",
    "Relaxation",
    "Remedy",
    "Request",
    "Rule",
    "Shortage",
    "replacements",
    "smallest_closing_set",
    "solve",
]


def solve(request: Request, objective: Objective = Objective.FAIR) -> Assignment | Infeasible:
    """The best assignment, the same for equal requests whatever their order."""
    from award.judging.matching import solver

    return solver.solve(request, objective)


def replacements(
    request: Request,
    pairs: Collection[Pair],
    *,
    gone: Collection[str] = (),
    barred: Collection[Pair] = (),
    finished: Collection[Pair] = (),
) -> Change | Infeasible:
    """The smallest change after judges are ``gone`` or pairs ``barred``.

    The other ``pairs`` stand. Only when there is no room otherwise does one of them move, never a
    ``finished`` one. Judges and pairs that ``request`` no longer has or allows count as gone.
    """
    from award.judging.matching import repair

    left = replace(
        request,
        judges=[judge for judge in request.judges if judge.key not in gone],
        forbidden={*request.forbidden, *barred},
    )
    return repair.replacements(left, pairs, finished)


def smallest_closing_set(
    request: Request,
    pairs: Collection[Pair],
    *,
    finished: Collection[Pair],
    present: Collection[str],
    minimum: int,
) -> Closing:
    """The fewest sheets with which every entry has ``minimum`` finished ones today.

    Sheets already assigned come first, and the work is even among those ``present``. The rule of
    external judges holds over finished and chosen sheets together; caps do not, on the day.
    """
    from award.judging.matching import repair

    return repair.closing_set(request, pairs, finished, present, minimum)
