"""Votes of the plenary, and who goes on to the next round."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from award.competitions.states import RoundState
from award.core.db import db
from award.core.ledger import Act
from award.core.problems import Invalid, Refused
from award.judging.queries import entries_of_round
from award.results import actions
from award.results.models import Decision, PlenaryVote
from award.results.states import Outcome
from tests import builders
from tests.results import course


@pytest.fixture
def edition(app):
    return builders.edition()


@pytest.fixture
def proposal(edition):
    round_ = course.closed(edition)
    round_.advance_per_category = 2
    return round_


def presentation(edition):
    return builders.round_of(edition, "presentasi", RoundState.DRAFT)


def vote(round_, order, actor, reason="Dampaknya lebih luas."):
    actions.vote(
        edition=round_.edition,
        round_=round_,
        order=[each.id for each in order],
        reason=reason,
        actor=actor,
    )


def test_the_best_go_on_and_their_scores_are_frozen(proposal, cast):
    a, b, c = course.field(proposal, 5, 3, 4)

    decisions = actions.decide_round(round_=proposal, actor=cast.organiser)

    assert [(d.entry_id, d.rank, str(d.score), d.outcome) for d in decisions] == [
        (a.id, 1, "100.00", Outcome.ADVANCES),
        (c.id, 2, "80.00", Outcome.ADVANCES),
        (b.id, 3, "60.00", Outcome.STAYS),
    ]
    assert proposal.state == RoundState.DECIDED
    assert [e.id for e in entries_of_round(presentation(proposal.edition).id)] == [a.id, c.id]


def test_every_category_has_its_own_line(proposal, cast):
    course.field(proposal, 5, 4, 3)
    other = course.field(proposal, 3, 2, category=1)

    decisions = actions.decide_round(round_=proposal, actor=cast.organiser)

    goes_on = {d.entry_id for d in decisions if d.outcome == Outcome.ADVANCES}
    assert goes_on.issuperset(each.id for each in other)
    assert len(goes_on) == 4


def test_a_round_without_a_line_lets_everyone_go_on(proposal, cast):
    proposal.advance_per_category = None
    course.field(proposal, 5, 4, 4)

    decisions = actions.decide_round(round_=proposal, actor=cast.organiser)

    assert {d.outcome for d in decisions} == {Outcome.ADVANCES}


def test_a_line_through_a_tie_is_refused_by_name(proposal, cast):
    course.field(proposal, 5, 4, 4)

    with pytest.raises(Invalid, match="Kesetaraan gender"):
        actions.decide_round(round_=proposal, actor=cast.organiser)

    assert proposal.state == RoundState.LOCKED
    assert db.session.scalars(select(Decision)).all() == []


def test_widening_lets_the_whole_tie_go_on(proposal, cast):
    a, b, c, d = course.field(proposal, 5, 4, 4, 3)
    category = proposal.edition.categories[0].id

    found = actions.decide_round(round_=proposal, actor=cast.organiser, widen={category})

    goes_on = {each.entry_id: each.reason for each in found if each.outcome == Outcome.ADVANCES}
    assert goes_on == {a.id: "", b.id: "widened", c.id: "widened"}
    assert d.id not in {e.id for e in entries_of_round(presentation(proposal.edition).id)}


def test_widening_elsewhere_does_not_help(proposal, cast):
    course.field(proposal, 5, 4, 4)
    other = proposal.edition.categories[1].id

    with pytest.raises(Invalid):
        actions.decide_round(round_=proposal, actor=cast.organiser, widen={other})


def test_the_plenary_settles_the_line_with_its_reason(proposal, cast):
    _, b, c = course.field(proposal, 5, 4, 4)
    vote(proposal, [c, b], cast.organiser, "Penerima manfaatnya lebih banyak.")

    found = {
        each.entry_id: each for each in actions.decide_round(round_=proposal, actor=cast.organiser)
    }

    assert (found[c.id].outcome, found[b.id].outcome) == (Outcome.ADVANCES, Outcome.STAYS)
    assert found[c.id].broken_by == "plenary"
    assert found[c.id].reason == "Penerima manfaatnya lebih banyak."


def test_a_later_vote_replaces_the_earlier_and_both_stay_on_record(proposal, cast):
    _, b, c = course.field(proposal, 5, 4, 4)
    vote(proposal, [c, b], cast.organiser)
    vote(proposal, [b, c], cast.organiser, "Ditinjau ulang atas data terbaru.")

    actions.decide_round(round_=proposal, actor=cast.organiser)

    inside = [e.id for e in entries_of_round(presentation(proposal.edition).id)]
    assert c.id not in inside
    assert len(db.session.scalars(select(PlenaryVote)).all()) == 4


@pytest.mark.parametrize(
    "choose",
    [
        lambda a, b, c: [b],
        lambda a, b, c: [b, b, c],
        lambda a, b, c: [a, b, c],
        lambda a, b, c: [],
    ],
    ids=["half a tie", "one twice", "one too many", "nobody"],
)
def test_a_vote_names_exactly_one_tie(proposal, cast, choose):
    a, b, c = course.field(proposal, 5, 4, 4)

    with pytest.raises(Invalid, match="tepat satu kali"):
        vote(proposal, choose(a, b, c), cast.organiser)

    assert db.session.scalars(select(PlenaryVote)).all() == []


def test_a_vote_cannot_overturn_the_written_rules(proposal, cast):
    a, b = course.field(proposal, [4, 4, 4, 5, 4, 4, 2], 4)

    with pytest.raises(Invalid):
        vote(proposal, [b, a], cast.organiser)


def test_a_vote_needs_its_reason(proposal, cast):
    _, b, c = course.field(proposal, 5, 4, 4)

    with pytest.raises(Invalid, match="alasan"):
        vote(proposal, [c, b], cast.organiser, "  ")


def test_entries_without_a_finished_sheet_are_listed(proposal, cast):
    course.field(proposal, 5)
    builders.admitted(proposal, course.passed(proposal.edition, "Gotik"))

    with pytest.raises(Invalid, match="Gotik"):
        actions.decide_round(round_=proposal, actor=cast.organiser)


def test_only_a_closed_round_is_decided(proposal, cast):
    course.field(proposal, 5)
    proposal.state = RoundState.OPEN
    db.session.flush()

    with pytest.raises(Refused, match="belum ditutup"):
        actions.decide_round(round_=proposal, actor=cast.organiser)


def test_deciding_twice_is_refused(proposal, cast):
    course.field(proposal, 5)
    actions.decide_round(round_=proposal, actor=cast.organiser)

    with pytest.raises(Refused, match="sudah ditetapkan"):
        actions.decide_round(round_=proposal, actor=cast.organiser)


@pytest.mark.parametrize("who", ["staff", "head", "external_judge", "outsider"])
def test_nobody_but_the_organiser_decides_or_votes(proposal, cast, who):
    _, b, c = course.field(proposal, 5, 4, 4)

    with pytest.raises(Refused):
        actions.decide_round(round_=proposal, actor=getattr(cast, who))
    with pytest.raises(Refused):
        vote(proposal, [b, c], getattr(cast, who))


def test_a_decision_is_taken_back_before_the_next_round_begins(proposal, cast):
    course.field(proposal, 5, 4)
    actions.decide_round(round_=proposal, actor=cast.organiser)

    actions.undecide_round(round_=proposal, actor=cast.organiser)

    assert proposal.state == RoundState.LOCKED
    assert db.session.scalars(select(Decision)).all() == []
    assert entries_of_round(presentation(proposal.edition).id) == []


def test_a_decision_stands_once_the_next_round_is_open(proposal, cast):
    course.field(proposal, 5, 4)
    actions.decide_round(round_=proposal, actor=cast.organiser)
    builders.round_of(proposal.edition, "presentasi", RoundState.OPEN)

    with pytest.raises(Refused, match="sudah dibuka"):
        actions.undecide_round(round_=proposal, actor=cast.organiser)


def test_the_ledger_remembers_score_rank_and_reason(proposal, cast):
    a, *_ = course.field(proposal, 5, 4)
    actions.decide_round(round_=proposal, actor=cast.organiser)
    db.session.commit()

    act = db.session.scalar(select(Act).where(Act.action == "results.round_decided"))
    first = json.loads(act.content)["decisions"][0]
    assert (first["entry_id"], first["score"], first["rank"]) == (a.id, "100.00", 1)
    assert act.actor_id == cast.organiser.id
