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
    """A scoring round; score sheets can be written only in ``OPEN``.

    ``CLOSED`` can be opened again by one organiser, ``LOCKED`` only by two: from there on the
    database too lets nobody write sheets, marks or assignments (see :data:`SEALED`).
    """

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    LOCKED = "locked"
    DECIDED = "decided"
    PUBLISHED = "published"


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
        "lock": move({R.CLOSED}, R.LOCKED),
        "unlock": move({R.LOCKED}, R.CLOSED),
        "decide": move({R.LOCKED}, R.DECIDED),
        "undecide": move({R.DECIDED}, R.LOCKED),
        "publish": move({R.DECIDED}, R.PUBLISHED),
    }
)

UNDER_WAY = frozenset({R.DRAFT, R.OPEN})
"""Entries and judges still come in."""
SEALED = frozenset({R.LOCKED, R.DECIDED, R.PUBLISHED})
"""Readable, not writable; the triggers of migration ``locked rounds`` name the same states."""
FINAL = frozenset({R.DECIDED, R.PUBLISHED})
"""The last word on the round has been said."""
