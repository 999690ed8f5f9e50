"""What a rehearsed season is tried with: judges who leave, equals, second looks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from award.competitions.models import Round
from award.core.access import can
from award.entries.models import Entry
from award.entries.states import EntryState
from award.judging import actions as judging
from award.judging.models import Assignment, ScoreSheet
from award.judging.queries.discussion import panel_for
from award.judging.queries.panel import assignments_of, entry_row
from award.judging.queries.walls import sitting
from award.judging.rules import is_external
from award.judging.states import ConflictKind, Ending
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


def absent(
    round_: Round,
    judges: Iterable[User],
    able: Callable[[Entry], Sequence[User]],
    acting_on: Callable[[Entry], User],
) -> Assignment | None:
    """A judge does not come for one entry that somebody else can score."""
    for judge in judges:
        for each in assignments_of(round_, judge):
            row = entry_row(round_, each.entry_id)
            seated = {one.judge_id for one in row.assignments} if row else set()
            free = [one for one in able(each.entry) if one.id not in seated]
            if each.sheet is None and any(is_external(one) for one in free):
                judging.unassign(
                    assignment=each,
                    reason="Berhalangan hadir.",
                    ending=Ending.NO_SHOW,
                    actor=acting_on(each.entry),
                )
                return each
    return None


def changed(round_: Round, judges: Iterable[User], kept: Collection[int]) -> None:
    """One judge compares with the others and changes a mark; never of the entries ``kept``."""
    for judge in judges:
        for each in assignments_of(round_, judge):
            found = panel_for(judge, each.id)
            if found is None or each.entry_id in kept or each.sheet is None or each.sheet.on_paper:
                continue
            if can("sheet:discuss", found, judge):
                sheet = judging.start_comparing(assignment=found.assignment, actor=judge)
                _changed_by_one(found.assignment, sheet, judge)
                return


def _changed_by_one(assignment: Assignment, sheet: ScoreSheet, judge: User) -> None:
    criterion = next(each for each in assignment.round.criteria if not each.source)
    mark = next(each for each in sheet.marks if each.criterion_id == criterion.id)
    level = mark.level or assignment.round.scale_min
    judging.change_mark(
        assignment=assignment,
        criterion_key=criterion.key,
        level=level - 1 if level > assignment.round.scale_min else level + 1,
        reason="Juri lain menunjukkan bukti yang saya lewatkan.",
        version=sheet.version,
        actor=judge,
    )
