"""The panel of a rehearsed round: who presides, who waits in reserve, what each judge knows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from award.competitions.models import Round
from award.entries.models import Entry
from award.judging import actions as judging
from award.judging.queries import entries_of_round
from award.judging.states import SeatRole
from award.people.models import User

RESERVE_FROM = 8
"""With fewer judges everyone is needed from the start."""
LANGUAGE = "bahasa Inggris"


def seat(
    round_: Round,
    judges: Sequence[User],
    organiser: User,
    acting_on: Callable[[Entry], User],
) -> None:
    """Seat all judges, who sign the code of conduct, and say what the first entry needs."""
    keys = [each.key for each in round_.edition.categories]
    for n, judge in enumerate(judges):
        judging.seat(
            round_=round_,
            judge=judge,
            role=_role(n, len(judges)),
            categories=sorted({keys[n % len(keys)], keys[(n + 1) % len(keys)]}),
            expertise="" if n else LANGUAGE,
            actor=organiser,
        )
        judging.sign_conduct(edition=round_.edition, actor=judge)
    for entry in entries_of_round(round_.id)[:1]:
        judging.wish(round_=round_, entry=entry, wishes=LANGUAGE, actor=acting_on(entry))


def _role(n: int, judges: int) -> SeatRole:
    if n == 0:
        return SeatRole.CHAIR
    # Not the last: a demonstration has that one lenient, for the pages about fairness to show.
    return SeatRole.RESERVE if judges >= RESERVE_FROM and n == judges - 2 else SeatRole.MEMBER
