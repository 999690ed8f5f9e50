"""States of a score sheet and the moves between them."""

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
