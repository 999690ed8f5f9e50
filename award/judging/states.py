"""States of a score sheet and the moves between them; kinds of seats, conflicts and endings."""

from enum import StrEnum

from award.core.workflow import Workflow, move


class SheetState(StrEnum):
    """Only finished sheets count."""

    OPEN = "open"
    FINISHED = "finished"


SHEET = Workflow[SheetState](
    {
        "save": move({SheetState.OPEN}, SheetState.OPEN),
        "finish": move({SheetState.OPEN}, SheetState.FINISHED),
        "reopen": move({SheetState.FINISHED}, SheetState.OPEN),
    }
)


class SeatRole(StrEnum):
    """A judge's place in the panel of a round. Reserve judges step in for others."""

    CHAIR = "chair"
    MEMBER = "member"
    RESERVE = "reserve"


class ConflictKind(StrEnum):
    """What binds a person to an entry or to an agency besides working there."""

    INVENTOR = "inventor"
    COACH = "coach"
    FAMILY = "family"
    SUPERVISOR = "supervisor"
    OTHER = "other"


HARD = frozenset(ConflictKind) - {ConflictKind.OTHER}
"""Kinds that no organiser may overlook: the database itself refuses the assignment."""


class Ending(StrEnum):
    """Why a judge no longer has a sheet."""

    RECUSED = "recused"
    NO_SHOW = "no_show"
    RELEASED = "released"


class Way(StrEnum):
    """How a discrepancy between judges is settled."""

    EXTRA_JUDGE = "extra_judge"
    PLENARY = "plenary"
    JUDGE_LEFT = "judge_left"
    """A judge was released or recused, and the others are close."""
