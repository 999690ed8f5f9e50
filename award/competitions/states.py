"""States of editions and rounds, and the moves between them."""

from enum import StrEnum

from award.core.workflow import Workflow, move


class EditionState(StrEnum):
    """Results become visible to others only in ``PUBLISHED``."""

    DRAFT = "draft"
    OPEN = "open"
    FROZEN = "frozen"
    PUBLISHED = "published"


class RoundState(StrEnum):
    """A scoring round; score sheets can be written only in ``OPEN``."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    DECIDED = "decided"


class RoundKind(StrEnum):
    """A round either screens entries or has judges score them."""

    SCREENING = "screening"
    SCORING = "scoring"


E = EditionState
EDITION = Workflow[EditionState](
    {
        "open": move({E.DRAFT}, E.OPEN),
        "freeze": move({E.OPEN}, E.FROZEN),
        "unfreeze": move({E.FROZEN}, E.OPEN),
        "publish": move({E.FROZEN}, E.PUBLISHED),
    }
)

R = RoundState
ROUND = Workflow[RoundState](
    {
        "open": move({R.DRAFT}, R.OPEN),
        "close": move({R.OPEN}, R.CLOSED),
        "reopen": move({R.CLOSED}, R.OPEN),
        "decide": move({R.CLOSED}, R.DECIDED),
        "undecide": move({R.DECIDED}, R.CLOSED),
    }
)
