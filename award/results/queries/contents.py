"""The whole frozen result of an edition as plain data: what a snapshot keeps for ever."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import select

from award.competitions.models import Category, Edition, Round
from award.competitions.queries import blueprint_of
from award.core.db import db
from award.entries.models import Entry
from award.judging.models import Assignment, Mark, RoundEntry, ScoreSheet
from award.judging.states import SheetState
from award.people.models import Agency
from award.results.course import scoring_rounds
from award.results.models import Decision, PlenaryVote
from award.results.queries import panelists, rulings
from award.results.queries.ruled import ruled

DECIDED = ("score", "rank", "broken_by", "outcome", "place", "reason")

Facts = dict[str, Any]


def content_of(edition: Edition) -> Facts:
    """Rules, panel, marks, decisions and what people decided beside the numbers.

    Everything a minute of the meeting needs, in a constant number of queries.
    """
    rounds = scoring_rounds(edition)
    sheets = _sheets(rounds)
    return {
        "edition": _edition(edition),
        "rounds": [_round(each, sheets) for each in rounds],
        "categories": [{"key": each.key, "name": each.name} for each in edition.categories],
        "classes": _blueprint(edition)["classes"],
        "tie_rules": _blueprint(edition)["tie_rules"],
        "judges": panelists.judges(sheets),
        "recusals": panelists.recusals(edition),
        "conflicts": panelists.conflicts(edition),
        "former": panelists.former(edition),
        "entries": _entries(edition),
        "sheets": [each for found in sheets.values() for each in found],
        "votes": _votes(edition),
        **ruled(edition),
    }


def _blueprint(edition: Edition) -> Facts:
    blueprint = blueprint_of(edition)
    return {
        "classes": [
            {"key": each.key, "name": each.name, "quota": each.quota} for each in blueprint.classes
        ],
        "tie_rules": [{"key": each.key, "name": each.name} for each in blueprint.tie_rules],
    }


def _edition(edition: Edition) -> Facts:
    return {
        "id": edition.id,
        "year": edition.year,
        "name": edition.name,
        "version": edition.version,
        "place": edition.settings.place,
        "objection_working_days": edition.settings.objection_working_days,
        "decree_number": edition.decree_number,
        "decree_date": edition.decree_date and edition.decree_date.isoformat(),
    }


def _round(round_: Round, sheets: dict[int, list[Facts]]) -> Facts:
    inside = list(
        db.session.scalars(
            select(RoundEntry.entry_id)
            .where(RoundEntry.round_id == round_.id)
            .order_by(RoundEntry.entry_id)
        )
    )
    given: dict[int, int] = defaultdict(int)
    for each in sheets[round_.id]:
        given[each["entry"]] += 1
    return {
        "id": round_.id,
        "key": round_.key,
        "name": round_.name,
        "weight": str(round_.weight),
        "aggregate": round_.aggregate,
        "rounding": round_.rounding,
        "scale_min": round_.scale_min,
        "scale_max": round_.scale_max,
        "judges_per_entry": round_.judges_per_entry,
        "advance_per_category": round_.advance_per_category,
        "chair": panelists.chair(round_),
        "entries": inside,
        "below_quorum": [one for one in inside if given[one] < round_.judges_per_entry],
        "criteria": [
            {"key": each.key, "name": each.name, "weight": str(each.weight)}
            for each in round_.criteria
        ],
    }


def _sheets(rounds: list[Round]) -> dict[int, list[Facts]]:
    """Finished sheets by round, each with its total and its levels in the order of criteria."""
    finished = (
        select(ScoreSheet.id, Assignment.round_id, Assignment.entry_id, Assignment.judge_id)
        .add_columns(ScoreSheet.total)
        .join(ScoreSheet.assignment)
        .where(
            Assignment.round_id.in_([each.id for each in rounds]),
            Assignment.standing,
            ScoreSheet.state == SheetState.FINISHED,
        )
        .order_by(Assignment.round_id, Assignment.entry_id, Assignment.judge_id)
    )
    rows = db.session.execute(finished).all()
    levels = _levels(rounds)
    found: dict[int, list[Facts]] = {each.id: [] for each in rounds}
    order = {each.id: [one.id for one in each.criteria] for each in rounds}
    for sheet_id, round_id, entry_id, judge_id, total in rows:
        marks = levels[sheet_id]
        found[round_id].append(
            {
                "round": round_id,
                "entry": entry_id,
                "judge": judge_id,
                "total": str(total),
                "levels": [marks.get(one) for one in order[round_id]],
            }
        )
    return found


def _levels(rounds: list[Round]) -> dict[int, dict[int, int | None]]:
    named = [one.id for each in rounds for one in each.criteria]
    query = select(Mark.sheet_id, Mark.criterion_id, Mark.level)
    found: dict[int, dict[int, int | None]] = defaultdict(dict)
    for sheet_id, criterion_id, level in db.session.execute(
        query.where(Mark.criterion_id.in_(named))
    ):
        found[sheet_id][criterion_id] = level
    return found


def _entries(edition: Edition) -> list[Facts]:
    """Every entry that was decided on or disqualified, with what rounds and the end said of it."""
    decided = select(Decision.entry_id).where(Decision.edition_id == edition.id)
    named = (
        select(Entry.id, Entry.title, Agency.name, Agency.participant_class)
        .add_columns(Agency.id, Agency.root_id, Category.key)
        .join(Agency, Agency.id == Entry.agency_id)
        .join(Category, Category.id == Entry.category_id)
        .where(Entry.edition_id == edition.id)
        .where(Entry.id.in_(decided) | Entry.id.in_(rulings.out()))
        .order_by(Entry.id)
    )
    said = _decided(edition)
    return [
        {
            "id": number,
            "title": title,
            "agency": agency,
            "class": kind,
            "agency_id": agency_id,
            "wall": wall,
            "category": category,
            **said[number],
        }
        for number, title, agency, kind, agency_id, wall, category in db.session.execute(named)
    ]


def _decided(edition: Edition) -> dict[int, Facts]:
    keys = {each.id: each.key for each in edition.rounds}
    categories = {each.id: each.key for each in edition.categories}
    columns = [getattr(Decision, name) for name in DECIDED]
    query = select(Decision.entry_id, Decision.round_id, Decision.category_id, *columns)
    found: dict[int, Facts] = defaultdict(lambda: {"rounds": {}, "final": None})
    for row in db.session.execute(query.where(Decision.edition_id == edition.id)):
        facts = {name: getattr(row, name) for name in DECIDED}
        facts["score"] = None if row.score is None else str(row.score)
        one = found[row.entry_id]
        one["category"] = categories[row.category_id]
        if row.round_id is None:
            one["final"] = facts
        else:
            one["rounds"][keys[row.round_id]] = facts
    return found


def _votes(edition: Edition) -> list[Facts]:
    query = select(PlenaryVote).where(PlenaryVote.edition_id == edition.id)
    ballots: dict[int, Facts] = {}
    for each in db.session.scalars(query.order_by(PlenaryVote.ballot, PlenaryVote.position)):
        ballot = ballots.setdefault(
            each.ballot, {"round": each.round_id, "reason": each.reason, "order": []}
        )
        ballot["order"].append(each.entry_id)
    found = list(ballots.values())
    for number, ballot in enumerate(found):
        ballot["replaced"] = any(_replaces(later, ballot) for later in found[number + 1 :])
    return found


def _replaces(later: Facts, earlier: Facts) -> bool:
    """Whether a ballot speaks again of an entry that an earlier one ordered."""
    return later["round"] == earlier["round"] and bool({*later["order"]} & {*earlier["order"]})
