"""Agencies hear the frozen result before it is public, object, and are answered."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from award.competitions.states import EditionState
from award.core import clock
from award.core.db import db
from award.core.mail import Mail
from award.core.problems import Invalid, Refused
from award.results import actions
from award.results.models_record import Objection, Snapshot
from award.results.queries import hearing
from award.results.states import ObjectionState, SnapshotKind
from tests import builders
from tests.results import course


@pytest.fixture
def heard(app, cast):
    """A frozen result that DLHK, winner and runner-up, was told on a Monday noon."""
    edition = builders.edition()
    entries = course.decided(edition, 5, 4)
    actions.freeze(edition=edition, actor=cast.organiser)
    actions.hear(edition=edition, actor=cast.organiser, address="https://award.example/pd")
    db.session.commit()
    return edition, entries


def objected(entry, actor, text="Nilai lapangan keliru."):
    found = hearing.hearing_for(actor, entry.id)
    return actions.object_to(hearing=found, text=text, actor=actor)


def answered(objection, actor, state=ObjectionState.REJECTED, **more):
    given = {"reason": "Sudah sesuai rubrik.", "effect": "", **more}
    actions.answer(objection=objection, state=state, actor=actor, **given)


def published(edition, actor):
    return actions.publish(
        edition=edition, decree_number="1/HK/2026", decree_date=date(2026, 5, 8), actor=actor
    )


def test_agencies_are_told_their_own_result_and_until_when_they_may_object(heard, cast):
    edition, entries = heard

    told = db.session.scalars(select(Mail).order_by(Mail.id)).all()

    assert {each.recipient for each in told} >= {cast.staff.email, cast.head.email}
    assert entries[0].title in told[0].body
    # No holidays are entered here: three working days after a Monday end on Thursday.
    assert edition.objections_until == clock.end_of(
        clock.add_working_days(date(2026, 5, 11), 3, ())
    )
    assert "14 Mei 2026 pukul 23.59 WITA" in told[0].body
    assert edition.state == EditionState.FROZEN


def test_nobody_publishes_while_agencies_may_object(heard, cast):
    edition, _ = heard
    with pytest.raises(Refused, match="Masa sanggah berlangsung"):
        published(edition, cast.organiser)


def test_nobody_publishes_before_the_agencies_have_been_told(app, cast):
    edition = builders.edition()
    course.decided(edition, 5)
    actions.freeze(edition=edition, actor=cast.organiser)
    with pytest.raises(Refused, match="Sampaikan dahulu"):
        published(edition, cast.organiser)


def test_nobody_publishes_over_an_unanswered_objection(heard, cast):
    edition, entries = heard
    objection = objected(entries[1], cast.head)
    with clock.at(edition.objections_until + timedelta(hours=1)):
        with pytest.raises(Refused, match="sanggahan yang belum dijawab"):
            published(edition, cast.organiser)
        answered(objection, cast.organiser)
        assert published(edition, cast.organiser)

    kinds = [each.kind for each in hearing.snapshots(edition)]
    assert kinds == [SnapshotKind.FINAL, SnapshotKind.OBJECTIONS, SnapshotKind.PROVISIONAL]
    assert '"state":"rejected"' in hearing.snapshots(edition)[0].content


def test_the_answer_reaches_whoever_objected(heard, cast):
    _, entries = heard
    objection = objected(entries[1], cast.head)

    answered(objection, cast.organiser, ObjectionState.UPHELD, effect="Nilai dihitung ulang.")

    told = db.session.scalars(select(Mail).order_by(Mail.id.desc())).first()
    assert told.recipient == cast.head.email
    assert "diterima" in told.body
    assert "Nilai dihitung ulang." in told.body


def test_an_objection_is_upheld_with_its_effect_and_answered_once(heard, cast):
    _, entries = heard
    objection = objected(entries[1], cast.head)
    with pytest.raises(Invalid, match="akibat"):
        answered(objection, cast.organiser, ObjectionState.UPHELD)
    answered(objection, cast.organiser)
    with pytest.raises(Refused, match="sudah dijawab"):
        answered(objection, cast.organiser)


def test_one_objection_at_a_time_and_none_after_the_window(heard, cast):
    edition, entries = heard
    first = objected(entries[1], cast.head)
    with pytest.raises(Refused, match="belum dijawab"):
        objected(entries[1], cast.staff)
    answered(first, cast.organiser)
    objected(entries[1], cast.staff, "Masih keliru.")
    with clock.at(edition.objections_until + timedelta(seconds=1)), pytest.raises(Refused):
        objected(entries[0], cast.head)


def test_a_result_that_is_taken_back_is_told_anew(heard, cast):
    edition, _ = heard
    actions.unfreeze(edition=edition, reason="Sanggahan diterima.", actor=cast.organiser)
    assert edition.objections_until is None
    actions.freeze(edition=edition, actor=cast.organiser)
    second = actions.hear(edition=edition, actor=cast.organiser)
    assert second.number == 2


def test_an_agency_reads_its_own_provisional_result_and_objects(heard, visit, cast):
    _, entries = heard
    head = visit(cast.head)
    path = f"/pd/usulan/{entries[1].id}/sanggah"

    page = head.get(path)
    assert "Juara II" in page.text
    assert "80,00" in page.text
    assert entries[0].title not in page.text
    head.post(path, {"text": "Kami memiliki bukti baru."})

    assert db.session.scalar(select(Objection.text)) == "Kami memiliki bukti baru."
    page = head.get(path)
    assert "Menunggu jawaban" in page.text
    assert "Sanggahan Anda sebelumnya belum dijawab." in page.text
    assert visit(cast.other_staff).get(path).status == 404


def test_criterion_means_and_comments_wait_for_publication(heard, visit, cast):
    _, entries = heard
    head = visit(cast.head)
    assert head.get(f"/pd/usulan/{entries[0].id}/hasil").status == 403
    assert "Signifikansi" not in head.get(f"/pd/usulan/{entries[0].id}/sanggah").text


def test_after_publication_the_hearing_leads_to_the_result(heard, visit, cast):
    edition, entries = heard
    with clock.at(edition.objections_until + timedelta(minutes=1)):
        published(edition, cast.organiser)
        page = visit(cast.head).get(f"/pd/usulan/{entries[0].id}/sanggah")
    assert "belum diumumkan" not in page.text
    assert page.soup.select_one(f"main a[href='/pd/usulan/{entries[0].id}/hasil']") is not None


def test_the_organiser_answers_on_a_page_beside_the_decision(heard, visit, cast):
    edition, entries = heard
    objection = objected(entries[1], cast.head)
    organiser = visit(cast.organiser)

    board = organiser.get(f"/panitia/hasil/{edition.id}")
    assert "1 sanggahan belum dijawab." in board.text
    page = organiser.get(f"/panitia/hasil/sanggahan/{objection.id}")
    assert "Nilai lapangan keliru." in page.text
    assert "Juara II" in page.text
    path = f"/panitia/hasil/sanggahan/{objection.id}"
    organiser.post(path, {"state": "rejected", "reason": "Bukti tidak cukup."})

    db.session.refresh(objection)
    assert (objection.state, objection.answer) == (ObjectionState.REJECTED, "Bukti tidak cukup.")


def test_the_dialog_says_who_is_told_and_until_when(app, cast, visit):
    edition = builders.edition()
    course.decided(edition, 5, 4)
    actions.freeze(edition=edition, actor=cast.organiser)
    organiser = visit(cast.organiser)

    page = organiser.get(f"/panitia/hasil/{edition.id}/sementara")
    assert "keputusan atas 2 usulan" in page.text
    assert "3 staf dan kepala dari 1 perangkat daerah" in page.text
    assert "sampai 14 Mei 2026 pukul 23.59 WITA" in page.text
    assert cast.head.name in page.text
    assert db.session.scalar(select(Snapshot)) is None
    organiser.post(f"/panitia/hasil/{edition.id}/sementara", {})

    assert db.session.scalar(select(Snapshot.kind)) == SnapshotKind.PROVISIONAL


def test_the_result_is_kept_once_more_when_the_last_objection_is_answered(heard, cast):
    edition, entries = heard
    both = [objected(each, cast.head, f"Sanggahan {each.title}") for each in entries]

    answered(both[0], cast.organiser)
    assert [each.kind for each in hearing.snapshots(edition)] == [SnapshotKind.PROVISIONAL]
    answered(both[1], cast.organiser, reason="Bukti sudah dinilai.")

    kept = hearing.snapshots(edition)[0]
    assert (kept.kind, kept.number) == (SnapshotKind.OBJECTIONS, 2)
    assert "Bukti sudah dinilai." in kept.content
    assert hearing.provisional(edition).number == 1
