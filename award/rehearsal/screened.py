"""Screening in a rehearsal: all pass, but one is corrected first and one is rejected."""

from __future__ import annotations

from award.entries.actions.screening import screen
from award.entries.models import Entry
from award.entries.states import ScreeningOutcome
from award.people.models import User

CORRECTED, REJECTED = 2, 5
"""Positions of the entries that are returned for correction and rejected."""


def first_look(entry: Entry, position: int, actor: User) -> None:
    """What becomes of an entry when it is screened for the first time."""
    if position == CORRECTED:
        note = "Lengkapi bukti dampak."
        screen(entry=entry, outcome=ScreeningOutcome.RETURN, reasons=[], note=note, actor=actor)
    elif position == REJECTED:
        screen(
            entry=entry,
            outcome=ScreeningOutcome.REJECT,
            reasons=[entry.edition.reasons[0].key],
            note="Belum satu tahun diterapkan.",
            actor=actor,
        )
    else:
        passed(entry, actor)


def passed(entry: Entry, actor: User) -> None:
    """The entry goes on."""
    screen(entry=entry, outcome=ScreeningOutcome.PASS, reasons=[], note="", actor=actor)
