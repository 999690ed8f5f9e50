"""Practice on sample entries: starting, scoring, closing. None of it counts in any result."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from award.competitions.models import Round
from award.core import clock, ledger
from award.core.access import ensure
from award.core.db import db
from award.core.problems import Invalid, Stale
from award.judging.actions.sheets import Given, missing, tidied
from award.judging.models_calibration import Calibration, Sample, SampleSheet
from award.judging.queries import calibration as queries
from award.judging.queries.calibration import Practice
from award.judging.queries.counting import weighed
from award.judging.samples import samples_for
from award.judging.scoring import sheet_total
from award.judging.states import SheetState
from award.people.models import User


def start_calibration(*, round_: Round, actor: User) -> Calibration:
    """Give the judges of the round the samples of its preset. Safe to repeat.

    Raises ``Invalid`` when no sample answers a question of the edition's form.
    """
    ensure("calibration:start", round_, actor)
    if (standing := queries.calibration_of(round_)) is not None:
        return standing
    made = Calibration(
        round=round_,
        opened_at=clock.now(),
        opened_by_id=actor.id,
        samples=_samples(round_),
    )
    db.session.add(made)
    db.session.flush()
    _record("calibration.started", made, actor, samples=[each.title for each in made.samples])
    return made


def _samples(round_: Round) -> list[Sample]:
    asked = {section.key for section in round_.edition.form}
    found = [
        Sample(position=n, title=each.title, texts=answers)
        for n, each in enumerate(samples_for(round_.edition.preset))
        if (answers := {key: text for key, text in each.texts.items() if key in asked})
    ]
    if not found:
        raise Invalid(_l("Belum ada usulan contoh untuk formulir edisi ini."))
    return found


def close_calibration(*, calibration: Calibration, actor: User) -> None:
    """End it: nothing more is scored, and every judge sees how they stand."""
    ensure("calibration:close", calibration, actor)
    calibration.closed_at = clock.now()
    db.session.flush()
    totals = queries.totals(calibration)
    _record("calibration.closed", calibration, actor, sheets=sum(map(len, totals.values())))


def save_sample(
    *,
    practice: Practice,
    marks: Given,
    comment: str,
    version: int,
    finish: bool,
    actor: User,
) -> SampleSheet:
    """Keep a judge's marks for a sample; ``finish`` ends it.

    Saving the same content again changes nothing. Raises ``Invalid`` as for a real sheet,
    ``Stale`` when it was saved elsewhere meanwhile, ``Refused`` once it is finished or the
    calibration is closed.
    """
    practice, round_ = queries.held(practice, actor), practice.sample.calibration.round
    given, kept = tidied(round_, marks, comment), practice.sheet
    changed = kept is None or not _same(kept, given, comment)
    if kept is not None and practice.finished and not changed:
        return kept
    ensure("calibration:score", practice, actor)
    sheet = kept or SampleSheet(
        sample_id=practice.sample.id, judge_id=actor.id, state=SheetState.OPEN, version=0
    )
    if changed and sheet.version != version:
        raise Stale(_l("Lembar ini sudah tersimpan dari tempat lain."))
    if finish and (lacking := missing(round_, given)):
        raise Invalid(_l("Lembar ini belum dapat diselesaikan."), lacking)
    if changed:
        _write(sheet, round_, given, comment)
    if finish:
        sheet.state, sheet.finished_at = SheetState.FINISHED, clock.now()
    db.session.add(sheet)
    db.session.flush()
    if finish:
        _record("calibration.scored", practice.sample.calibration, actor, sample=sheet.sample_id)
    return sheet


def _same(sheet: SampleSheet, given: Given, comment: str) -> bool:
    kept = {key: (level, reason) for key, (level, reason) in sheet.marks.items()}
    return kept == dict(given) and sheet.comment == comment.strip()


def _write(sheet: SampleSheet, round_: Round, given: Given, comment: str) -> None:
    sheet.marks = {key: [level, reason] for key, (level, reason) in given.items()}
    sheet.comment = comment.strip()
    sheet.total = sheet_total({key: level for key, (level, _r) in given.items()}, weighed(round_))
    sheet.version += 1
    sheet.saved_at = clock.now()


def _record(action: str, calibration: Calibration, actor: User, **content: object) -> None:
    ledger.record(
        action,
        calibration,
        actor=actor,
        edition_id=calibration.round.edition_id,
        round_id=calibration.round_id,
        **content,
    )
