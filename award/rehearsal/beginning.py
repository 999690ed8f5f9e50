"""The first act of a season: its edition, open and with nobody in it yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from award.competitions import actions as competitions
from award.competitions import blueprint as bp
from award.core import clock
from award.people.models import User
from award.rehearsal.agencies import Agencies
from award.rehearsal.season import Progress, Season, commit, silent


def begin(
    *,
    blueprint: bp.Blueprint,
    year: int,
    organiser: User,
    screener: User,
    judges: Sequence[User],
    progress: Progress = silent,
    settle: Callable[[], None] = commit,
) -> Season:
    """Create and open the edition of a season, before its first phase."""
    first = min(item.starts for item in blueprint.calendar)
    with clock.at(clock.wita(first, 8)):
        edition = competitions.create_edition(blueprint=blueprint, year=year, actor=organiser)
        competitions.open_edition(edition=edition, actor=organiser)
        settle()
    return Season(
        edition=edition,
        agencies=Agencies(edition),
        organiser=organiser,
        screener=screener,
        judges=judges,
        chance=Random(year),
        progress=progress,
        settle=settle,
    )
