"""Two people may decide otherwise than computed; what was computed stays in sight."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from award.approvals import actions as approvals
from award.approvals.models import Approval
from award.core.db import db
from award.core.problems import Refused
from award.judging.actions.conflicts import declare
from award.judging.states import ConflictKind
from award.results import actions
from award.results.models import Decision
from award.results.models_record import Dissent, Override
from award.results.queries import overriding, published
from award.results.states import Outcome
from tests import builders
from tests.cast import PASSWORD
from tests.results import course


@pytest.fixture
def frozen(app, cast):
    edition = builders.edition()
    entries = course.decided(edition, 5, 4, 3)
    actions.freeze(edition=edition, actor=cast.organiser, places=("juara_1", "juara_2"))
    db.session.commit()
    return edition, entries


def decision_of(entry):
    return db.session.scalar(
        select(Decision).where(Decision.entry_id == entry.id, Decision.round_id.is_(None))
    )


def proposed(entry, actor, place="juara_1"):
    outcome = Outcome.WINNER if place else Outcome.FINALIST
    return approvals.propose(
        kind="results.override",
        target=decision_of(entry),
        reason="Klaim pemenang pertama terbantah di lapangan.",
        password=PASSWORD,
        actor=actor,
        details={"place": place, "outcome": str(outcome)},
    )


def agreed(entry, cast, place="juara_1"):
    approval = proposed(entry, cast.organiser, place)
    approvals.confirm(
        approval=approval, remark="Setuju.", password=PASSWORD, actor=cast.second_organiser
    )
    return approval


def test_two_people_exchange_places_and_the_computed_ones_stay(frozen, cast):
    edition, (first, second, _) = frozen

    agreed(second, cast)

    found = {each.entry_id: each for each in published.final_decisions(edition)}
    assert (found[second.id].place, found[first.id].place) == ("juara_1", "juara_2")
    assert (found[second.id].rank, found[first.id].rank) == (2, 1)
    kept = {each.entry_id: each for each in overriding.overrides(edition)}
    assert (kept[second.id].computed_place, kept[second.id].computed_rank) == ("juara_2", 2)
    assert str(kept[first.id].computed_score) == "100.00"


def test_what_was_computed_is_remembered_through_a_second_override(frozen, cast):
    edition, (first, second, third) = frozen
    agreed(second, cast)
    agreed(third, cast)

    last = overriding.overrides(edition)[-1]
    assert (last.entry_id, last.computed_place, last.place) == (second.id, "juara_2", "")
    assert decision_of(first).place == "juara_2"


def test_who_is_bound_to_the_entry_that_would_be_displaced_confirms_nothing(frozen, cast):
    _edition, (first, second, _) = frozen
    bound = cast.second_organiser
    declare(person=bound, kind=ConflictKind.FAMILY, entry=first, actor=bound)

    with pytest.raises(Refused, match="benturan kepentingan"):
        agreed(second, cast)

    db.session.rollback()
    assert (decision_of(first).place, decision_of(second).place) == ("juara_1", "juara_2")


def test_one_person_alone_changes_nothing(frozen, cast):
    _, (_, second, _) = frozen
    approval = proposed(second, cast.organiser)
    with pytest.raises(Refused, match="panitia lain"):
        approvals.confirm(approval=approval, remark="Ya.", password=PASSWORD, actor=cast.organiser)
    with pytest.raises(Refused, match="dua orang"):
        actions.override(decision=decision_of(second), approval=approval)
    assert decision_of(second).place == "juara_2"


def test_the_page_says_what_will_change_and_the_list_shows_what_was_computed(frozen, cast, visit):
    edition, (first, second, _) = frozen
    organiser, other = visit(cast.organiser), visit(cast.second_organiser)
    path = f"/panitia/hasil/keputusan/{decision_of(second).id}/ganti"
    form = {"place": "juara_1", "reason": "Terbantah.", "password": PASSWORD}
    assert organiser.post(path, form).location == f"/panitia/hasil/{edition.id}/akhir"

    approval = db.session.scalar(select(Approval))
    page = other.get(f"/panitia/persetujuan/{approval.id}")
    assert f"“{second.title}” menjadi Juara I; hasil hitungnya Juara II." in page.text
    assert f"“{first.title}” menjadi Juara II; hasil hitungnya Juara I." in page.text
    answer = {"remark": "Setuju.", "password": PASSWORD}
    other.post(f"/panitia/persetujuan/{approval.id}/konfirmasi", answer)

    assert "hasil hitung: Juara II" in organiser.get(f"/panitia/hasil/{edition.id}/akhir").text


def test_the_database_refuses_to_change_an_override_or_a_dissent(frozen, cast):
    edition, (_, second, _) = frozen
    agreed(second, cast)
    actions.dissent(edition=edition, text="Saya menilai lain.", actor=cast.external_judge)
    db.session.commit()
    for table in (Override.__tablename__, Dissent.__tablename__):
        for act in ("DELETE FROM {}", "UPDATE {} SET edition_id = edition_id"):
            with pytest.raises(DatabaseError):
                db.session.execute(text(act.format(table)))
            db.session.rollback()


def test_a_judge_writes_a_dissent_and_others_cannot(frozen, cast, visit):
    edition, _ = frozen
    path = f"/juri/pendapat/{edition.id}"
    judge = visit(cast.external_judge)

    judge.post(path, {"text": "Dampaknya belum terbukti."})

    assert "Dampaknya belum terbukti." in judge.get(path).text
    assert visit(cast.second_judge).get(path).status == 404
    assert visit(cast.staff).get(path).status == 404
