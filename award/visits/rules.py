"""Who may plan visits, check claims, keep photos, and settle what goes before the plenary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l

from award.competitions.states import FINAL, EditionState, RoundState
from award.core.access import rule
from award.judging.rules import UNSIGNED, has_signed
from award.people.rules import is_a, only_organiser
from award.people.states import Role
from award.visits.states import CHECKLIST, REFERRAL, VISIT, ChecklistState, VisitState

if TYPE_CHECKING:
    from award.competitions.models import Round
    from award.visits.models import Photo, Referral, Visit

CLAIMS = "claims"
"""The source of a criterion whose level comes from the check of claims."""

NOT_THE_TEAM = _l("Hanya juri yang ditugaskan pada usulan ini yang dapat melakukan ini.")
NOT_OPEN = _l("Babak ini tidak sedang dibuka.")
CANCELLED = _l("Kunjungan ini dibatalkan.")
DONE = _l("Pemeriksaan klaim pada kunjungan ini sudah selesai.")
CHECKED = _l("Pemeriksaan klaim sudah selesai. Buka kembali untuk mengubahnya.")


def in_team(actor: Any, visit: Visit) -> bool:
    """Whether the actor is one of the judges assigned to the entry in this round."""
    return is_a(actor, Role.JUDGE) and any(each.judge_id == actor.id for each in visit.team)


def _outside_team(actor: Any, visit: Visit) -> object:
    """Why the actor does not act as one of the team: not assigned, or not signed yet."""
    if not in_team(actor, visit):
        return NOT_THE_TEAM
    own = next(each for each in visit.team if each.judge_id == actor.id)
    return None if has_signed(own) else UNSIGNED


@rule("visit:manage")
def may_manage(actor: Any, _round: Round | None) -> object:
    """Organisers see every visit of a round."""
    return only_organiser(actor)


@rule("visit:plan")
def may_plan(actor: Any, round_: Round) -> object:
    """Organisers plan visits while the round is open."""
    if (reason := only_organiser(actor)) is not None:
        return reason
    if round_.blind:
        return _l("Babak ini dinilai tanpa nama; kunjungan tidak dapat disamarkan.")
    return _when_shut(round_)


@rule("visit:change")
def may_change(actor: Any, visit: Visit) -> object:
    """A visit is moved or cancelled while the round is open and its claims are not checked yet."""
    if (reason := may_plan(actor, visit.round)) is not None:
        return reason
    if not VISIT.allows("cancel", visit.state):
        return CANCELLED
    return DONE if visit.checklist == ChecklistState.FINISHED else None


@rule("visit:list")
def may_list(actor: Any, _target: None) -> object:
    """Judges have a list of their visits."""
    return None if is_a(actor, Role.JUDGE) else _l("Halaman ini untuk juri.")


@rule("visit:list_of_agency")
def may_list_of_agency(actor: Any, _target: None) -> object:
    """Staff and heads see when their agency is visited."""
    allowed = is_a(actor, Role.STAFF, Role.HEAD)
    return None if allowed else _l("Halaman ini untuk perangkat daerah.")


@rule("visit:read")
def may_read(actor: Any, visit: Visit) -> object:
    """The team, once it signed the code of conduct, and organisers read the checklist."""
    if in_team(actor, visit):
        return _outside_team(actor, visit)
    return only_organiser(actor)


@rule("visit:photo")
def may_see_photo(actor: Any, photo: Photo) -> object:
    """Whoever reads the checklist sees its photos."""
    return may_read(actor, photo.claim.visit)


@rule("claim:write")
def may_write_claims(actor: Any, visit: Visit) -> object:
    """The team and organisers list the claims until the checklist is finished."""
    if (reason := may_read(actor, visit)) is not None:
        return reason
    return _when_done(visit)


@rule("claim:answer")
def may_answer(actor: Any, visit: Visit) -> object:
    """The team gives verdicts until the checklist is finished."""
    return _outside_team(actor, visit) or _when_done(visit)


@rule("claim:photograph")
def may_photograph(actor: Any, visit: Visit) -> object:
    """The team adds photos as long as the round is open: late evidence is evidence."""
    return _outside_team(actor, visit) or _when_over(visit)


@rule("photo:remove")
def may_remove_photo(actor: Any, photo: Photo) -> object:
    """Whoever sent a photo takes it back until the checklist is finished."""
    if photo.added_by_id != getattr(actor, "id", None):
        return _l("Hanya pengirim foto yang dapat menghapusnya.")
    return may_answer(actor, photo.claim.visit)


@rule("checklist:finish")
def may_finish(actor: Any, visit: Visit) -> object:
    """Any judge of the team finishes the checklist for all."""
    return may_answer(actor, visit)


@rule("checklist:reopen")
def may_reopen(actor: Any, visit: Visit) -> object:
    """The team takes a finished checklist up again while the round is open."""
    if (reason := _outside_team(actor, visit) or _when_over(visit)) is not None:
        return reason
    if not CHECKLIST.allows("reopen", visit.checklist):
        return _l("Pemeriksaan klaim ini belum selesai.")
    return None


@rule("referral:settle")
def may_settle(actor: Any, referral: Referral) -> object:
    """The organiser records what the plenary said, or says anew, before the round is decided."""
    if (reason := only_organiser(actor)) is not None:
        return reason
    if referral.claim.visit.round.state in FINAL:
        return _l("Babak ini sudah diputuskan.")
    if not REFERRAL.allows("settle", referral.state):
        return _l("Perkara ini tidak lagi menunggu pleno.")
    return None


def _when_shut(round_: Round) -> object:
    opened = round_.state == RoundState.OPEN and round_.edition.state == EditionState.OPEN
    return None if opened else NOT_OPEN


def _when_over(visit: Visit) -> object:
    return CANCELLED if visit.state == VisitState.CANCELLED else _when_shut(visit.round)


def _when_done(visit: Visit) -> object:
    if (reason := _when_over(visit)) is not None:
        return reason
    return CHECKED if visit.checklist == ChecklistState.FINISHED else None
