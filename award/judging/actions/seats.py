"""Putting the panel of a round together."""

from __future__ import annotations

from collections.abc import Collection

from flask_babel import lazy_gettext as _l

from award.competitions.models import Round
from award.core import ledger
from award.core.access import ensure
from award.core.db import db
from award.core.problems import Invalid
from award.judging.models_wall import PanelSeat
from award.judging.queries import seats
from award.judging.states import SeatRole
from award.people.models import User
from award.people.states import Role


def seat(
    *,
    round_: Round,
    judge: User,
    role: SeatRole = SeatRole.MEMBER,
    cap: int | None = None,
    target: int | None = None,
    categories: Collection[str] = (),
    expertise: str = "",
    actor: User,
) -> PanelSeat:
    """Give the judge a seat in the panel, or change it. A new chair takes the place of the old.

    Raises ``Invalid`` for someone who is not an active judge or is an organiser too, for a wish
    above the limit and for an unknown category.
    """
    ensure("panel:edit", round_, actor)
    if not (judge.active and judge.has(Role.JUDGE)):
        raise Invalid(_l("Orang ini bukan juri yang aktif."))
    if judge.has(Role.ORGANISER):
        raise Invalid(ORGANISES)
    if cap is not None and target is not None and target > cap:
        raise Invalid(_l("Beban yang diinginkan melebihi batasnya."), {"target": TOO_MUCH})
    if set(categories) - {each.key for each in round_.edition.categories}:
        raise Invalid(_l("Edisi ini tidak memuat salah satu kategori."))
    if role == SeatRole.CHAIR:
        _make_room(round_, judge)
    made = seats.seat_of(round_.id, judge.id) or PanelSeat(round_id=round_.id, judge=judge)
    made.role, made.cap, made.target = role, cap, target
    made.categories, made.expertise = sorted(categories), expertise.strip()
    db.session.add(made)
    db.session.flush()
    _record("panel.seated", made, round_, actor)
    return made


ORGANISES = _l("Panitia tidak duduk dalam panel juri.")
TOO_MUCH = _l("Paling banyak sebesar batas beban.")


def _make_room(round_: Round, judge: User) -> None:
    for other in seats.seats_of(round_.id):
        if other.role == SeatRole.CHAIR and other.judge_id != judge.id:
            other.role = SeatRole.MEMBER


def unseat(*, round_: Round, judge: User, actor: User) -> None:
    """Take the judge off the panel; what is assigned to them stays until it is ended."""
    ensure("panel:edit", round_, actor)
    found = seats.seat_of(round_.id, judge.id)
    if found is None:
        return
    _record("panel.unseated", found, round_, actor)
    db.session.delete(found)
    db.session.flush()


def copy_panel(*, source: Round, round_: Round, actor: User) -> int:
    """Give everyone on another round's panel the same seat here; how many are new."""
    ensure("panel:edit", round_, actor)
    known = {each.judge_id for each in seats.seats_of(round_.id)}
    new = [each for each in seats.seats_of(source.id) if each.judge_id not in known]
    for each in new:
        seat(
            round_=round_,
            judge=each.judge,
            role=each.role,
            cap=each.cap,
            target=each.target,
            categories=each.categories,
            expertise=each.expertise,
            actor=actor,
        )
    return len(new)


def _record(action: str, seat: PanelSeat, round_: Round, actor: User) -> None:
    ledger.record(
        action,
        round_,
        actor=actor,
        edition_id=round_.edition_id,
        judge_id=seat.judge_id,
        role=seat.role,
        cap=seat.cap,
        target=seat.target,
        categories=seat.categories,
        expertise=seat.expertise,
    )
