"""What people decided beside the numbers, as plain data: the rest of a snapshot."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from award.competitions.models import Edition
from award.core.db import db
from award.judging.queries import discrepancies
from award.results.course import scoring_rounds
from award.results.models_record import Objection
from award.results.queries.overriding import dissents, overrides
from award.results.queries.rulings import disqualified

Facts = dict[str, Any]


def ruled(edition: Edition) -> dict[str, list[Facts]]:
    """Overrides, objections, dissents; who was disqualified; where judges were far apart."""
    return {
        "overrides": _overrides(edition),
        "objections": _objections(edition),
        "dissents": _dissents(edition),
        "disqualified": _disqualified(edition),
        "discrepancies": _discrepancies(edition),
    }


def _disqualified(edition: Edition) -> list[Facts]:
    return [
        {
            "entry": each.entry_id,
            "round": each.round_id,
            "reason": each.reason,
            "people": [each.approval.proposed_by.name, _name(each.approval.confirmed_by)],
            "at": each.at.isoformat(),
        }
        for each in disqualified(edition)
    ]


def _discrepancies(edition: Edition) -> list[Facts]:
    return [
        {
            "entry": each.entry_id,
            "round": each.round_id,
            "points": str(each.points),
            "levels": each.levels,
            "before": each.before,
            "after": each.after,
            "way": each.way,
            "judge": each.judge_id,
            "remark": each.remark,
        }
        for round_ in scoring_rounds(edition)
        for each in discrepancies.of_round(round_)
    ]


def _name(person: Any) -> str:
    return "" if person is None else str(person.name)


def _overrides(edition: Edition) -> list[Facts]:
    """The last one of an entry counts; those before it were replaced."""
    names = ("outcome", "place", "computed_outcome", "computed_place", "computed_rank", "reason")
    found = overrides(edition)
    last = {each.entry_id: each.id for each in found}
    return [
        {
            "entry": each.entry_id,
            **{name: getattr(each, name) for name in names},
            "computed_score": None if each.computed_score is None else str(each.computed_score),
            "people": [each.first.name, each.second.name],
            "at": each.at.isoformat(),
            "replaced": each.id != last[each.entry_id],
        }
        for each in found
    ]


def _objections(edition: Edition) -> list[Facts]:
    query = select(Objection).where(Objection.edition_id == edition.id).order_by(Objection.id)
    return [
        {
            "entry": each.entry_id,
            "text": each.text,
            "filed_at": each.filed_at.isoformat(),
            "state": each.state,
            "answer": each.answer,
            "effect": each.effect,
        }
        for each in db.session.scalars(query)
    ]


def _dissents(edition: Edition) -> list[Facts]:
    return [
        {"judge": each.judge.name, "text": each.text, "at": each.at.isoformat()}
        for each in dissents(edition)
    ]
