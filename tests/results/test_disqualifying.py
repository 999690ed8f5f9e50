"""Two organisers take an entry out of the competition, and back in before publication."""

from __future__ import annotations

from datetime import datetime

import pytest
from bs4 import BeautifulSoup
from flask import current_app
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from award.approvals.queries import open_of
from award.certificates.recipients import recipients
from award.certificates.states import Kind
from award.competitions.states import EditionState, RoundState
from award.core.access import can, why_not
from award.core.db import db
from award.core.mail import Mail
from award.core.problems import Invalid, Refused
from award.judging import actions as judging
from award.judging.actions.discrepancies import look
from award.judging.models import ScoreSheet
from award.judging.queries import rounds
from award.judging.queries.paper import piles
from award.judging.queries.proposals import closing
from award.judging.queries.sheets import steps
from award.judging.words import WAYS
from award.results import actions, queries
from award.results.actions.ruling import DISQUALIFY, REINSTATE, disqualify
from award.results.models import Decision
from award.results.models_ruling import Disqualification
from award.results.papers.record import Record
from award.results.papers.workbook import outcome
from award.results.queries import rulings
from award.results.states import SnapshotKind
from award.visits.queries.plans import plan
from tests import builders
from tests.cast import PASSWORD
from tests.results import course

WHY = "Data dampak terbukti dipalsukan."


@pytest.fixture
def proposal(app):
    """A locked round with entries A (best), B and C, two of which go on."""
    round_ = course.closed(builders.edition())
    round_.advance_per_category = 2
    course.field(round_, 5, 4, 3)
    db.session.commit()
    return round_


def entry(round_, title="Inovasi A"):
    [found] = [
        one.entry_id
        for each in queries.round_standings(round_, parts=False)
        for one in each.standings
        if one.title == title
    ]
    return rulings.ruling(found)


def titles(round_):
    lists = queries.round_standings(round_, parts=False)
    return [(one.rank, one.title[-1]) for each in lists for one in each.standings]


def test_others_move_up_and_the_entry_is_in_no_decision(proposal, cast):
    builders.run(DISQUALIFY, entry(proposal), WHY)

    assert titles(proposal) == [(1, "B"), (2, "C")]
    decisions = actions.decide_round(round_=proposal, actor=cast.organiser)
    assert len(decisions) == 2


def test_a_judge_is_told_and_scores_it_no_more(app, cast, visit):
    round_ = builders.round_of(builders.edition())
    gone, stays = (course.passed(round_.edition, f"Inovasi {name}") for name in "AB")
    lost, left = (builders.assignment(round_, each, cast.external_judge) for each in (gone, stays))
    db.session.commit()
    judge = visit(cast.external_judge)
    open_page = judge.get(f"/juri/lembar/{lost.id}")
    builders.run(DISQUALIFY, rulings.ruling(gone.id), WHY)
    db.session.commit()

    desk = judge.get("/juri/")
    assert [each.get_text(" ", strip=True) for each in desk.soup.select(".picks .state")] == [
        "Didiskualifikasi",
        "Belum dinilai",
    ]
    assert "1 lembar lagi" in desk.text
    assert desk.soup.select_one(".desk-next a")["href"] == f"/juri/lembar/{left.id}"
    assert "Usulan ini didiskualifikasi" in judge.get(f"/juri/lembar/{lost.id}").text
    sent = {**open_page.fields(), "level-kebaruan": "3", "act": "save"}
    refused = judge.post(f"/juri/lembar/{lost.id}", sent)
    assert "Usulan ini didiskualifikasi" in refused.text
    assert db.session.scalar(select(ScoreSheet)) is None


def test_its_round_reason_and_both_people_are_on_record(proposal, cast):
    out = entry(proposal)
    builders.run(DISQUALIFY, out, WHY)

    [found] = rulings.disqualified(proposal.edition)
    assert (found.entry_id, found.round, found.reason) == (out.entry.id, proposal, WHY)
    assert found.approval.proposed_by == cast.organiser
    assert found.approval.confirmed_by == cast.second_organiser


def test_a_decided_round_keeps_its_list_and_the_end_leaves_the_entry_out(proposal, cast):
    out = entry(proposal)
    actions.decide_round(round_=proposal, actor=cast.organiser)
    builders.run(DISQUALIFY, out, WHY)

    assert [each[1] for each in titles(proposal)] == ["A", "B", "C"]
    last = proposal.edition.rounds[-1]
    builders.admitted(last, out.entry)
    assert not any(each.standings for each in queries.final_standings(proposal.edition))


def test_no_final_decision_and_so_no_certificate(proposal, cast):
    out = entry(proposal)
    builders.run(DISQUALIFY, out, WHY)
    course.finish(proposal.edition, [entry(proposal, f"Inovasi {each}").entry for each in "BC"])

    final = select(Decision.entry_id).where(Decision.round_id.is_(None))
    assert out.entry.id not in db.session.scalars(final).all()
    honoured = [one.entry_id for kind in Kind for one in recipients(proposal.edition, kind)]
    assert out.entry.id not in honoured
    assert honoured


def test_it_is_taken_back_the_same_way(proposal, cast):
    out = entry(proposal)
    builders.run(DISQUALIFY, out, WHY)
    builders.run(REINSTATE, rulings.ruling(out.entry.id), "Data ternyata benar.")

    assert titles(proposal)[0] == (1, "A")
    assert rulings.disqualified(proposal.edition) == []
    builders.run(DISQUALIFY, rulings.ruling(out.entry.id), "Terbukti lagi.")
    assert len(titles(proposal)) == 2


def test_nothing_is_ruled_once_results_are_frozen(proposal, cast):
    out = entry(proposal)
    proposal.edition.state = EditionState.FROZEN
    assert "dikunci" in str(why_not("entry:disqualify", out, cast.organiser))


def test_one_person_disqualifies_nothing(proposal, cast):
    first, other = entry(proposal), entry(proposal, "Inovasi B")
    with pytest.raises(Refused, match="dua orang"):
        disqualify(entry=first.entry, approval=builders.agreed(DISQUALIFY, other))


def test_the_database_keeps_an_entry_out_once(proposal):
    out = entry(proposal)
    builders.run(DISQUALIFY, out, WHY)
    twice = builders.agreed(DISQUALIFY, out)
    with pytest.raises(IntegrityError):
        disqualify(entry=out.entry, approval=twice)


def test_an_organiser_of_the_same_agency_has_no_hand_in_it(proposal, cast, visit):
    own = course.passed(proposal.edition, "Inovasi Brida", agency="brida")
    page = visit(cast.organiser).get(f"/panitia/hasil/usulan/{own.id}/diskualifikasi")
    assert page.status == 403
    assert "instansi" in page.text


def test_the_way_through_the_pages(proposal, visit, cast):
    out = entry(proposal)
    path = f"/panitia/hasil/usulan/{out.entry.id}/diskualifikasi"
    first = visit(cast.organiser)
    assert "tidak lagi diperingkat dan tidak mendapat piagam" in first.get(path).text
    assert first.post(path, {"reason": WHY, "password": PASSWORD}).status == 302
    asked = open_of(DISQUALIFY, out.entry.id)
    visit(cast.second_organiser).post(
        f"/panitia/persetujuan/{asked.id}/konfirmasi", {"remark": "Setuju.", "password": PASSWORD}
    )

    for page in (f"/panitia/hasil/tahap/{proposal.id}", f"/panitia/hasil/{proposal.edition_id}"):
        text = first.get(page).text
        assert WHY in text
        assert cast.second_organiser.name in text
    own = visit(cast.staff).get(f"/pd/usulan/{out.entry.id}/diskualifikasi")
    assert WHY in own.text
    assert cast.organiser.name not in own.text
    told = db.session.scalars(select(Mail.recipient).where(Mail.subject.contains("Diskualif")))
    assert {cast.head.email, cast.staff.email} <= set(told)
    assert visit(cast.other_staff).get(f"/pd/usulan/{out.entry.id}/diskualifikasi").status == 404


def test_the_agency_reads_it_beside_the_published_result(proposal, visit, cast):
    out = entry(proposal)
    builders.run(DISQUALIFY, out, WHY)
    out.entry.edition.state = EditionState.PUBLISHED
    out.entry.edition.published_at = out.entry.created_at
    assert WHY in visit(cast.head).get(f"/pd/usulan/{out.entry.id}/hasil").text


def test_only_passed_entries_can_be_ruled_on(proposal, cast):
    draft = builders.entry(proposal.edition)
    assert not can("entry:disqualify", rulings.ruling(draft.id), cast.organiser)
    assert db.session.scalars(select(Disqualification)).all() == []


def test_the_minutes_tell_of_disqualified_entries_and_of_judges_far_apart(proposal, cast):
    out, apart = entry(proposal), entry(proposal, "Inovasi B").entry
    with builders.unsealed(proposal):
        course.scored(proposal, course.passed(proposal.edition, "Jauh"), 5, 2)
        [found] = look(round_=proposal)
        judging.settle_in_plenary(found=found, remark="Bukti diterima.", actor=cast.organiser)
    builders.run(DISQUALIFY, out, WHY)
    actions.decide_round(round_=proposal, actor=cast.organiser)
    kept = actions.keep(
        edition=proposal.edition, kind=SnapshotKind.PROVISIONAL, actor=cast.organiser
    )

    record = Record.of(kept)
    page = current_app.jinja_env.get_template("results/papers/_disputes.html").render(
        record=record, outcome=outcome, moment_of=datetime.fromisoformat, ways=WAYS
    )
    text = " ".join(BeautifulSoup(page, "html.parser").get_text(" ").split())
    assert WHY in text
    assert f"{cast.organiser.name} dan {cast.second_organiser.name}" in text
    assert "Bukti diterima." in text
    assert f"{cast.external_judge.name} 100,00; {cast.second_judge.name} 40,00" in text
    assert apart.title not in text


def test_nothing_more_is_asked_of_judges_about_it(proposal, visit, cast):
    proposal.state = RoundState.OPEN
    judge = cast.external_judge
    waiting = [course.passed(proposal.edition, f"Menunggu {n}") for n in (1, 2)]
    gone, left = [builders.assignment(proposal, each, judge) for each in waiting]
    before, open_ = rounds.figures(proposal), visit(judge)
    builders.run(DISQUALIFY, rulings.ruling(gone.entry_id), WHY)

    after = rounds.figures(proposal)
    asked = closing(proposal)[1]

    assert (before.entries - after.entries, before.sheets - after.sheets) == (1, 1)
    assert str(gone.entry_id) not in {entry for entry, _judge in (*asked.sheets, *asked.new)}
    assert str(left.entry_id) in {entry for entry, _judge in asked.sheets}
    assert [pile.sheets for pile in piles(proposal)] == [4]
    assert gone.entry not in plan(proposal).waiting
    assert left.entry in plan(proposal).waiting
    assert steps(left).total == 4
    assert steps(gone).unfinished == left.id
    assert "dari 4 · 3 selesai" in open_.get(f"/juri/lembar/{left.id}").text


def test_judges_far_apart_about_it_keep_no_round_from_being_locked(app, cast):
    round_ = builders.round_of(builders.edition())
    apart = course.passed(round_.edition, "Jauh")
    course.scored(round_, apart, 5, 1)
    judging.close_round(round_=round_, actor=cast.organiser)
    with pytest.raises(Invalid):
        judging.lock_round(round_=round_, actor=cast.organiser)
    builders.run(DISQUALIFY, rulings.ruling(apart.id), WHY)
    judging.lock_round(round_=round_, actor=cast.organiser)
    assert round_.state == RoundState.LOCKED
