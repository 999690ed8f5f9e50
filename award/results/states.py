"""What a decision says of an entry."""

from enum import StrEnum

from award.core.workflow import Workflow, move


class Outcome(StrEnum):
    """In a round an entry goes on or not; in the end it wins, is a finalist, or takes part."""

    ADVANCES = "advances"
    STAYS = "stays"
    WINNER = "winner"
    FINALIST = "finalist"
    PARTICIPANT = "participant"


WINNING_PLACES = ("juara_1", "juara_2", "juara_3", "harapan_1", "harapan_2", "harapan_3")


class SnapshotKind(StrEnum):
    """The result as agencies first heard it, as objections left it, and as it was made public."""

    PROVISIONAL = "provisional"
    OBJECTIONS = "objections"
    FINAL = "final"


class PaperKind(StrEnum):
    """What is printed of a snapshot."""

    MINUTES = "minutes"
    ANNEX = "annex"
    WORKBOOK = "workbook"
    TABLE = "table"


class ObjectionState(StrEnum):
    """An objection waits until the organiser has answered it, once."""

    OPEN = "open"
    UPHELD = "upheld"
    REJECTED = "rejected"


S = ObjectionState
OBJECTION = Workflow[ObjectionState](
    {
        "uphold": move({S.OPEN}, S.UPHELD),
        "reject": move({S.OPEN}, S.REJECTED),
    }
)
