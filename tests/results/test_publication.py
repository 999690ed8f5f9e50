"""Freezing, publishing, and what stands afterwards."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from award.competitions.states import EditionState
from award.core.db import db
from award.core.mail import Mail
from award.core.problems import Invalid, Refused
from award.entries.queries import EarlierPlaces
from award.judging import queries as judging
from award.judging import scoring
from award.judging.scoring import Aggregate, Rounding
from award.results import actions, queries
from award.results.models import Decision
from award.results.states import Outcome
from tests import builders
from tests.results import course


@pytest.fixture
def edition(app):
    return builders.edition()


def freeze(edition, cast, **more):
    return {
        each.entry_id: each
        for each in actions.freeze(edition=edition, actor=cast.organiser, **more)
    }


def final_vote(edition, order, actor):
    actions.vote(
        edition=edition,
        round_=None,
        order=[each.id for each in order],
        reason="Sidang pleno memilih dampak terluas.",
        actor=actor,
    )


def test_winners_finalists_and_participants_are_frozen(edition, cast):
    a, b, c, d = course.decided(edition, 5, 4, 3, 2, places=3)

    found = freeze(edition, cast, places=("juara_1", "juara_2"))

    assert {key: (each.outcome, each.place, each.rank) for key, each in found.items()} == {
        a.id: (Outcome.WINNER, "juara_1", 1),
        b.id: (Outcome.WINNER, "juara_2", 2),
        c.id: (Outcome.FINALIST, "", 3),
        d.id: (Outcome.PARTICIPANT, "", None),
    }
    assert found[d.id].score is None
    assert edition.state == EditionState.FROZEN
    assert edition.frozen_at is not None


def test_six_places_are_given_unless_told_otherwise(edition, cast):
    course.decided(edition, [5, 5, 5, 5, 5, 5, 5], *([n] * 7 for n in (4, 3, 2)), 1)

    places = [each.place for each in freeze(edition, cast).values() if each.place]

    assert places == ["juara_1", "juara_2", "juara_3", "harapan_1", "harapan_2"]


def test_a_tie_for_a_place_waits_for_the_plenary(edition, cast):
    a, b = course.decided(edition, 4, 4)
    with pytest.raises(Invalid, match="Kesetaraan gender"):
        freeze(edition, cast)

    final_vote(edition, [b, a], cast.organiser)

    found = freeze(edition, cast)
    assert (found[b.id].place, found[a.id].place) == ("juara_1", "juara_2")
    assert found[b.id].reason == "Sidang pleno memilih dampak terluas."


def test_a_tie_below_the_last_place_does_not_matter(edition, cast):
    a, b, c = course.decided(edition, 5, 4, 4)

    found = freeze(edition, cast, places=("juara_1",))

    assert found[a.id].place == "juara_1"
    assert (found[b.id].rank, found[c.id].rank) == (2, 2)


def test_nothing_is_frozen_while_a_round_is_undecided(edition, cast):
    course.field(course.closed(edition), 5)

    with pytest.raises(Refused, match="belum ditetapkan"):
        freeze(edition, cast)


def test_a_frozen_result_can_be_opened_again_with_a_reason(edition, cast):
    course.decided(edition, 5, 4)
    freeze(edition, cast)
    with pytest.raises(Invalid, match="alasan"):
        actions.unfreeze(edition=edition, reason=" ", actor=cast.organiser)

    actions.unfreeze(edition=edition, reason="Data salah satu usulan keliru.", actor=cast.organiser)

    assert (edition.state, edition.frozen_at) == (EditionState.OPEN, None)
    assert queries.final_decisions(edition) == []
    assert len(freeze(edition, cast)) == 2


def test_a_vote_comes_too_late_once_the_result_is_frozen(edition, cast):
    _, b, c = course.decided(edition, 5, 4, 4)
    freeze(edition, cast, places=("juara_1",))

    with pytest.raises(Refused, match="sudah dikunci"):
        final_vote(edition, [c, b], cast.organiser)


def test_publication_needs_a_frozen_result(edition, cast):
    course.decided(edition, 5)

    with pytest.raises(Refused, match="Kunci hasil akhir"):
        course.announce(edition)


@pytest.mark.parametrize(
    ("number", "day", "field"),
    [
        ("", date(2026, 5, 8), "decree_number"),
        ("9" * 101, date(2026, 5, 8), "decree_number"),
        ("12/HK/2026", None, "decree_date"),
        ("12/HK/2026", date(2026, 5, 12), "decree_date"),
    ],
    ids=["no number", "endless number", "no date", "tomorrow"],
)
def test_publication_needs_the_decree(edition, cast, number, day, field):
    course.decided(edition, 5)
    course.unheard(edition)
    freeze(edition, cast)

    with pytest.raises(Invalid) as refused:
        actions.publish(
            edition=edition, decree_number=number, decree_date=day, actor=cast.organiser
        )

    assert list(refused.value.fields) == [field]
    assert edition.state == EditionState.FROZEN


def test_publication_tells_staff_and_heads_of_the_agencies_only(edition, cast):
    course.published(edition, 5)
    db.session.commit()

    mails = db.session.scalars(select(Mail)).all()
    assert {each.recipient for each in mails} == {
        cast.staff.email,
        cast.colleague.email,
        cast.head.email,
    }
    assert "Inovasi A: Juara I, nilai akhir 100,00" in mails[0].body
    assert "https://award.example/pemenang/2026" in mails[0].body


def test_the_office_above_a_unit_is_told_too(edition, cast):
    proposal = course.closed(edition)
    unit = course.field(proposal, 4, agency="pkm-abiansemal-i")[0]
    assert unit.wall_id == cast.other_head.wall_id
    actions.decide_round(round_=proposal, actor=cast.organiser)
    for key in ("presentasi", "lapangan"):
        round_ = course.closed(edition, key)
        course.scored(round_, unit, 4)
        actions.decide_round(round_=round_, actor=cast.organiser)
    freeze(edition, cast)
    course.announce(edition)

    told = set(db.session.scalars(select(Mail.recipient)))
    assert told == {cast.other_staff.email, cast.other_head.email}


def test_publishing_twice_changes_nothing_and_mails_nobody(edition, cast):
    course.published(edition, 5)
    mails, moment = len(db.session.scalars(select(Mail)).all()), edition.published_at

    assert course.announce(edition, "lain/HK/2026") is False

    assert edition.decree_number == course.DECREE
    assert edition.published_at == moment
    assert len(db.session.scalars(select(Mail)).all()) == mails


def test_winners_are_nobodys_business_before_publication(edition, cast):
    a, *_ = course.decided(edition, 5, 4)
    freeze(edition, cast)

    assert queries.winners(edition) == ()
    assert queries.published_editions() == []
    assert queries.edition_of_year(2026) is None
    assert queries.awards_of([a.innovation_id]) == {}
    assert queries.places_of([a.innovation_id]) == []


def test_winners_are_told_in_the_order_of_their_places(edition):
    a, b, c = course.published(edition, 3, 5, 4)

    found = queries.winners(edition)[0]

    assert [each.entry_id for each in found.winners] == [b.id, c.id, a.id]
    assert queries.awards_of([b.innovation_id])[b.innovation_id][0].place == "juara_1"


def test_what_was_won_before_counts_for_eligibility(edition):
    a, *_ = course.published(edition, 5, 4)

    assert list(EarlierPlaces.of([a.innovation_id])) == [(2026, 1)]


def test_every_published_score_is_what_the_marks_say(edition):
    entries = course.published(edition, [5, 4, 3, 4, 5, 3, 4], [3, 3, 5, 4, 4, 2, 5], 4, places=2)
    rounds = [each for each in edition.rounds if each.kind == "scoring"]
    found = {
        each.id: {
            entry: scoring.entry_score(
                sheets,
                judging.weighed(each),
                Aggregate(each.aggregate),
                Rounding(each.rounding),
            )
            for entry, sheets in judging.marks_of_round(each.id).items()
        }
        for each in rounds
    }
    finals = {
        entry.id: scoring.combined(
            {each.key: found[each.id].get(entry.id) for each in rounds},
            {"proposal": 20, "presentasi": 55, "lapangan": 25},
            Rounding.ONCE,
        )
        for entry in entries
    }

    decisions = db.session.scalars(select(Decision)).all()

    assert len(decisions) == 3 + 2 + 2 + 3
    for each in decisions:
        again = (
            finals[each.entry_id]
            if each.round_id is None
            else (found[each.round_id][each.entry_id].score)
        )
        assert each.score == again
    assert sum(each.score is None for each in decisions) == 1


@pytest.mark.parametrize(
    "meddle",
    [update(Decision).values(score=Decimal("99.99")), delete(Decision)],
    ids=["change", "remove"],
)
def test_the_database_keeps_published_decisions(edition, meddle):
    course.published(edition, 5)
    db.session.commit()

    with pytest.raises(IntegrityError, match="stand"):
        db.session.execute(meddle)
    db.session.rollback()

    assert queries.final_decisions(edition)[0].score == Decimal("100.00")


def test_a_published_result_is_never_opened_again(edition, cast):
    course.published(edition, 5)

    with pytest.raises(Refused, match="tidak dapat diubah"):
        actions.unfreeze(edition=edition, reason="Menyesal.", actor=cast.organiser)
