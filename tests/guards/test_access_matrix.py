"""Who may do what: every rule times every person, with one object in the states that matter.

The features' own access tests go through more states and the pages; this is the whole on one page,
and a rule that is not in it fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from flask_login import AnonymousUserMixin

from award.approvals.kinds import KINDS
from award.approvals.models import Approval
from award.approvals.queries import Matter
from award.approvals.states import ApprovalState
from award.certificates.ceremony.pack import Paper
from award.certificates.honourees import Team
from award.certificates.models import Batch
from award.certificates.models_signing import Intake
from award.certificates.packing.piles import Edge, Order
from award.certificates.packing.presswork import Wish
from award.certificates.queries import certificates
from award.certificates.recipients import Preparation
from award.certificates.states import CertificateState, Kind, SignatureMode
from award.certificates.style import Style
from award.competitions.models import Edition
from award.competitions.states import EditionState, RoundState
from award.core import clock
from award.core.access import RULES, can
from award.core.db import db
from award.entries.states import EntryState
from award.judging import actions as judging
from award.judging.actions import announce_order, key_sheet, make_order, settle_sheet
from award.judging.actions import calibration as practising
from award.judging.models_calibration import SampleSheet
from award.judging.models_discrepancy import Discrepancy
from award.judging.models_wall import Pledge
from award.judging.queries import Panel, SheetDocument
from award.judging.queries.calibration import OwnCalibration, Practice
from award.judging.queries.discrepancies import Case
from award.judging.queries.order import plan
from award.judging.queries.panel import Chair, EntryRow, Place, Sitting
from award.judging.queries.paper import case_of
from award.judging.states import ConflictKind, SheetState
from award.judging.timetable import Hours
from award.results.models import Decision
from award.results.models_record import Objection, Snapshot
from award.results.models_ruling import Disqualification
from award.results.queries.hearing import Hearing
from award.results.queries.rulings import Ruling
from award.results.states import ObjectionState, Outcome
from award.visits.models import Referral
from award.visits.states import ReferralState, VisitState
from tests import builders
from tests.cast import PEOPLE, Cast
from tests.certificates import finished
from tests.visits import fieldwork

GROUPS = {
    "organisers": {"organiser", "second_organiser"},
    "writers": {"staff", "colleague"},
    "own": {"staff", "colleague", "head"},
    "all_staff": {"staff", "colleague", "other_staff", "outsider"},
    "heads": {"head", "other_head"},
    "judges": {"internal_judge", "external_judge", "second_judge"},
}
"""The cast by role. What is acted on belongs to DLHK: ``own`` are its people."""

ALWAYS = "always"
"""The state that covers those without a row of their own; where it lacks too, nobody may."""

NOTHING = {
    "people:manage": {ALWAYS: "organisers"},
    "agency:manage": {ALWAYS: "organisers"},
    "innovation:register": {ALWAYS: "all_staff"},
    "innovation:list": {ALWAYS: "all_staff heads"},
    "entry:list": {ALWAYS: "all_staff heads"},
    "sheet:list": {ALWAYS: "judges"},
    "conflict:own": {ALWAYS: "judges"},
    "visit:list": {ALWAYS: "judges"},
    "visit:list_of_agency": {ALWAYS: "all_staff heads"},
    "approval:list": {ALWAYS: "organisers"},
    "order:own": {ALWAYS: "all_staff heads"},
    "certificate:check": {ALWAYS: "organisers"},
    "certificate:list": {ALWAYS: "organisers"},
    "signatory:manage": {ALWAYS: "organisers"},
    "certificate:list_of_agency": {ALWAYS: "all_staff heads"},
    "certificate:list_of_judge": {ALWAYS: "judges"},
    "team:list": {ALWAYS: "all_staff"},
}
ACCOUNT = {"people:deactivate": {"own": "second_organiser", "another": "organisers"}}
INNOVATION = {
    "innovation:read": {ALWAYS: "own organisers"},
    "innovation:change": {"current": "writers"},
}
EDITION = {
    "edition:manage": {ALWAYS: "organisers"},
    "edition:edit": {ALWAYS: "organisers"},
    "edition:edit_rubric": {ALWAYS: "organisers"},
    "edition:reweigh": {},
    "edition:open": {"draft": "organisers"},
    "board:see": {ALWAYS: "organisers"},
    "conduct:sign": {ALWAYS: "judges"},
    "conflict:list": {ALWAYS: "organisers"},
    "board:waive": {"open": "organisers"},
    "results:see": {ALWAYS: "organisers"},
    "results:vote_final": {"open": "organisers"},
    "results:freeze": {"open": "organisers"},
    "results:unfreeze": {"frozen": "organisers", "heard": "organisers"},
    "results:hear": {"frozen": "organisers"},
    "results:publish": {"heard": "organisers"},
    "dissent:record": {"open": "judges", "frozen": "judges", "heard": "judges"},
    "certificate:manage": {
        "frozen": "organisers",
        "heard": "organisers",
        "published": "organisers",
    },
    "certificate:issue": {"published": "organisers"},
    "ceremony:prepare": {"published": "organisers"},
}
PREPARATION = {
    "certificate:prepare": EDITION["certificate:manage"],
    "look:edit": {ALWAYS: "organisers"},
}
TEAM = {
    "team:name": {"published": "writers"},
    "team:correct": {"frozen": "organisers", "published": "organisers"},
}
CEREMONY = {"ceremony:read": {"published": "organisers"}}
OPENING = {"entry:open": {"open": "writers"}}
RESULT = {"results:own": {"published": "own"}, "results:heard": {"frozen": "own"}}
HEARING = {
    "objection:see": {"open": "own", "over": "own"},
    "objection:file": {"open": "own"},
}
OBJECTION = {"objection:answer": {"open": "organisers"}}
SNAPSHOT = {"results:paper": {ALWAYS: "organisers"}}
DECISION = {"results:override": {"frozen": "organisers"}}
ROUND = {
    "round:run": {ALWAYS: "organisers"},
    "calibration:start": {"draft": "organisers", "open": "organisers"},
    "round:open": {"draft": "organisers"},
    "round:close": {"open": "organisers"},
    "round:reopen": {"closed": "organisers"},
    "round:reweigh": {},
    "round:lock": {"closed": "organisers"},
    "round:unlock": {"locked": "organisers"},
    "round:admit": {"draft": "organisers", "open": "organisers"},
    "round:assign": {"draft": "organisers", "open": "organisers"},
    "panel:edit": {"draft": "organisers", "open": "organisers"},
    "order:plan": dict.fromkeys(("draft", "open", "closed"), "organisers"),
    "visit:manage": {ALWAYS: "organisers"},
    "visit:plan": {"open": "organisers"},
    "results:see_round": {ALWAYS: "organisers"},
    "results:vote": {"locked": "organisers"},
    "results:decide": {"locked": "organisers"},
    "results:undecide": {"decided": "organisers"},
    "results:own_report": dict.fromkeys(("closed", "locked", "decided", "published"), "judges"),
}
ORDER = {"order:announce": {"new": "organisers"}}
ANNOUNCED = {"order:read": {"announced": "judges"}}
CALIBRATION = {"calibration:close": {"open": "organisers"}}
OWN_CALIBRATION = {"calibration:see": {ALWAYS: "judges"}}
PRACTICE = {
    "calibration:read": {ALWAYS: "judges"},
    "calibration:score": {"open": "judges"},
}
READERS = {
    ALWAYS: "own organisers",
    "draft": "own",
    "awaiting_signoff": "own",
    "withdrawn": "own",
}
ENTRY = {
    "entry:read": READERS,
    "entry:write": {"draft": "writers", "correction": "writers"},
    "entry:send": {"draft": "own", "correction": "own"},
    "entry:sign": {"awaiting_signoff": "head"},
    "entry:hand_back": {"awaiting_signoff": "head"},
    "entry:withdraw": dict.fromkeys(
        ("draft", "awaiting_signoff", "submitted", "correction"), "own"
    ),
    "entry:reopen": {"withdrawn": "own"},
    "entry:receipt": READERS | dict.fromkeys(("draft", "awaiting_signoff", "withdrawn"), ""),
    "entry:screen": {"submitted": "organisers"},
    "signing:see": {ALWAYS: "head"},
    "entry:veil": {ALWAYS: "organisers"},
    "screening:see": {ALWAYS: "organisers"},
}
DOCUMENT = {"entry:document": READERS}
SHEET = {
    "sheet:read": {ALWAYS: "external_judge", "unsigned": "", "ended": ""},
    "sheet:write": {"none": "external_judge", "open": "external_judge"},
    "sheet:finish": {"none": "external_judge", "open": "external_judge"},
    "sheet:reopen": {"finished": "external_judge"},
    "sheet:compare": {"compared": "external_judge"},
    "sheet:change": {"compared": "external_judge"},
}
SHEET_PANEL = {"sheet:discuss": {"finished": "external_judge", "compared": "external_judge"}}
PAPER = {
    "paper:see": {ALWAYS: "organisers", "bound": ""},
    "paper:key": {"none": "organisers", "once": "organisers"},
    "paper:settle": {"twice": "organisers"},
    "paper:discard": dict.fromkeys(("once", "twice", "finished"), "organisers"),
}
SHEET_DOCUMENT = {
    "sheet:document": {ALWAYS: "external_judge", "unsigned": "", "ended": ""},
}
PLACE = {
    "place:see": {ALWAYS: "organisers", "bound": ""},
    "place:fill": {ALWAYS: "organisers", "bound": ""},
}
SITTING = {"assignment:end": {ALWAYS: "organisers", "bound": ""}}
CHAIR = {"seat:edit": ROUND["panel:edit"]}
PERSON = {"conflict:declare": {"judge": "organisers internal_judge", "staff": "organisers"}}
CONFLICT = {"conflict:lift": {"judge": "organisers", "own": "second_organiser"}}
VISIT = {
    "visit:read": {ALWAYS: "organisers external_judge"},
    "visit:change": {"open": "organisers"},
    "claim:write": {"open": "organisers external_judge"},
    "claim:answer": {"open": "external_judge"},
    "claim:photograph": {"open": "external_judge", "finished": "external_judge"},
    "checklist:finish": {"open": "external_judge"},
    "checklist:reopen": {"finished": "external_judge"},
}
PHOTO = {
    "visit:photo": {ALWAYS: "organisers external_judge"},
    "photo:remove": {"open": "external_judge"},
}
REFERRAL = {"referral:settle": {"open": "organisers", "settled": "organisers"}}
CERTIFICATE = {
    "certificate:read": {ALWAYS: "organisers"},
    "certificate:retry": {"failed": "organisers"},
    "certificate:revoke": {
        "ready": "organisers",
        "unsigned": "organisers",
        "failed": "organisers",
    },
    "certificate:correct": {
        "ready": "organisers",
        "unsigned": "organisers",
        "failed": "organisers",
    },
    "certificate:reissue": {"revoked": "organisers"},
    "certificate:own": {"ready": "own"},
}
PRESS = {
    "certificate:press": {
        "plain": "organisers",
        "marked": "organisers",
        "plain, other design": "organisers",
    }
}
SIGNING = {
    "certificate:import": {"upload_signed": "organisers"},
    "certificate:seal": {"pades": "organisers"},
}
INTAKE = {"certificate:intake": {ALWAYS: "organisers"}}

DISCREPANCY = {
    "discrepancy:see": {ALWAYS: "organisers"},
    "discrepancy:settle": dict.fromkeys(("draft", "open", "closed"), "organisers"),
    "discrepancy:call": dict.fromkeys(("draft", "open"), "organisers"),
}
RULING = {
    "entry:disqualify": {"open": "organisers"},
    "entry:reinstate": {"out": "organisers"},
    "ruling:own": {"out": "own", "out_published": "own"},
}
APPROVAL = {
    "approval:see": {ALWAYS: "organisers"},
    "approval:confirm": {"open": "second_organiser"},
    "approval:decline": {"open": "second_organiser"},
    "approval:withdraw": {"open": "organiser"},
}
"""What the first organiser proposed."""

Objects = Iterator[tuple[str, Any]]


def nothing() -> Objects:
    yield ALWAYS, None


def accounts() -> Objects:
    yield "own", Cast().organiser
    yield "another", Cast().staff


def innovations() -> Objects:
    yield "current", builders.innovation()
    yield "archived", builders.innovation(archive=True)


def editions() -> Objects:
    """One whose rounds are all decided, in each of its states."""
    edition = builders.edition()
    for each in edition.rounds:
        each.state = RoundState.DECIDED
    for edition.state in EditionState:
        yield edition.state, edition
    edition.state, edition.objections_until = EditionState.FROZEN, clock.now() - timedelta(hours=1)
    yield "heard", edition


def wishes() -> Objects:
    """Files for the press, while the design is what it was and after it has changed."""
    for edge, word in ((Edge.PLAIN, "plain"), (Edge.MARKED, "marked")):
        yield word, Wish(1, Order.NUMBER, edge, True)
        yield f"{word}, other design", Wish(1, Order.NUMBER, edge, False)


def preparations() -> Objects:
    for state, edition in editions():
        yield state, Preparation(edition, Kind.WINNER)


def teams() -> Objects:
    """Beside a winning entry of DLHK, and beside one that the reader is bound to."""
    entry = builders.entry(builders.edition(), state=EntryState.PASSED)
    entry.edition.state = EditionState.PUBLISHED
    yield "bound", Team(entry, Outcome.PARTICIPANT, (), bound="Instansi sendiri")
    for entry.edition.state in EditionState:
        yield entry.edition.state, Team(entry, Outcome.WINNER, ())


def ceremony_papers() -> Objects:
    for state, edition in editions():
        yield state, Paper(edition, "slide")


def openings() -> Objects:
    innovation = builders.innovation()
    for state, edition in editions():
        yield state, (innovation, edition)


def own_results() -> Objects:
    entry = builders.entry(builders.edition(), state=EntryState.PASSED)
    for entry.edition.state in EditionState:
        frozen = entry.edition.state is EditionState.FROZEN
        entry.edition.objections_until = clock.now() if frozen else None
        yield entry.edition.state, entry


def hearings() -> Objects:
    entry = builders.entry(builders.edition(), state=EntryState.PASSED)
    entry.edition.state = EditionState.FROZEN
    yield "untold", Hearing(entry, None, ())
    for state, hours in (("open", 1), ("over", -1)):
        entry.edition.objections_until = clock.now() + timedelta(hours=hours)
        yield state, Hearing(entry, None, ())


def objections() -> Objects:
    found = Objection(edition=builders.edition(state=EditionState.FROZEN))
    for found.state in ObjectionState:
        yield found.state, found


def snapshots() -> Objects:
    yield "any", Snapshot()


def decisions() -> Objects:
    entry = builders.entry(builders.edition(), state=EntryState.PASSED)
    for entry.edition.state in EditionState:
        yield entry.edition.state, Decision(entry=entry, rank=1)


def rounds() -> Objects:
    round_ = builders.round_of(builders.edition())
    for round_.state in RoundState:
        yield round_.state, round_


def practices() -> Objects:
    """The external judge before a sample, unfinished, finished, and when all is over."""
    round_ = builders.round_of(builders.edition())
    judge = Cast().external_judge
    made = practising.start_calibration(round_=round_, actor=Cast().organiser)
    sample = made.samples[0]
    yield "open", Practice(sample, None)
    sheet = SampleSheet(sample_id=sample.id, judge_id=judge.id, state=SheetState.FINISHED)
    yield "finished", Practice(sample, sheet)
    made.closed_at = made.opened_at
    yield "closed", Practice(sample, None)


def calibrations() -> Objects:
    for state, practice in practices():
        if state != "finished":
            yield state, practice.sample.calibration


def own_calibrations() -> Objects:
    for state, practice in practices():
        yield state, OwnCalibration(practice.sample.calibration, [practice])


def orders() -> Objects:
    """A round's order before it is made, while it is new, and once everybody knows it."""
    edition = builders.edition()
    round_ = builders.round_of(edition, "presentasi")
    builders.admitted(round_, builders.entry(edition, state=EntryState.PASSED))
    yield "none", plan(round_)
    order = make_order(
        round_=round_,
        hours=Hours(clock.today()),
        lot="1",
        open_to_all=False,
        actor=Cast().organiser,
    )
    yield "new", plan(round_)
    announce_order(order=order, actor=Cast().organiser)
    yield "announced", plan(round_)


def read_orders() -> Objects:
    for state, found in orders():
        if found.order is not None:
            yield state, found.order


def entries() -> Objects:
    edition = builders.edition()
    for state in EntryState:
        yield state, builders.entry(edition, state=state)


def documents() -> Objects:
    for state, entry in entries():
        found = builders.document(entry, "sk_inovasi")
        db.session.add(found)
        db.session.flush()
        yield state, found


def sheets() -> Objects:
    """What the first external judge has been given, before and while it is scored."""
    edition = builders.edition()
    for state in ("none", "open", "finished", "compared"):
        entry = builders.entry(edition, state=EntryState.PASSED)
        given = builders.assignment(builders.round_of(edition), entry, Cast().external_judge)
        if state != "none":
            made = builders.sheet(given, 4, finished=state != "open")
            made.compared_at = made.finished_at if state == "compared" else None
        db.session.refresh(given)
        yield state, given
    yield from _never_readable(edition)


def _never_readable(edition: Edition) -> Objects:
    round_ = builders.round_of(edition)
    entry = builders.entry(edition, state=EntryState.PASSED)
    given = builders.assignment(round_, entry, Cast().external_judge)
    judging.unassign(assignment=given, reason="Berhalangan", actor=Cast().organiser)
    yield "ended", given
    other = builders.entry(edition, state=EntryState.PASSED)
    unsigned = builders.assignment(round_, other, Cast().external_judge)
    db.session.query(Pledge).delete()
    db.session.refresh(unsigned)
    yield "unsigned", unsigned


def places() -> Objects:
    """An entry of DLHK, and one that the reader is bound to."""
    for word, given in sittings():
        row = EntryRow(given.assignment.entry, [given.assignment])
        yield word, Place(given.assignment.round, row, given.barred)


def sittings() -> Objects:
    edition = builders.edition()
    entry = builders.entry(edition, state=EntryState.PASSED)
    given = builders.assignment(builders.round_of(edition), entry, Cast().external_judge)
    yield "free", Sitting(given)
    yield "bound", Sitting(given, "Instansi sendiri")


def chairs() -> Objects:
    for state, round_ in rounds():
        yield state, Chair(round_, Cast().external_judge)


def persons() -> Objects:
    yield "judge", Cast().internal_judge
    yield "staff", Cast().staff


def conflicts() -> Objects:
    entry = builders.entry(builders.edition(), state=EntryState.PASSED)
    for word, who in (("judge", "internal_judge"), ("own", "organiser")):
        person = getattr(Cast(), who)
        declared = judging.declare(
            person=person, kind=ConflictKind.FAMILY, entry=entry, actor=person
        )
        yield word, declared.kept


def sheet_panels() -> Objects:
    for state, given in sheets():
        yield state, Panel(given, 0)


def papers() -> Objects:
    """A paper sheet as it is typed, what a judge scored on screen, and an organiser's own entry."""
    edition, cast = builders.edition(), Cast()
    round_ = builders.round_of(edition)
    entry = builders.entry(edition, state=EntryState.PASSED)
    given = builders.assignment(round_, entry, cast.external_judge)
    yield "none", case_of(given, cast.organiser)
    for state, who, level in (("once", "organiser", 3), ("twice", "second_organiser", 4)):
        marks = {each.key: (level, "") for each in round_.criteria}
        key_sheet(assignment=given, marks=marks, comment="", actor=getattr(cast, who))
        yield state, case_of(given, cast.organiser)
    settle_sheet(assignment=given, marks=marks, comment="", actor=cast.organiser)
    yield "finished", case_of(given, cast.organiser)
    own = builders.entry(edition, builders.agency("brida"), EntryState.PASSED)
    bound = builders.assignment(round_, own, cast.external_judge)
    yield "bound", case_of(bound, cast.organiser)
    scored = builders.assignment(round_, entry, cast.second_judge)
    builders.sheet(scored, 4)
    db.session.refresh(scored)
    yield "on_screen", case_of(scored, cast.organiser)


def sheet_documents() -> Objects:
    for state, given in sheets():
        yield state, SheetDocument(given, builders.document(given.entry, "sk_inovasi"))


def visits() -> Objects:
    """The first external judge goes there; cancelled, open, checked, and after the round."""
    visit = fieldwork.visit()
    fieldwork.claim(visit)
    yield "open", visit
    visit.state, visit.reason = VisitState.CANCELLED, "Hujan."
    yield "cancelled", visit
    visit.state = VisitState.PLANNED
    fieldwork.finish(visit)
    yield "finished", visit
    visit.round.state = RoundState.CLOSED
    yield "closed", visit


def photos() -> Objects:
    for state, visit in visits():
        yield state, fieldwork.photo(visit.claims[0])


def referrals() -> Objects:
    claim = fieldwork.claim(fieldwork.visit())
    for state in ReferralState:
        yield state, Referral(claim=claim, state=state)


def signings() -> Objects:
    for mode in SignatureMode:
        yield mode, Batch(style=Style(signing=mode).to_dict())


def intakes() -> Objects:
    yield "any", Intake()


def issued() -> Objects:
    certificate = certificates(finished.issue(finished.edition()))[0]
    for certificate.state in CertificateState:
        yield certificate.state, certificate


def discrepancies() -> Objects:
    """Two judges far apart, in every state of their round."""
    round_ = builders.round_of(builders.edition())
    for round_.state in RoundState:
        yield round_.state, Case(Discrepancy(round=round_))


def rulings() -> Objects:
    """An entry that passed screening, in and out of the competition."""
    entry = builders.entry(builders.edition(), state=EntryState.PASSED)
    for entry.edition.state in EditionState:
        yield entry.edition.state, Ruling(entry, None)
    entry.edition.state, standing = EditionState.OPEN, Disqualification()
    yield "out", Ruling(entry, standing)
    entry.edition.state = EditionState.PUBLISHED
    yield "out_published", Ruling(entry, standing)


def proposals() -> Objects:
    """The first organiser's proposal to revoke a certificate."""
    found = certificates(finished.issue(finished.edition()))[0]
    found.state, found.sha256 = CertificateState.READY, "a" * 64
    approval = builders.agreed("certificate.revoke", found)
    for state in ApprovalState:
        # Seen from outside only: what is over can no longer be changed in the database.
        yield state, Matter(_in_state(approval, state), KINDS[approval.kind], found)


def _in_state(approval: Approval, state: ApprovalState) -> Any:
    return SimpleNamespace(
        state=state, proposed_by_id=approval.proposed_by_id, lapses_at=approval.lapses_at
    )


MATRIX: list[tuple[dict[str, dict[str, str]], Callable[[], Objects]]] = [
    (NOTHING, nothing),
    (ACCOUNT, accounts),
    (INNOVATION, innovations),
    (EDITION, editions),
    (PREPARATION, preparations),
    (CEREMONY, ceremony_papers),
    (PRESS, wishes),
    (TEAM, teams),
    (OPENING, openings),
    (RESULT, own_results),
    (HEARING, hearings),
    (OBJECTION, objections),
    (SNAPSHOT, snapshots),
    (DECISION, decisions),
    (ROUND, rounds),
    (CALIBRATION, calibrations),
    (OWN_CALIBRATION, own_calibrations),
    (PRACTICE, practices),
    (ORDER, orders),
    (ANNOUNCED, read_orders),
    (ENTRY, entries),
    (DOCUMENT, documents),
    (SHEET, sheets),
    (SHEET_PANEL, sheet_panels),
    (PAPER, papers),
    (SHEET_DOCUMENT, sheet_documents),
    (PLACE, places),
    (SITTING, sittings),
    (CHAIR, chairs),
    (PERSON, persons),
    (CONFLICT, conflicts),
    (VISIT, visits),
    (PHOTO, photos),
    (REFERRAL, referrals),
    (CERTIFICATE, issued),
    (SIGNING, signings),
    (INTAKE, intakes),
    (DISCREPANCY, discrepancies),
    (RULING, rulings),
    (APPROVAL, proposals),
]


def people(words: str) -> set[str]:
    return {who for word in words.split() for who in GROUPS.get(word, {word})}


def allowed(action: str, target: Any, actors: dict[str, Any]) -> set[str]:
    return {who for who, actor in actors.items() if can(action, target, actor)}


@pytest.mark.parametrize(("table", "objects"), MATRIX, ids=[each.__name__ for _, each in MATRIX])
def test_each_person_may_what_the_table_says_and_nothing_else(
    app: Flask, cast: Cast, table: dict[str, dict[str, str]], objects: Callable[[], Objects]
) -> None:
    actors = {"anonymous": AnonymousUserMixin(), **{who: getattr(cast, who) for who in PEOPLE}}
    seen: set[str] = {ALWAYS}
    for state, target in objects():
        seen.add(str(state))
        with db.session.no_autoflush:
            for action, rows in table.items():
                expected = people(rows.get(state, rows.get(ALWAYS, "")))
                assert allowed(action, target, actors) == expected, (action, state)
    assert {state for rows in table.values() for state in rows} <= seen


def test_every_rule_has_one_place_in_the_matrix(app: Flask) -> None:
    placed = [action for table, _ in MATRIX for action in table]
    assert sorted(placed) == sorted(RULES)


def test_a_table_grants_nothing_to_people_who_did_not_sign_in() -> None:
    granted = {who for table, _ in MATRIX for rows in table.values() for who in rows.values()}
    assert people(" ".join(granted)) <= PEOPLE.keys()
