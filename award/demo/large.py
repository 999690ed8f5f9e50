"""A large edition in judging, written in bulk: to see how the pages behave with many entries."""

from __future__ import annotations

from datetime import timedelta
from itertools import count, cycle, islice
from random import Random
from typing import Any

from sqlalchemy import func, insert, select, text

from award.competitions import actions as competitions
from award.competitions import blueprint as bp
from award.competitions.models import Edition, Round
from award.competitions.states import EditionState, RoundKind, RoundState
from award.core import clock, ledger
from award.core.db import Base, db
from award.entries.models import Entry, SectionText, Submission
from award.entries.states import EntryState
from award.innovations.models import Innovation
from award.innovations.states import Form, Initiator, Kind, Stage
from award.judging import actions as judging
from award.judging.models import Assignment, Mark, RoundEntry, ScoreSheet
from award.judging.queries import weighed
from award.judging.scoring import sheet_total
from award.judging.states import SheetState
from award.people.models import Agency, User
from award.people.states import AgencyKind
from award.rehearsal.people import judges
from award.rehearsal.stories import Story, many, summary, texts

CHUNK = 5000


def seed(*, entries: int, judge_count: int, sheets: int, open_judge: User, actor: User) -> Edition:
    """An edition whose first scoring round is open; ``open_judge`` still has sheets to score."""
    year = clock.today().year
    edition = competitions.create_edition(
        blueprint=bp.at_year(bp.load("oaoi_badung"), year), year=year, actor=actor
    )
    edition.state = EditionState.OPEN
    round_ = next(each for each in edition.rounds if each.kind == RoundKind.SCORING)
    round_.state = RoundState.OPEN
    db.session.flush()
    _entries(edition, round_, many(entries), actor)
    panel = _panel(judge_count, open_judge)
    _sheets(round_, panel, sheets, open_judge, actor)
    for judge in panel:
        judging.sign_conduct(edition=edition, actor=judge)
    _catch_up()
    competitions.lock(edition=edition, actor=actor, reason="seed")
    ledger.record("edition.seeded", edition, actor=actor, edition_id=edition.id, entries=entries)
    return edition


def _bulk(table: type[Base], rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), CHUNK):
        db.session.execute(insert(table), rows[start : start + CHUNK])


def _ids(table: Any) -> count[int]:
    last = db.session.scalar(select(table.id).order_by(table.id.desc()).limit(1))
    return count((last or 0) + 1)


def _catch_up() -> None:
    # Rows were numbered by hand; PostgreSQL must go on from there.
    if db.engine.dialect.name != "postgresql":
        return
    for table in (Innovation, Entry, Assignment, ScoreSheet):
        last = select(func.max(table.id)).scalar_subquery()
        sequence = func.pg_get_serial_sequence(table.__tablename__, "id")
        db.session.execute(select(func.setval(sequence, last)))
    # A bulk of rows is planned for badly until it has been counted.
    db.session.execute(text("ANALYZE"))


def _entries(edition: Edition, round_: Round, told: tuple[Story, ...], actor: User) -> None:
    agencies = db.session.scalars(
        select(Agency).where(Agency.duty, Agency.kind != AgencyKind.OUTSIDE).order_by(Agency.id)
    ).all()
    homes = list(islice(cycle(agencies), len(told)))
    innovation_ids = list(islice(_ids(Innovation), len(told)))
    entry_ids = list(islice(_ids(Entry), len(told)))
    rows = list(zip(told, homes, innovation_ids, entry_ids, strict=True))
    _bulk(Innovation, [_innovation(story, home, n) for story, home, n, _ in rows])
    _bulk(Entry, [_entry(edition, *row, actor) for row in rows])
    _bulk(SectionText, [text for row in rows for text in _texts(row[0], row[3], actor)])
    _bulk(Submission, [_submission(row[0], row[3], actor) for row in rows])
    admitted = {"round_id": round_.id, "admitted_at": clock.now()}
    _bulk(RoundEntry, [{**admitted, "entry_id": entry_id} for entry_id in entry_ids])


def _innovation(story: Story, home: Agency, number: int) -> dict[str, Any]:
    return {
        "id": number,
        "agency_id": home.id,
        "title": story.title,
        "summary": summary(story),
        "stage": Stage.APPLIED,
        "form": Form.PUBLIC_SERVICE,
        "kind": Kind.DIGITAL if story.digital else Kind.NON_DIGITAL,
        "initiator": Initiator.AGENCY,
        "started_on": clock.today() - timedelta(days=900),
        "sdgs": [16],
        "created_at": clock.now(),
        "updated_at": clock.now(),
    }


def _entry(
    edition: Edition, story: Story, home: Agency, innovation_id: int, number: int, actor: User
) -> dict[str, Any]:
    categories = {each.key: each.id for each in edition.categories}
    return {
        "id": number,
        "edition_id": edition.id,
        "innovation_id": innovation_id,
        "agency_id": home.id,
        "wall_id": home.root_id,
        "category_id": categories[story.category],
        "title": story.title,
        "declarations": [each.key for each in edition.declarations],
        "state": EntryState.PASSED,
        "created_at": clock.now(),
        "created_by_id": actor.id,
        "submitted_at": clock.now(),
    }


def _texts(story: Story, entry_id: int, actor: User) -> list[dict[str, Any]]:
    return [
        {
            "entry_id": entry_id,
            "key": key,
            "text": text,
            "answer": answer,
            "version": 1,
            "saved_at": clock.now(),
            "saved_by_id": actor.id,
        }
        for key, (text, answer) in texts(story).items()
    ]


def _submission(story: Story, entry_id: int, actor: User) -> dict[str, Any]:
    return {
        "entry_id": entry_id,
        "number": 1,
        "content": {"title": story.title},
        "sha256": "0" * 64,
        "statement": "-",
        "signed_by_id": actor.id,
        "signed_at": clock.now(),
    }


def _panel(judge_count: int, open_judge: User) -> list[User]:
    outside = db.session.scalars(select(Agency).where(Agency.kind == AgencyKind.OUTSIDE)).all()
    return [open_judge, *judges(judge_count - 1, list(outside), list(outside))]


def _sheets(round_: Round, panel: list[User], sheets: int, open_judge: User, actor: User) -> None:
    entries = db.session.execute(
        select(Entry.id, Entry.wall_id)
        .join(RoundEntry, RoundEntry.entry_id == Entry.id)
        .where(RoundEntry.round_id == round_.id)
        .order_by(Entry.id)
    ).all()
    turn = cycle(panel)
    numbers, sheet_numbers = _ids(Assignment), _ids(ScoreSheet)
    given, scored, marks = [], [], []
    for entry_id, wall_id in entries:
        for judge in _able(turn, wall_id, sheets):
            number = next(numbers)
            given.append(_assignment(round_, entry_id, wall_id, judge, actor, number))
            if judge is not open_judge:
                sheet, of_sheet = _sheet(round_, number, next(sheet_numbers))
                scored.append(sheet)
                marks += of_sheet
    _bulk(Assignment, given)
    _bulk(ScoreSheet, scored)
    _bulk(Mark, marks)


def _able(turn: Any, wall_id: int, wanted: int) -> list[User]:
    found: list[User] = []
    while len(found) < wanted:
        judge = next(turn)
        if judge.wall_id != wall_id and judge not in found:
            found.append(judge)
    return found


def _assignment(
    round_: Round, entry_id: int, wall_id: int, judge: User, actor: User, number: int
) -> dict[str, Any]:
    return {
        "id": number,
        "round_id": round_.id,
        "entry_id": entry_id,
        "entry_wall_id": wall_id,
        "judge_id": judge.id,
        "judge_wall_id": judge.wall_id,
        "made_at": clock.now(),
        "made_by_id": actor.id,
    }


def _sheet(
    round_: Round, assignment_id: int, number: int
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    chance = Random(assignment_id)
    levels = {each.id: chance.choice((3, 3, 4, 4, 4)) for each in round_.criteria}
    total = sheet_total({each.key: levels[each.id] for each in round_.criteria}, weighed(round_))
    sheet = {
        "id": number,
        "assignment_id": assignment_id,
        "state": SheetState.FINISHED,
        "marked": len(levels),
        "expected": len(levels),
        "total": total,
        "version": 1,
        "saved_at": clock.now(),
        "finished_at": clock.now(),
    }
    return sheet, [
        {"sheet_id": number, "criterion_id": key, "level": level, "reason": ""}
        for key, level in levels.items()
    ]
