"""What a rehearsed season is tried with before its result: recusals and a tie."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from award.competitions.models import Round
from award.entries.models import Entry
from award.entries.states import EntryState
from award.judging import actions as judging
from award.judging.models import Assignment
from award.judging.queries.panel import assignments_of
from award.judging.queries.walls import sitting
from award.judging.states import ConflictKind
from award.people.models import User

RECUSALS = 2
"""Judges of a round who find themselves bound to an entry after scoring has begun."""


def twins(entries: Sequence[Entry]) -> dict[int, int]:
    """Two entries of one category that judges find equal, each with the number of the first."""
    first: dict[int | None, Entry] = {}
    for entry in entries:
        if entry.state != EntryState.PASSED:
            continue
        known = first.setdefault(entry.category_id, entry)
        if known is not entry:
            return {known.id: known.id, entry.id: known.id}
    return {}


def recuse(round_: Round, judges: Iterable[User], organiser: User) -> list[Assignment]:
    """Judges declare a conflict with an entry, and others take over what they leave.

    Only what was not decided on earlier sheets of theirs: that would have to be taken back first.
    """
    bound = {found.entry_id: found for each in judges if (found := _newly_bound(round_, each))}
    given = list(bound.values())[:RECUSALS]
    for assignment in given:
        judging.declare(
            person=assignment.judge,
            kind=ConflictKind.COACH,
            entry=assignment.entry,
            note="Pernah mendampingi penyusunan usulan ini.",
            actor=assignment.judge,
        )
    judging.publish_proposal(round_=round_, actor=organiser)
    return given


def _newly_bound(round_: Round, judge: User) -> Assignment | None:
    pile = reversed(assignments_of(round_, judge))
    return next((each for each in pile if len(sitting(judge, each.entry, None)) == 1), None)
