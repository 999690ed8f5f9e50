"""Who judged an edition and what kept them from entries: the part of a snapshot about people."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import func, or_, select

from award.competitions.models import Edition, Round
from award.core import clock
from award.core.db import db
from award.entries.models import Entry
from award.judging.models import Assignment
from award.judging.models_wall import Conflict, PanelSeat
from award.judging.states import HARD, SeatRole
from award.people.models import Agency, FormerAgency, User
from award.people.states import AgencyKind

Facts = dict[str, Any]


def judges(sheets: dict[int, list[Facts]]) -> list[Facts]:
    """Everyone whose sheets count, by name, with how many in which round."""
    counts: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for each in (one for found in sheets.values() for one in found):
        counts[each["judge"]][each["round"]] += 1
    query = (
        select(User.id, User.name, Agency.name, Agency.kind, User.wall_id)
        .join(User.agency)
        .where(User.id.in_(counts))
        .order_by(User.name, User.id)
    )
    return [
        {
            "id": number,
            "name": name,
            "agency": agency,
            "external": kind == AgencyKind.OUTSIDE,
            "wall": wall_id,
            "sheets": counts[number],
        }
        for number, name, agency, kind, wall_id in db.session.execute(query)
    ]


def recusals(edition: Edition) -> list[Facts]:
    """Judges who lost a sheet for a reason: withdrawn, absent or released."""
    query = (
        select(Assignment.round_id, Assignment.entry_id, Assignment.judge_id, User.name)
        .add_columns(Assignment.ending, Assignment.ended_reason, Assignment.ended_at)
        .join(Assignment.round)
        .join(User, User.id == Assignment.judge_id)
        .where(Round.edition_id == edition.id, Assignment.ended_at.is_not(None))
    )
    return [
        {
            "round": row.round_id,
            "entry": row.entry_id,
            "judge": row.judge_id,
            "name": row.name,
            "ending": row.ending,
            "reason": row.ended_reason,
            "at": row.ended_at.isoformat(),
        }
        for row in db.session.execute(query.order_by(Assignment.ended_at, Assignment.id))
    ]


def conflicts(edition: Edition) -> list[Facts]:
    """Hard conflicts that stand, with entries of the edition or with an agency that has some."""
    own = select(Entry.wall_id).where(Entry.edition_id == edition.id)
    query = (
        select(Conflict.kind, Conflict.entry_id, User.name, Agency.name)
        .join(User, User.id == Conflict.person_id)
        .outerjoin(Entry, Entry.id == Conflict.entry_id)
        .outerjoin(Agency, Agency.id == Conflict.agency_id)
        .where(or_(Entry.edition_id == edition.id, Conflict.wall_id.in_(own)))
        .where(Conflict.lifted_at.is_(None))
        .order_by(Conflict.id)
    )
    return [
        {"kind": kind, "entry": entry_id, "agency": agency, "name": name}
        for kind, entry_id, name, agency in db.session.execute(query)
        if kind in HARD
    ]


def former(edition: Edition) -> list[Facts]:
    """Agencies with entries that a judge had left less than 24 months before judging began."""
    given = select(Assignment).join(Assignment.round).where(Round.edition_id == edition.id)
    begun = db.session.scalar(given.with_only_columns(func.min(Assignment.made_at)))
    if begun is None:
        return []
    query = (
        select(User.name, Agency.name)
        .join(FormerAgency, FormerAgency.user_id == User.id)
        .join(Agency, Agency.id == FormerAgency.agency_id)
        .where(
            User.id.in_(given.with_only_columns(Assignment.judge_id)),
            FormerAgency.wall_id.in_(select(Entry.wall_id).where(Entry.edition_id == edition.id)),
            FormerAgency.bars_until >= begun.astimezone(clock.WITA).date(),
        )
        .order_by(User.name, FormerAgency.id)
    )
    return [{"name": name, "agency": agency} for name, agency in db.session.execute(query)]


def chair(round_: Round) -> str | None:
    """Who presides over the round's panel."""
    query = select(User.name).join(PanelSeat, PanelSeat.judge_id == User.id)
    return db.session.scalar(
        query.where(PanelSeat.round_id == round_.id, PanelSeat.role == SeatRole.CHAIR)
    )
