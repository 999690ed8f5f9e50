"""Judges who have practised on sample entries, and some who still have to."""

from __future__ import annotations

from collections.abc import Sequence

from award.competitions.models import Round
from award.judging.actions.calibration import close_calibration, save_sample, start_calibration
from award.judging.models_calibration import Calibration, Sample
from award.judging.queries.calibration import practice_for
from award.people.models import User

QUALITY = (5, 3, 1)
"""What most would give to each sample."""
BENDS = (0, -1, 1, 0)
"""How far one judge after the other departs from it."""


def practised(round_: Round, judges: Sequence[User], organiser: User) -> None:
    """Every judge has scored every sample, and each sees how strict they were."""
    calibration = begun(round_, organiser)
    for n, judge in enumerate(judges):
        for sample in calibration.samples:
            _score(sample, judge, BENDS[n % len(BENDS)])
    close_calibration(calibration=calibration, actor=organiser)


def begun(round_: Round, organiser: User) -> Calibration:
    """The samples wait for their judges."""
    return start_calibration(round_=round_, actor=organiser)


def _score(sample: Sample, judge: User, bend: int) -> None:
    practice = practice_for(judge, sample.id)
    if practice is None:
        return
    round_ = sample.calibration.round
    level = min(round_.scale_max, max(round_.scale_min, QUALITY[sample.position] + bend))
    marks = {each.key: (level, "Sesuai uraian tingkat ini.") for each in round_.criteria}
    save_sample(practice=practice, marks=marks, comment="", version=0, finish=True, actor=judge)
