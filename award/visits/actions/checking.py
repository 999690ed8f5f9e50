"""Verdicts on claims, and what the finished checklist means for the score sheets."""

from __future__ import annotations

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from award.core import clock, ledger
from award.core.access import ensure
from award.core.db import db
from award.core.language import number
from award.core.problems import Invalid, Stale
from award.core.text import clean
from award.judging import actions as judging
from award.people.models import User
from award.visits.actions import referrals
from award.visits.models import Claim, Visit
from award.visits.queries.visits import held_claim, held_visit
from award.visits.rules import CLAIMS
from award.visits.scoring import Verdict, part_a
from award.visits.states import CHECKLIST, ChecklistState

LONGEST_NOTE = 2_000
LONGEST_KEY = 64

COUNTED = (
    "Pemeriksaan klaim: {proven} terbukti, {partly} sebagian, {disproved} tidak terbukti, "
    "{unverifiable} tidak dapat diverifikasi; {percent}%."
)
"""The reason beside the level on every sheet, kept as text in the office's language."""


def answer_claim(
    *, claim: Claim, verdict: Verdict | None, note: str, version: int, key: str, actor: User
) -> Claim:
    """Give a verdict with its note; ``version`` is the one that the judge saw.

    The same answer again, or one sent twice under the same ``key``, changes nothing. Raises
    ``Stale`` when a colleague answered meanwhile, ``Invalid`` for a verdict without the reason it
    needs and a note too long, ``Refused`` when the checklist may not be written.
    """
    held_claim(claim)
    said = _note(note)
    if key and claim.answer_key == key:
        return claim
    ensure("claim:answer", claim.visit, actor)
    if verdict == Verdict.UNVERIFIABLE and not said:
        sentence = _l("Tulis mengapa klaim ini tidak dapat diverifikasi.")
        raise Invalid(sentence, {"note": sentence})
    if (claim.verdict, claim.note) == (verdict, said):
        return claim
    if claim.version != version:
        raise Stale(_l("Klaim ini sudah dijawab dari tempat lain."))
    claim.verdict, claim.note, claim.answer_key = verdict, said, key[:LONGEST_KEY]
    claim.answered_at, claim.answered_by_id = clock.now(), actor.id
    claim.version += 1
    db.session.flush()
    _record_answer(claim, actor)
    return claim


def finish_checklist(*, visit: Visit, actor: User) -> Visit:
    """Count part A, set its level on every sheet of the team, and call the plenary if need be.

    A disproved impact claim blocks the decision of the round until the plenary settled it.
    Finishing again changes nothing. Raises ``Invalid`` without claims and while one lacks a
    verdict.
    """
    held_visit(visit)
    if visit.checklist == ChecklistState.FINISHED:
        return visit
    ensure("checklist:finish", visit, actor)
    db.session.refresh(visit, ["claims"])
    counted = part_a([each.verdict for each in visit.claims])
    if counted is None:
        raise Invalid(_l("Semua klaim diperiksa lebih dahulu; sedikitnya satu klaim harus ada."))
    visit.checklist = CHECKLIST.after("finish", visit.checklist)
    visit.percent, visit.level = counted.percent, counted.level
    visit.finished_at, visit.finished_by_id = clock.now(), actor.id
    db.session.flush()
    judging.give_level(
        round_=visit.round,
        entry=visit.entry,
        source=CLAIMS,
        level=counted.level,
        reason=_sentence(visit),
        actor=actor,
    )
    _record("checklist.finished", visit, actor)
    referrals.raise_referrals(visit=visit, actor=actor)
    return visit


def reopen_checklist(*, visit: Visit, actor: User) -> Visit:
    """Take the checklist up again: the level leaves the sheets until it is finished anew.

    Raises ``Refused`` while a sheet of the entry is finished and once the plenary has spoken.
    """
    held_visit(visit)
    ensure("checklist:reopen", visit, actor)
    referrals.withdraw_referrals(visit=visit, actor=actor)
    judging.withdraw_level(round_=visit.round, entry=visit.entry, source=CLAIMS, actor=actor)
    visit.checklist = CHECKLIST.after("reopen", visit.checklist)
    visit.percent = visit.level = visit.finished_at = visit.finished_by_id = None
    db.session.flush()
    _record("checklist.reopened", visit, actor)
    return visit


def _note(note: str) -> str:
    said = clean(note).strip()
    if len(said) > LONGEST_NOTE:
        sentence = _l("Catatan paling panjang %(max)s karakter.", max=LONGEST_NOTE)
        raise Invalid(sentence, {"note": sentence})
    return said


def _sentence(visit: Visit) -> str:
    verdicts = [each.verdict for each in visit.claims]
    counts = {each.value: verdicts.count(each) for each in Verdict}
    with force_locale("id"):
        return COUNTED.format(percent=number(visit.percent), **counts)


def _record_answer(claim: Claim, actor: User) -> None:
    ledger.record(
        "claim.answered",
        claim,
        actor=actor,
        edition_id=claim.visit.round.edition_id,
        entry_id=claim.visit.entry_id,
        verdict=claim.verdict,
        note=claim.note,
        version=claim.version,
    )


def _record(action: str, visit: Visit, actor: User) -> None:
    ledger.record(
        action,
        visit,
        actor=actor,
        edition_id=visit.round.edition_id,
        round_id=visit.round_id,
        entry_id=visit.entry_id,
        percent=visit.percent,
        level=visit.level,
        verdicts={str(each.id): each.verdict for each in visit.claims},
    )
