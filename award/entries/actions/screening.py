"""What the organiser decides on a submission."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from flask_babel import lazy_gettext as _l

from award.competitions.queries import holidays
from award.core import clock, ledger
from award.core.access import ensure
from award.core.db import db
from award.core.problems import Invalid
from award.entries import queries_signing as queries
from award.entries.actions import letters
from award.entries.actions.holding import hold, required, same
from award.entries.models import Entry, Screening
from award.entries.rules_screening import outcomes
from award.entries.states import ENTRY, ScreeningOutcome
from award.people.models import User

NOTE_LIMIT = 2000


def screen(
    *,
    entry: Entry,
    outcome: ScreeningOutcome,
    reasons: Collection[str],
    note: str,
    actor: User,
    version: int | None = None,
) -> Screening:
    """Pass the entry, return it once for correction, or reject it with coded reasons.

    A return needs a note and a rejection at least one of the edition's reasons; the staff are told
    by mail. Raises ``Stale`` when another ``version`` of the entry was read.
    """
    hold(entry)
    same(entry, version)
    ensure("entry:screen", entry, actor)
    screening = Screening(
        entry_id=entry.id,
        submission_id=queries.submissions(entry)[0].id,
        outcome=_possible(entry, outcome),
        reasons=_known(entry, outcome, reasons),
        note=_note(outcome, note),
        due=_due(entry) if outcome is ScreeningOutcome.RETURN else None,
        by_id=actor.id,
        at=clock.now(),
    )
    _settle(entry, screening, actor)
    return screening


def _settle(entry: Entry, screening: Screening, actor: User) -> None:
    db.session.add(screening)
    entry.state = ENTRY.after(screening.outcome, entry.state)
    if screening.due is not None:
        entry.correction_due = clock.end_of(screening.due)
    db.session.flush()
    ledger.record(
        "entry.screened",
        entry,
        actor=actor,
        edition_id=entry.edition_id,
        outcome=screening.outcome,
        category=entry.category_id,
        reasons=screening.reasons,
        note=screening.note,
        due=screening.due,
    )
    letters.screened(entry, screening.outcome, screening.reasons, screening.note)


def _possible(entry: Entry, outcome: ScreeningOutcome) -> ScreeningOutcome:
    if outcome in outcomes(entry):
        return outcome
    if outcome is ScreeningOutcome.RETURN:
        sentence = _l("Usulan ini sudah pernah dikembalikan; perbaikan hanya diberikan satu kali.")
    else:
        sentence = _l("Masa perbaikan usulan ini sudah lewat; usulan hanya dapat ditolak.")
    raise Invalid(sentence, {"outcome": sentence})


def _known(entry: Entry, outcome: ScreeningOutcome, reasons: Collection[str]) -> list[str]:
    if outcome is ScreeningOutcome.PASS:
        return []
    codes = [each.key for each in entry.edition.reasons]
    if any(key not in codes for key in reasons):
        sentence = _l("Ada alasan yang tidak dikenal pada edisi ini.")
        raise Invalid(sentence, {"reasons": sentence})
    if outcome is ScreeningOutcome.REJECT and not reasons:
        sentence = _l("Pilih paling sedikit satu alasan.")
        raise Invalid(sentence, {"reasons": sentence})
    return [key for key in codes if key in reasons]


def _note(outcome: ScreeningOutcome, note: str) -> str:
    if outcome is ScreeningOutcome.RETURN or note.strip():
        ask = _l("Tulis catatan agar pengusul tahu apa yang diperbaiki.")
        return required("note", note, ask, NOTE_LIMIT)
    return ""


def _due(entry: Entry) -> date:
    days = entry.edition.settings.correction_working_days
    return clock.add_working_days(clock.today(), days, holidays())
