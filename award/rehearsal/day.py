"""Presentation day in a rehearsal: the order is announced, and one judge writes on paper."""

from __future__ import annotations

from collections.abc import Sequence

from award.competitions.models import Round
from award.core import clock
from award.judging import actions
from award.judging.actions.sheets import Given
from award.judging.models import Assignment
from award.judging.queries.walls import why_barred
from award.judging.timetable import Hours
from award.people.models import User

LOT = "2711"


def present(round_: Round, organiser: User) -> None:
    """Give every entry of a round its time and tell the agencies."""
    phase = round_.edition.phase(round_.key)
    hours = Hours(
        phase.starts if phase else clock.today(),
        talk=round_.talk_minutes or 0,
        questions=round_.question_minutes or 0,
    )
    order = actions.make_order(
        round_=round_, hours=hours, lot=LOT, open_to_all=True, actor=organiser
    )
    actions.announce_order(order=order, actor=organiser)


def typed(assignment: Assignment, marks: Given, typists: Sequence[User]) -> bool:
    """Have a sheet typed from paper twice; not where a typist is bound to the entry."""
    if any(why_barred(each, assignment.entry) is not None for each in typists):
        return False
    for each in typists:
        actions.key_sheet(assignment=assignment, marks=marks, comment="", actor=each)
    return True
