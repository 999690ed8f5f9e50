"""States of an entry and the moves between them."""

from enum import StrEnum

from award.core.workflow import Workflow, move


class EntryState(StrEnum):
    """From an agency's draft to the end of screening; what judges decide stands in results."""

    DRAFT = "draft"
    AWAITING_SIGNOFF = "awaiting_signoff"
    SUBMITTED = "submitted"
    CORRECTION = "correction"
    PASSED = "passed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class ScreeningOutcome(StrEnum):
    """What the secretariat may decide."""

    PASS = "pass"  # noqa: S105 - not a password
    RETURN = "return"
    REJECT = "reject"


class CopyFinding(StrEnum):
    """What was found in a document when it was made fit for a blind round."""

    CLEAN = "clean"
    NAMED = "named"
    """Its text names the entrant."""
    WORDLESS = "wordless"
    """A picture or a scan: there is no text in which to look for names."""
    UNCLEAN = "unclean"
    """It is locked, broken or of a kind that cannot be cleaned."""


S = EntryState
ENTRY = Workflow[EntryState](
    {
        "send": move({S.DRAFT, S.CORRECTION}, S.AWAITING_SIGNOFF),
        "hand_back": move({S.AWAITING_SIGNOFF}, S.DRAFT),
        "hand_back_correction": move({S.AWAITING_SIGNOFF}, S.CORRECTION),
        "sign": move({S.AWAITING_SIGNOFF}, S.SUBMITTED),
        "pass": move({S.SUBMITTED}, S.PASSED),
        "return": move({S.SUBMITTED}, S.CORRECTION),
        # A correction whose date has passed can only be rejected, wherever it got stuck.
        "reject": move({S.SUBMITTED, S.CORRECTION, S.AWAITING_SIGNOFF}, S.REJECTED),
        "withdraw": move({S.DRAFT, S.AWAITING_SIGNOFF, S.CORRECTION, S.SUBMITTED}, S.WITHDRAWN),
        "reopen": move({S.WITHDRAWN}, S.DRAFT),
        "reopen_correction": move({S.WITHDRAWN}, S.CORRECTION),
    }
)

WRITABLE = frozenset({S.DRAFT, S.CORRECTION})
