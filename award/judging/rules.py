"""Who may run rounds, assign judges, and read or write score sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l

from award.competitions.rules import may_reweigh as may_reweigh_edition
from award.competitions.states import (
    FINAL,
    ROUND,
    SEALED,
    UNDER_WAY,
    EditionState,
    RoundKind,
    RoundState,
)
from award.core.access import rule
from award.entries.visibility import why_held
from award.judging.conduct import fingerprint
from award.judging.states import SHEET, SheetState
from award.people.rules import is_a, only_organiser
from award.people.states import AgencyKind, Role

if TYPE_CHECKING:
    from award.competitions.models import Round
    from award.judging.models import Assignment
    from award.judging.queries import Panel, SheetDocument
    from award.people.models import User

NOT_YOURS = _l("Lembar nilai ini bukan tugas Anda.")
NOT_STARTED = _l("Babak ini belum dibuka.")
ROUND_OVER = _l("Babak ini sudah ditutup; nilai tidak dapat diubah lagi.")
UNFINISHED = _l("Lembar ini belum selesai.")
ENDED = _l("Tugas menilai ini telah berakhir.")
UNSIGNED = _l("Tandatangani kode etik juri terlebih dahulu.")
EXCLUDED = _l("Usulan ini didiskualifikasi; penilaiannya ditutup.")
KEPT = _l("Lembar ini selesai sebelum babak dibuka lagi. Ubah nilai satu per satu dengan alasan.")
HIDDEN_AGAIN = _l("Babak ini dibuka lagi. Nilai juri lain terlihat setelah semua juri selesai.")
EDITION_NOT_OPEN = _l("Edisi ini tidak sedang berjalan.")


@rule("round:run")
def may_run(actor: Any, _round: Round | None) -> object:
    """Organisers see and run the scoring rounds."""
    return only_organiser(actor)


@rule("round:open")
def may_open(actor: Any, round_: Round) -> object:
    """A scoring round of an open edition, when every scoring round before it is decided."""
    if (reason := _cannot_run(actor, round_)) is not None:
        return reason
    if not ROUND.allows("open", round_.state):
        return _l("Babak ini sudah dibuka.")
    if any(earlier.state not in FINAL for earlier in _before(round_)):
        return _l("Babak sebelumnya belum diputuskan.")
    return None


@rule("round:close")
def may_close(actor: Any, round_: Round) -> object:
    """An open round."""
    if (reason := _cannot_run(actor, round_)) is not None:
        return reason
    return None if ROUND.allows("close", round_.state) else _l("Babak ini tidak sedang dibuka.")


@rule("round:reopen")
def may_reopen(actor: Any, round_: Round) -> object:
    """A closed round that is not locked yet."""
    if (reason := _cannot_run(actor, round_)) is not None:
        return reason
    if (reason := _when_sealed(round_)) is not None:
        return reason
    return None if ROUND.allows("reopen", round_.state) else _l("Babak ini belum ditutup.")


@rule("round:lock")
def may_lock(actor: Any, round_: Round) -> object:
    """A closed round; that no discrepancy is left unsettled is checked as it locks."""
    if (reason := _cannot_run(actor, round_)) is not None:
        return reason
    if (reason := _when_sealed(round_)) is not None:
        return reason
    return None if ROUND.allows("lock", round_.state) else _l("Babak ini belum ditutup.")


@rule("round:unlock")
def may_unlock(actor: Any, round_: Round) -> object:
    """Two organisers unlock a locked round that is not decided."""
    if (reason := _cannot_run(actor, round_)) is not None:
        return reason
    if round_.state in FINAL:
        return _l("Babak ini sudah diputuskan.")
    return None if ROUND.allows("unlock", round_.state) else _l("Babak ini tidak dikunci.")


@rule("round:reweigh")
def may_reweigh(actor: Any, round_: Round) -> object:
    """Two organisers change the weights of criteria after the first mark, until it is locked."""
    if (reason := may_reweigh_edition(actor, round_.edition)) is not None:
        return reason
    return _when_sealed(round_)


@rule("round:admit")
def may_admit(actor: Any, round_: Round) -> object:
    """Entries come in until the round closes."""
    if (reason := _cannot_run(actor, round_)) is not None:
        return reason
    return _when_shut(round_)


@rule("round:assign")
def may_assign(actor: Any, round_: Round) -> object:
    """Judges are assigned and released until the round closes."""
    if (reason := _cannot_run(actor, round_)) is not None:
        return reason
    return _when_shut(round_)


def is_external(judge: User) -> bool:
    """Whether the judge comes from outside the regency's own organisation."""
    return judge.agency.kind == AgencyKind.OUTSIDE


@rule("sheet:list")
def may_list(actor: Any, _target: None) -> object:
    """Judges have a desk."""
    return None if is_a(actor, Role.JUDGE) else _l("Halaman ini untuk juri.")


@rule("sheet:read")
def may_read(actor: Any, assignment: Assignment) -> object:
    """The judge's own sheet, once the round has been opened."""
    if not is_a(actor, Role.JUDGE) or assignment.judge_id != actor.id:
        return NOT_YOURS
    if not assignment.standing:
        return ENDED
    if assignment.round.state == RoundState.DRAFT:
        return NOT_STARTED
    return None if has_signed(assignment) else UNSIGNED


@rule("sheet:document")
def may_download(actor: Any, target: SheetDocument) -> object:
    """Documents of the entry go with the sheet; in a blind round those that tell nobody's name."""
    if (reason := may_read(actor, target.assignment)) is not None:
        return reason
    return why_held(target.copy) if target.assignment.round.blind else None


@rule("sheet:write")
def may_write(actor: Any, assignment: Assignment) -> object:
    """The judge's own sheet, until it is finished or the round closes."""
    if (reason := _cannot_touch(actor, assignment)) is not None:
        return reason
    if state_of(assignment) != SheetState.FINISHED:
        return None
    if _compared(assignment):
        return _l("Lembar ini sudah selesai dan dibandingkan dengan juri lain.")
    if kept_since(assignment):
        return KEPT
    return _l("Lembar ini sudah selesai. Buka kembali untuk mengubahnya.")


@rule("sheet:finish")
def may_finish(actor: Any, assignment: Assignment) -> object:
    """Whoever may write the sheet may finish it."""
    return may_write(actor, assignment)


@rule("sheet:reopen")
def may_reopen_sheet(actor: Any, assignment: Assignment) -> object:
    """The judge's own finished sheet, until the round closes."""
    if (reason := _cannot_touch(actor, assignment)) is not None:
        return reason
    if not SHEET.allows("reopen", state_of(assignment)):
        return UNFINISHED
    if assignment.sheet and assignment.sheet.on_paper:
        return _l("Lembar ini diketik dari kertas. Hubungi panitia bila ada yang keliru.")
    if _compared(assignment):
        return _l("Anda sudah melihat nilai juri lain. Ubah nilai satu per satu dengan alasan.")
    return KEPT if kept_since(assignment) else None


@rule("sheet:discuss")
def may_discuss(actor: Any, target: Panel) -> object:
    """Begin comparing: one's own sheet is finished, and so is every other of the entry.

    Once the round has closed nobody can change a mark any more, and nobody is waited for.
    """
    if (reason := may_read(actor, target.assignment)) is not None:
        return reason
    if state_of(target.assignment) != SheetState.FINISHED:
        return _l("Nilai juri lain terlihat setelah Anda menyelesaikan lembar sendiri.")
    if target.left and target.assignment.round.state == RoundState.OPEN:
        return _l("Nilai juri lain terlihat setelah semua juri usulan ini selesai.")
    return None


@rule("sheet:compare")
def may_compare(actor: Any, assignment: Assignment) -> object:
    """Other judges' marks, once the judge has begun comparing: that moment is recorded."""
    if (reason := may_read(actor, assignment)) is not None:
        return reason
    if not _compared(assignment):
        return _l("Anda belum mulai membandingkan nilai.")
    return HIDDEN_AGAIN if _hidden_again(assignment) else None


@rule("sheet:change")
def may_change(actor: Any, assignment: Assignment) -> object:
    """Change a mark with a reason until the round closes: after comparing, or once reopened."""
    if (reason := _cannot_touch(actor, assignment)) is not None:
        return reason
    if state_of(assignment) != SheetState.FINISHED:
        return UNFINISHED
    if _compared(assignment) or kept_since(assignment):
        return None
    return _l("Buka kembali lembar ini untuk mengubahnya.")


def kept_since(assignment: Assignment) -> bool:
    """Whether the sheet was finished before its round was opened again: it stays finished."""
    sheet, since = assignment.sheet, assignment.round.reopened_at
    return bool(since and sheet and sheet.finished_at and sheet.finished_at <= since)


def _hidden_again(assignment: Assignment) -> bool:
    """Whether others' marks, seen before the round was opened again, are hidden once more."""
    since, seen = assignment.round.reopened_at, assignment.sheet and assignment.sheet.compared_at
    opened = assignment.round.state == RoundState.OPEN
    return bool(opened and since and seen and seen <= since)


def _compared(assignment: Assignment) -> bool:
    return assignment.sheet is not None and assignment.sheet.compared_at is not None


def has_signed(assignment: Assignment) -> bool:
    """Whether the judge has signed the edition's code of conduct as it is worded now."""
    wanted = fingerprint(assignment.round.edition.code_of_conduct)
    return wanted in ("", assignment.signed_text)


def state_of(assignment: Assignment) -> SheetState:
    """The state of the assignment's sheet; one that was never saved is open."""
    return SheetState(assignment.sheet.state) if assignment.sheet else SheetState.OPEN


def _cannot_run(actor: Any, round_: Round) -> object:
    if (reason := only_organiser(actor)) is not None:
        return reason
    if round_.kind != RoundKind.SCORING:
        return _l("Babak ini tidak dinilai oleh juri.")
    return None if round_.edition.state == EditionState.OPEN else EDITION_NOT_OPEN


def _before(round_: Round) -> list[Round]:
    return [
        each
        for each in round_.edition.rounds
        if each.kind == RoundKind.SCORING and each.position < round_.position
    ]


def _when_shut(round_: Round) -> object:
    return None if round_.state in UNDER_WAY else _l("Babak ini sudah ditutup.")


def _when_sealed(round_: Round) -> object:
    if round_.state in FINAL:
        return _l("Babak ini sudah diputuskan.")
    return _l("Babak ini sudah dikunci.") if round_.state in SEALED else None


def _cannot_touch(actor: Any, assignment: Assignment) -> object:
    if (reason := may_read(actor, assignment)) is not None:
        return reason
    if assignment.excluded:
        return EXCLUDED
    if assignment.round.state != RoundState.OPEN:
        return ROUND_OVER
    return None if assignment.round.edition.state == EditionState.OPEN else EDITION_NOT_OPEN
