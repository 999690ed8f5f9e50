"""What a rehearsal does where judges are far apart: one extra judge, then the plenary."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from award.competitions.models import Round
from award.entries.models import Entry
from award.judging import actions as judging
from award.judging.models import Assignment
from award.judging.queries import discrepancies, panel
from award.people.models import User

FOUND = "Pleno membahas bukti bersama semua juri dan menerima nilai masing-masing."


def call_judge(
    round_: Round,
    able: Callable[[Entry], Sequence[User]],
    acting_on: Callable[[Entry], User],
) -> Iterator[Assignment]:
    """An extra judge for the first such entry, when one is free: the sheet still to be scored."""
    for found in discrepancies.unsettled(round_)[:1]:
        free = [each for each in able(found.entry) if str(each.id) not in found.before]
        for judge in free[:1]:
            judging.call_judge(found=found, judge=judge, actor=acting_on(found.entry))
            made = panel.assignment_of(round_.id, found.entry_id, judge.id)
            if made is not None:
                yield made


def settle(round_: Round, acting_on: Callable[[Entry], User]) -> None:
    """The plenary speaks about every other one."""
    for found in discrepancies.unsettled(round_):
        judging.settle_in_plenary(found=found, remark=FOUND, actor=acting_on(found.entry))
