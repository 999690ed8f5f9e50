"""What the worker does: compute advice that would keep a page waiting."""

from __future__ import annotations

from datetime import timedelta

from award.core import clock
from award.core.db import db
from award.core.jobs import sweep
from award.results import queries
from award.results.actions.advising import keep_advice
from award.results.queries import advice, kept

RENEWED_AFTER = timedelta(minutes=30)
"""Advice about a round in which judges still score."""


@sweep
def refresh_advice() -> None:
    """Compute what is missing or of other marks, committed one by one."""
    for edition in kept.editions_with_advice():
        for due in kept.outdated(edition, clock.now() - RENEWED_AFTER):
            _compute(due)
            db.session.commit()


def _compute(due: kept.Due) -> None:
    if due.round is None:
        lists = queries.final_standings(due.edition)
        found = advice.compute_winners(due.edition, lists)
        keep_advice(edition=due.edition, round_=None, fingerprint=due.fingerprint, found=found)
    else:
        lists = queries.round_standings(due.round, parts=False)
        told = advice.compute_round(due.round, lists)
        keep_advice(edition=due.edition, round_=due.round, fingerprint=due.fingerprint, found=told)
