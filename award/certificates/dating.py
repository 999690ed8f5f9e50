"""On which day an edition hands its certificates over, and how they are dated unless somebody
chooses otherwise."""

from __future__ import annotations

from datetime import date

from award.certificates.models_ceremony import Ceremony
from award.competitions.models import Edition
from award.core import clock
from award.core.db import db

PHASE = "penganugerahan"
"""The award ceremony in an edition's calendar."""


def calendar_day(edition: Edition) -> date | None:
    """When the calendar lets the ceremony begin, if it has one."""
    phase = edition.phase(PHASE)
    return phase.starts if phase is not None else None


def likely_date(edition: Edition) -> date:
    """The day of the ceremony as planned, else by the calendar, else today; never before the
    decree."""
    planned = db.session.get(Ceremony, edition.id)
    starts = planned.starts_at if planned is not None else None
    handed = starts.astimezone(clock.WITA).date() if starts else calendar_day(edition)
    return max(filter(None, (handed or clock.today(), edition.decree_date)))
