"""Who may plan and announce the order of presentations, and who reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l

from award.competitions.states import SEALED, EditionState, RoundKind
from award.core.access import rule
from award.judging.rules import EDITION_NOT_OPEN
from award.people.rules import is_a, only_organiser
from award.people.states import Role

if TYPE_CHECKING:
    from award.competitions.models import Round
    from award.judging.models_day import RunningOrder
    from award.judging.queries.order import Plan

MOST = 200
"""Entries in one order: weeks in one hall, and more than the search is made for."""

WITH_NAMES = _l("Babak ini dinilai tanpa nama; presentasi tidak dapat disamarkan.")


@rule("order:plan")
def may_plan(actor: Any, round_: Round) -> object:
    """Organisers make and change the order until the round is locked."""
    if (reason := only_organiser(actor)) is not None:
        return reason
    if round_.kind != RoundKind.SCORING:
        return _l("Babak ini tidak dinilai oleh juri.")
    if round_.blind:
        return WITH_NAMES
    if round_.state in SEALED:
        return _l("Babak ini sudah dikunci.")
    return None if round_.edition.state == EditionState.OPEN else EDITION_NOT_OPEN


@rule("order:announce")
def may_announce(actor: Any, plan: Plan) -> object:
    """A complete order in which some time is new."""
    if (reason := may_plan(actor, plan.round)) is not None:
        return reason
    if plan.order is None:
        return _l("Urutan belum disusun.")
    if plan.missing:
        return _l("Masih ada usulan tanpa waktu. Susun ulang urutannya dahulu.")
    return None if plan.unannounced else _l("Semua waktu sudah diumumkan.")


@rule("order:read")
def may_read(actor: Any, order: RunningOrder) -> object:
    """Judges read the order once it has been announced."""
    if not is_a(actor, Role.JUDGE):
        return _l("Halaman ini untuk juri.")
    if order.round.blind:
        return WITH_NAMES
    return None if order.announced_at else _l("Urutan belum diumumkan.")


@rule("order:own")
def may_list_own(actor: Any, _target: None) -> object:
    """People of an agency read when its own entries are presented."""
    allowed = is_a(actor, Role.STAFF, Role.HEAD)
    return None if allowed else _l("Halaman ini untuk perangkat daerah.")
