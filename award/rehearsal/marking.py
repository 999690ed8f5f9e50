"""How rehearsed judges mark: near an entry's quality, each with a temper of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from award.judging.actions.sheets import Given
from award.judging.models import Assignment

USUAL = (-1, 0, 0, 0, 1)
"""Steps of the scale that a judge is away from an entry's quality, all as likely."""
QUALITIES = (2, 3, 3, 4, 4, 5)
REASON = "Bukti dalam proposal mendukung tingkat ini."


def marks(
    assignment: Assignment,
    chance: Random,
    tempers: Mapping[int, Sequence[int]],
    alike: Mapping[int, int],
) -> Given:
    """A mark for every criterion; ``tempers`` by judge, ``alike`` as in :class:`Season`."""
    entry_id, own = assignment.entry_id, tempers.get(assignment.judge_id, USUAL)
    found = {}
    for criterion in assignment.round.criteria:
        seed = f"{alike.get(entry_id, entry_id)}/{criterion.key}"
        away = 0 if entry_id in alike else chance.choice(own)
        level = min(5, max(1, Random(seed).choice(QUALITIES) + away))
        found[criterion.key] = (level, REASON)
    return found
