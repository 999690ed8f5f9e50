"""A judge's work as the desk shows it: round by round, what is left first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from award.competitions.models import Round
from award.competitions.states import RoundState
from award.core.clock import end_of
from award.entries.visibility import Seen
from award.judging.models import Assignment
from award.judging.pace import minutes_left
from award.judging.rules import has_signed, state_of
from award.judging.states import SheetState


@dataclass(frozen=True)
class RoundDesk:
    """One round on a judge's desk."""

    round: Round
    assignments: Sequence[Assignment]
    shown: Sequence[Assignment] = ()
    """Those that were searched for, in the order asked for."""

    @property
    def open(self) -> bool:
        """Whether sheets can be written."""
        return self.round.state == RoundState.OPEN

    @property
    def signed(self) -> bool:
        """Whether the judge has signed the code of conduct: nothing opens before."""
        return all(has_signed(each) for each in self.assignments[:1])

    @property
    def counted(self) -> Sequence[Assignment]:
        """Sheets of entries that are in the competition."""
        return [each for each in self.assignments if not each.excluded]

    @property
    def finished(self) -> int:
        """Sheets that count."""
        return sum(state_of(each) == SheetState.FINISHED for each in self.counted)

    @property
    def next(self) -> Assignment | None:
        """The sheet to go on with: one already begun, else the first that is not finished."""
        left = [each for each in self.counted if state_of(each) != SheetState.FINISHED]
        return next((each for each in left if each.sheet), left[0] if left else None)

    @property
    def minutes_left(self) -> int | None:
        """Minutes for the sheets that are left at the judge's own pace; ``None``: not known."""
        times = [each.sheet.finished_at for each in self.assignments if each.sheet]
        return minutes_left(filter(None, times), len(self.counted) - self.finished)

    @property
    def due(self) -> datetime | None:
        """When the calendar ends the round."""
        return due(self.round)


def desk(
    assignments: Sequence[Assignment], seen: Mapping[int, Seen], sought: str = "", order: str = ""
) -> list[RoundDesk]:
    """Assignments in the order of their rounds, put together by round; open rounds first.

    Words are sought, and lists put in order, in what the judge may see and in nothing else.
    """
    together = [
        (round_, list(own)) for round_, own in groupby(assignments, lambda each: each.round)
    ]
    rounds = [RoundDesk(round_, own, _shown(own, seen, sought, order)) for round_, own in together]
    return sorted(rounds, key=lambda each: not each.open)


def _shown(
    own: list[Assignment], seen: Mapping[int, Seen], sought: str, order: str
) -> list[Assignment]:
    found = [each for each in own if seen[each.id].matches(sought)]
    if order == "state":
        return sorted(found, key=lambda each: (state_of(each) != SheetState.OPEN, bool(each.sheet)))
    if order in ("title", "entrant"):
        return sorted(found, key=lambda each: seen[each.id].order_by(order))
    return found


def due(round_: Round) -> datetime | None:
    """When the edition's calendar ends the round: its phase of the same key."""
    phase = round_.edition.phase(round_.key)
    return None if phase is None else end_of(phase.ends, phase.closes_at)
