"""Who may type a score sheet from paper, settle what was read differently, and begin again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l

from award.competitions.states import EditionState, RoundState
from award.core.access import rule
from award.judging.rules import (
    EDITION_NOT_OPEN,
    EXCLUDED,
    NOT_STARTED,
    ROUND_OVER,
    has_signed,
    kept_since,
)
from award.people.rules import only_organiser

if TYPE_CHECKING:
    from award.judging.queries.paper import Case

REASON_LENGTH = 500
"""Characters of the reason why typed marks are thrown away."""


@rule("paper:see")
def may_see(actor: Any, case: Case) -> object:
    """Organisers see how far a paper sheet is, unless they are bound to its entry."""
    return only_organiser(actor) or case.barred


@rule("paper:key")
def may_key(actor: Any, case: Case) -> object:
    """Two organisers, one after the other, while the round is open and nothing stands on screen."""
    if (reason := _cannot_touch(actor, case)) is not None:
        return reason
    if case.finished:
        return _l("Lembar ini sudah selesai diketik.")
    if len(case.keyings) == 2:
        return _l("Lembar ini sudah diketik dua kali. Cocokkan perbedaannya dengan kertas.")
    return None


@rule("paper:settle")
def may_settle(actor: Any, case: Case) -> object:
    """An organiser with the paper in hand, once two people have typed it."""
    if (reason := _cannot_touch(actor, case)) is not None:
        return reason
    if case.finished:
        return _l("Lembar ini sudah selesai diketik.")
    return None if len(case.keyings) == 2 else _l("Lembar ini belum diketik dua kali.")


@rule("paper:discard")
def may_discard(actor: Any, case: Case) -> object:
    """What was typed can be thrown away while the round is open."""
    if (reason := _cannot_touch(actor, case)) is not None:
        return reason
    if case.finished and kept_since(case.assignment):
        return _l("Lembar ini selesai sebelum babak dibuka lagi dan tidak dapat dibuang.")
    sheet = case.assignment.sheet
    if sheet is not None and sheet.compared_at is not None:
        return _l(
            "Juri ini sudah melihat nilai juri lain. Ia mengubah nilainya satu per satu dengan "
            "alasan."
        )
    return None if case.keyings else _l("Lembar ini belum diketik.")


def _cannot_touch(actor: Any, case: Case) -> object:
    if (reason := may_see(actor, case)) is not None:
        return reason
    if case.assignment.judge_id == actor.id:
        return _l("Juri tidak mengetik lembarnya sendiri.")
    if case.excluded:
        return EXCLUDED
    round_ = case.assignment.round
    if round_.state != RoundState.OPEN:
        return NOT_STARTED if round_.state == RoundState.DRAFT else ROUND_OVER
    if round_.edition.state != EditionState.OPEN:
        return EDITION_NOT_OPEN
    if not has_signed(case.assignment):
        return _l("Juri ini belum menandatangani kode etik; lembarnya belum dapat dihitung.")
    if case.on_screen:
        return _l("Juri sudah menilai usulan ini di layar. Kertas tidak menggantikannya.")
    return None
