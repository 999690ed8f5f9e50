"""Rows built fast, for tests that begin in the middle of a competition."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import cache
from itertools import count
from typing import Any

from award.approvals.kinds import KINDS
from award.approvals.models import Approval
from award.approvals.queries import fingerprint
from award.approvals.states import ApprovalState
from award.competitions import actions as competitions
from award.competitions import blueprint as bp
from award.competitions.models import Edition, Round
from award.competitions.states import SEALED, EditionState, RoundState
from award.core import clock
from award.core.db import db
from award.entries.content import EVIDENCE_PREFIX, is_needed
from award.entries.models import Document, Entry, SectionText, Submission
from award.entries.states import EntryState
from award.innovations.models import Innovation
from award.innovations.states import Form, Initiator, Kind, Stage
from award.judging import conduct
from award.judging.models import Assignment, Mark, RoundEntry, ScoreSheet
from award.judging.models_wall import Pledge
from award.judging.queries.walls import pledge_of
from award.judging.scoring import Criterion as Weighed
from award.judging.scoring import sheet_total
from award.judging.states import SheetState
from award.people import actions as people
from award.people import queries
from award.people.models import Agency, User
from award.people.states import Role
from tests.cast import Cast

_numbers = count(1)


def edition(year: int = 2026, state: EditionState = EditionState.OPEN) -> Edition:
    """An edition of the shipped preset."""
    made = competitions.create_edition(blueprint=_preset(year), year=year, actor=Cast().organiser)
    made.state = state
    if state is EditionState.PUBLISHED:
        made.frozen_at = made.published_at = clock.now()
    db.session.flush()
    return made


@cache
def _preset(year: int) -> bp.Blueprint:
    return bp.at_year(bp.load("oaoi_badung"), year)


def round_of(edition: Edition, key: str = "proposal", state: RoundState = RoundState.OPEN) -> Round:
    """One of its rounds, in the given state."""
    found = next(each for each in edition.rounds if each.key == key)
    found.state = state
    db.session.flush()
    return found


def agency(code: str = "dlhk") -> Agency:
    """An agency by its code."""
    found = queries.agency_by_code(code)
    assert found is not None
    return found


def innovation(agency: Agency | None = None, **facts: Any) -> Innovation:
    """An innovation that is old enough for every rule."""
    owner = agency or globals()["agency"]()
    made = Innovation(
        **{
            "agency_id": owner.id,
            "title": f"Inovasi Contoh {next(_numbers)}",
            "summary": "Ringkasan contoh.",
            "stage": Stage.APPLIED,
            "form": Form.PUBLIC_SERVICE,
            "kind": Kind.NON_DIGITAL,
            "initiator": Initiator.AGENCY,
            "started_on": date(2023, 1, 9),
            "sdgs": [11],
            "created_at": clock.now(),
            "updated_at": clock.now(),
            **facts,
        }
    )
    db.session.add(made)
    db.session.flush()
    return made


SUBMITTED_ONCE = frozenset(EntryState) - {
    EntryState.DRAFT,
    EntryState.AWAITING_SIGNOFF,
    EntryState.WITHDRAWN,
}


def entry(
    edition: Edition,
    agency: Agency | None = None,
    state: EntryState = EntryState.DRAFT,
    **facts: Any,
) -> Entry:
    """An entry in any state, its sections filled in."""
    owner = agency or globals()["agency"]()
    subject = facts.pop("innovation", None) or innovation(owner)
    once = state in SUBMITTED_ONCE
    made = Entry(
        **{
            "edition_id": edition.id,
            "innovation_id": subject.id,
            "agency_id": owner.id,
            "wall_id": owner.root_id,
            "category_id": edition.categories[0].id,
            "title": subject.title,
            "declarations": [each.key for each in edition.declarations],
            "state": state,
            "created_at": clock.now(),
            "created_by_id": Cast().staff.id,
            "submitted_at": clock.now() if once else None,
            "correction_due": clock.now() + timedelta(days=3)
            if state is EntryState.CORRECTION
            else None,
            **facts,
        }
    )
    db.session.add(made)
    db.session.flush()
    db.session.add_all(_texts(made, edition))
    if once:
        db.session.add(_submission(made))
    db.session.flush()
    return made


def complete_entry(edition: Edition, agency: Agency | None = None, **facts: Any) -> Entry:
    """An entry that lacks nothing: every required document and all evidence are links."""
    made = entry(edition, agency, **facts)
    wanted = [kind.key for kind in edition.documents if is_needed(kind, made)]
    wanted += [f"{EVIDENCE_PREFIX}{each.key}" for each in edition.form if each.evidence != "none"]
    db.session.add_all(document(made, key) for key in wanted)
    db.session.flush()
    return made


def document(entry: Entry, key: str, **facts: Any) -> Document:
    """A document of an entry, as a link unless told otherwise."""
    return Document(
        **{
            "entry_id": entry.id,
            "key": key,
            "name": f"Dokumen {key}",
            "link": f"https://contoh.id/{key}",
            "added_at": clock.now(),
            "added_by_id": entry.created_by_id,
            **facts,
        }
    )


def complete(entry: Entry) -> Entry:
    """The entry with every document and evidence that keeps it from being sent."""
    asked = [each.key for each in entry.edition.documents if each.required == "yes"]
    evidence = [f"section:{s.key}" for s in entry.edition.form if s.evidence != "none"]
    db.session.add_all(
        Document(
            entry_id=entry.id,
            key=key,
            name=f"{key}.pdf".replace(":", "-"),
            kind="pdf",
            size=1024,
            sha256=hashlib.sha256(f"{entry.id} {key}".encode()).hexdigest(),
            added_at=clock.now(),
            added_by_id=entry.created_by_id,
        )
        for key in [*asked, *evidence]
    )
    db.session.flush()
    return entry


def _texts(entry: Entry, edition: Edition) -> list[SectionText]:
    return [
        SectionText(
            entry_id=entry.id,
            key=section.key,
            text=f"Isi {section.key} yang cukup jelas.",
            answer=True if section.kind == "yesno_text" else None,
            version=1,
            saved_at=clock.now(),
            saved_by_id=entry.created_by_id,
        )
        for section in edition.form
    ]


def _submission(entry: Entry) -> Submission:
    return Submission(
        entry_id=entry.id,
        number=1,
        content={"title": entry.title},
        sha256="0" * 64,
        statement="Kami menyatakan seluruh data benar.",
        signed_by_id=Cast().head.id,
        signed_at=clock.now(),
    )


def judge(name: str, agency: Agency) -> User:
    """One more judge."""
    return people.create_user(
        email=f"juri{next(_numbers)}@contoh.id",
        name=name,
        position="",
        agency=agency,
        roles=[Role.JUDGE],
        actor=None,
    )


def admitted(round_: Round, *entries: Entry) -> None:
    """The entries take part in the round."""
    for each in entries:
        if db.session.get(RoundEntry, (round_.id, each.id)) is None:
            db.session.add(
                RoundEntry(
                    round_id=round_.id,
                    entry_id=each.id,
                    admitted_at=clock.now(),
                    alias=f"K-{next(_numbers):03}" if round_.blind else None,
                )
            )
    db.session.flush()


def assignment(round_: Round, entry: Entry, judge: User) -> Assignment:
    """A judge for an entry, the code of conduct signed; the database refuses the own agency."""
    admitted(round_, entry)
    pledge(round_.edition, judge)
    with unsealed(round_):
        return _assignment(round_, entry, judge)


@contextmanager
def unsealed(round_: Round) -> Iterator[None]:
    """The round as it was before it was locked, where the database refuses sheets."""
    state = round_.state
    if state in SEALED:
        round_.state = RoundState.OPEN
        db.session.flush()
    yield
    db.session.flush()
    round_.state = state
    db.session.flush()


def _assignment(round_: Round, entry: Entry, judge: User) -> Assignment:
    made = Assignment(
        round_id=round_.id,
        entry_id=entry.id,
        entry_wall_id=entry.wall_id,
        judge_id=judge.id,
        judge_wall_id=judge.wall_id,
        made_at=clock.now(),
        made_by_id=Cast().organiser.id,
    )
    db.session.add(made)
    db.session.flush()
    return made


def pledge(edition: Edition, judge: User) -> None:
    """The judge has signed the edition's code of conduct."""
    if pledge_of(judge, edition) is None:
        db.session.add(
            Pledge(
                judge_id=judge.id,
                edition_id=edition.id,
                text_sha256=conduct.fingerprint(edition.code_of_conduct),
                edition_version=edition.version,
                signed_at=clock.now(),
            )
        )
        db.session.flush()


def sheet(assignment: Assignment, levels: list[int] | int, *, finished: bool = True) -> ScoreSheet:
    """A score sheet with one level per criterion (or the same one everywhere)."""
    criteria = assignment.round.criteria
    marks = levels if isinstance(levels, list) else [levels] * len(criteria)
    weighed = [Weighed(c.key, c.weight, assignment.round.scale_max) for c in criteria]
    total = sheet_total({c.key: mark for c, mark in zip(criteria, marks, strict=True)}, weighed)
    made = ScoreSheet(
        assignment_id=assignment.id,
        state=SheetState.FINISHED if finished else SheetState.OPEN,
        marked=len(criteria),
        expected=len(criteria),
        total=total,
        version=1,
        saved_at=clock.now(),
        finished_at=clock.now() if finished else None,
        marks=[
            Mark(criterion_id=c.id, level=mark, reason="Alasan contoh.")
            for c, mark in zip(criteria, marks, strict=True)
        ],
    )
    with unsealed(assignment.round):
        db.session.add(made)
        db.session.flush()
    return made


def agreed(kind: str, target: Any, reason: str = "Alasan contoh.", **details: Any) -> Approval:
    """What one organiser proposed and the second confirmed, without running it."""
    found, now = KINDS[kind], clock.now()
    made = Approval(
        kind=kind,
        subject_id=target.id,
        edition_id=found.edition_id(target),
        title=found.title(target),
        details=details,
        basis=fingerprint(found, target, details),
        reason=reason,
        state=ApprovalState.CONFIRMED,
        proposed_by=Cast().organiser,
        proposed_at=now,
        lapses_at=now + timedelta(days=3),
        confirmed_by=Cast().second_organiser,
        closed_by=Cast().second_organiser,
        closed_at=now,
        remark="Setuju.",
    )
    db.session.add(made)
    db.session.flush()
    return made


def run(kind: str, target: Any, reason: str = "Alasan contoh.", **details: Any) -> Approval:
    """The act done, as if two organisers had just agreed on it."""
    made = agreed(kind, target, reason, **details)
    KINDS[kind].run(target, made)
    return made
