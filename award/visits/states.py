"""States of a visit, of its checklist and of a matter before the plenary."""

from enum import StrEnum

from award.core.workflow import Workflow, move


class VisitState(StrEnum):
    """A cancelled visit can be planned anew."""

    PLANNED = "planned"
    CANCELLED = "cancelled"


class ChecklistState(StrEnum):
    """Only a finished checklist gives the entry a level."""

    OPEN = "open"
    FINISHED = "finished"


class ReferralState(StrEnum):
    """A matter is withdrawn when the check that raised it is taken up again."""

    OPEN = "open"
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"


class Settlement(StrEnum):
    """What the plenary says of an entry whose impact claim was disproved."""

    KEEP = "keep"
    DISQUALIFY = "disqualify"


class TimeSource(StrEnum):
    """Who says when a photo was taken: the camera, the phone that sent it, or we on receipt."""

    CAMERA = "camera"
    PHONE = "phone"
    RECEIPT = "receipt"


VISIT = Workflow[VisitState](
    {
        "move": move({VisitState.PLANNED}, VisitState.PLANNED),
        "cancel": move({VisitState.PLANNED}, VisitState.CANCELLED),
        "renew": move({VisitState.CANCELLED}, VisitState.PLANNED),
    }
)

CHECKLIST = Workflow[ChecklistState](
    {
        "finish": move({ChecklistState.OPEN}, ChecklistState.FINISHED),
        "reopen": move({ChecklistState.FINISHED}, ChecklistState.OPEN),
    }
)

REFERRAL = Workflow[ReferralState](
    {
        "settle": move({ReferralState.OPEN, ReferralState.SETTLED}, ReferralState.SETTLED),
        "withdraw": move({ReferralState.OPEN}, ReferralState.WITHDRAWN),
        "renew": move({ReferralState.WITHDRAWN}, ReferralState.OPEN),
    }
)
