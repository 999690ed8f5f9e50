"""States of a proposal and the moves between them."""

from enum import StrEnum

from award.core.workflow import Workflow, move


class ApprovalState(StrEnum):
    """A proposal is open once; whatever ends it is final."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


A = ApprovalState
APPROVAL = Workflow[ApprovalState](
    {
        "confirm": move({A.OPEN}, A.CONFIRMED),
        "decline": move({A.OPEN}, A.DECLINED),
        "withdraw": move({A.OPEN}, A.WITHDRAWN),
        "lapse": move({A.OPEN}, A.LAPSED),
    }
)
