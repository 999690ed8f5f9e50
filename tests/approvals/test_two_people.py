"""One person proposes, another confirms, and only then something happens."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError

from award.approvals import actions, tasks
from award.approvals.models import Approval
from award.approvals.queries import awaiting, open_matters
from award.approvals.states import APPROVAL, ApprovalState
from award.core import clock, ledger
from award.core.db import db
from award.core.ledger import Act
from award.core.mail import Mail
from award.core.problems import Invalid, Refused, Stale
from award.innovations.models import Innovation
from award.people import actions as people
from award.people.models import User
from tests import builders
from tests.cast import PASSWORD, Cast
from tests.conftest import NOON

Propose = Callable[..., Approval]


def confirm(approval: Approval, actor: User, **changes: str) -> None:
    given = {"remark": "Sudah saya periksa.", "password": PASSWORD}
    actions.confirm(approval=approval, actor=actor, **{**given, **changes})
    db.session.commit()


def test_only_an_open_proposal_moves() -> None:
    moves = {state: APPROVAL.possible(state) for state in ApprovalState}
    assert moves.pop(ApprovalState.OPEN) == ("confirm", "decline", "withdraw", "lapse")
    assert set(moves.values()) == {()}


def test_nothing_happens_until_the_second_person_confirms(
    propose: Propose, innovation: Innovation, cast: Cast
) -> None:
    approval = propose()
    assert innovation.title == "Nama Lama"
    confirm(approval, cast.second_organiser)
    assert innovation.title == "Nama Baru"
    assert (approval.state, approval.closed_at) == (ApprovalState.CONFIRMED, NOON)
    assert (approval.proposed_by, approval.confirmed_by) == (cast.organiser, cast.second_organiser)


def test_the_ledger_names_both_with_their_words(propose: Propose, cast: Cast) -> None:
    confirm(propose(), cast.second_organiser)
    acts = db.session.scalars(select(Act).where(Act.subject == "Approval").order_by(Act.seq)).all()
    assert [(each.action, each.actor_id) for each in acts] == [
        ("approval.proposed", cast.organiser.id),
        ("approval.confirmed", cast.second_organiser.id),
    ]
    first, second = (json.loads(each.content) for each in acts)
    assert (first["reason"], first["details"]) == ("Judulnya keliru.", {"title": "Nama Baru"})
    assert (second["remark"], second["proposed_by"]) == (
        "Sudah saya periksa.",
        cast.organiser.id,
    )
    assert ledger.verify() is None


def test_every_organiser_who_could_confirm_gets_a_mail(propose: Propose, cast: Cast) -> None:
    propose(address="https://award.example/usul/NUMBER")
    mail = db.session.scalars(select(Mail)).one()
    assert mail.recipient == cast.second_organiser.email
    assert "Mengganti judul" in mail.subject
    assert "Judulnya keliru." in mail.body
    assert "14 Mei 2026 pukul 12.00 WITA" in mail.body
    assert "https://award.example/usul/" in mail.body
    assert "NUMBER" not in mail.body


def test_the_proposer_cannot_confirm(propose: Propose, innovation: Innovation, cast: Cast) -> None:
    approval = propose()
    with pytest.raises(Refused, match="panitia lain"):
        confirm(approval, cast.organiser)
    assert (innovation.title, approval.state) == ("Nama Lama", ApprovalState.OPEN)


def test_the_database_refuses_the_same_person_twice(propose: Propose, cast: Cast) -> None:
    alone = {"state": "confirmed", "confirmed_by_id": cast.organiser.id, "closed_at": clock.now()}
    propose()
    with pytest.raises(IntegrityError, match="two_people"):
        db.session.execute(update(Approval).values(**alone, remark="Sendiri."))


def test_the_database_refuses_a_confirmation_by_nobody(propose: Propose) -> None:
    propose()
    with pytest.raises(IntegrityError, match="confirmed_by_someone"):
        db.session.execute(
            update(Approval).values(state="confirmed", closed_at=clock.now(), remark="Siapa?")
        )


def test_what_is_over_stands_in_the_database(propose: Propose, cast: Cast) -> None:
    confirm(propose(), cast.second_organiser)
    for statement in ("UPDATE approval SET remark = 'Lain'", "DELETE FROM approval"):
        with pytest.raises(IntegrityError, match="stands"):
            db.session.execute(text(statement))
        db.session.rollback()


def test_both_need_their_own_password(propose: Propose, cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        propose(password="kata-sandi-salah")
    assert set(refused.value.fields) == {"password"}
    db.session.rollback()
    approval = propose()
    with pytest.raises(Invalid, match="Kata sandi tidak cocok"):
        confirm(approval, cast.second_organiser, password="kata-sandi-salah")
    assert approval.state == ApprovalState.OPEN


def test_both_need_words(propose: Propose, cast: Cast) -> None:
    with pytest.raises(Invalid, match="alasan"):
        propose(reason=" \n ")
    db.session.rollback()
    with pytest.raises(Invalid, match="pertimbangan"):
        confirm(propose(), cast.second_organiser, remark="  ")


@pytest.mark.parametrize("who", ["staff", "head", "external_judge"])
def test_nobody_but_organisers_takes_part(propose: Propose, cast: Cast, who: str) -> None:
    with pytest.raises(Refused, match="panitia"):
        propose(actor=getattr(cast, who))
    db.session.rollback()
    with pytest.raises(Refused, match="panitia"):
        confirm(propose(), getattr(cast, who))


def test_a_proposal_needs_someone_who_could_confirm(propose: Propose, cast: Cast) -> None:
    people.set_active(user=cast.second_organiser, active=False, actor=cast.organiser)
    with pytest.raises(Invalid, match="Tidak ada panitia lain"):
        propose()


def test_whoever_is_conflicted_neither_proposes_nor_sees_nor_confirms(
    propose: Propose, cast: Cast
) -> None:
    own = builders.innovation(builders.agency("brida"))
    with pytest.raises(Refused, match="instansi Anda"):
        propose(target=own)
    db.session.rollback()
    health = builders.agency("dinkes")
    people.change_user(
        user=cast.second_organiser,
        name="Panitia Dinkes",
        position="",
        agency=health,
        roles=["organiser"],
        actor=cast.organiser,
    )
    theirs = builders.innovation(health)
    with pytest.raises(Invalid, match="Tidak ada panitia lain"):
        propose(target=theirs)
    db.session.rollback()


def test_a_conflict_that_comes_later_keeps_the_second_person_out(
    propose: Propose, innovation: Innovation, cast: Cast
) -> None:
    approval = propose()
    people.change_user(
        user=cast.second_organiser,
        name="Pindah",
        position="",
        agency=innovation.agency,
        roles=["organiser"],
        actor=cast.organiser,
    )
    assert open_matters(cast.second_organiser) == []
    with pytest.raises(Refused, match="instansi Anda"):
        confirm(approval, cast.second_organiser)


def test_a_proposal_lapses_after_its_time(
    propose: Propose, innovation: Innovation, cast: Cast
) -> None:
    approval = propose()
    with clock.at(NOON + timedelta(hours=72)):
        assert awaiting(cast.second_organiser) == 0
        with pytest.raises(Refused, match="Batas waktu"):
            confirm(approval, cast.second_organiser)
        tasks.lapse_over()
        db.session.commit()
    assert (approval.state, approval.closed_by) == (ApprovalState.LAPSED, None)
    assert innovation.title == "Nama Lama"


def test_a_proposal_lapses_when_its_object_changed(
    propose: Propose, innovation: Innovation, cast: Cast
) -> None:
    approval = propose()
    innovation.title = "Diganti orang lain"
    db.session.commit()
    with pytest.raises(Stale, match="sudah berubah"):
        confirm(approval, cast.second_organiser)
    db.session.rollback()
    tasks.lapse_over()
    assert approval.state == ApprovalState.LAPSED
    assert innovation.title == "Diganti orang lain"


def test_the_same_is_proposed_once_at_a_time(propose: Propose, cast: Cast) -> None:
    approval = propose()
    with pytest.raises(Invalid, match="sudah menunggu"):
        propose(actor=cast.second_organiser)
    db.session.rollback()
    actions.withdraw(approval=approval, actor=cast.organiser)
    assert propose().state == ApprovalState.OPEN


def test_a_second_click_does_nothing_more(
    propose: Propose, innovation: Innovation, cast: Cast
) -> None:
    approval = propose()
    confirm(approval, cast.second_organiser)
    innovation.title = "Sesudahnya"
    db.session.commit()
    with pytest.raises(Refused, match="sudah dikonfirmasi"):
        confirm(approval, cast.second_organiser)
    assert innovation.title == "Sesudahnya"


def test_an_act_that_fails_leaves_the_proposal_open(propose: Propose, cast: Cast) -> None:
    approval = propose(title="")
    with pytest.raises(Invalid, match="Judul kosong"):
        confirm(approval, cast.second_organiser)
    db.session.rollback()
    assert approval.state == ApprovalState.OPEN


def test_the_second_person_may_decline_and_the_first_withdraw(
    propose: Propose, innovation: Innovation, cast: Cast
) -> None:
    approval = propose()
    with pytest.raises(Refused, match="Hanya pengusul"):
        actions.withdraw(approval=approval, actor=cast.second_organiser)
    with pytest.raises(Refused, match="panitia lain"):
        actions.decline(approval=approval, remark="Tidak.", actor=cast.organiser)
    actions.decline(approval=approval, remark="Tidak perlu.", actor=cast.second_organiser)
    db.session.commit()
    assert (approval.state, approval.remark) == (ApprovalState.DECLINED, "Tidak perlu.")
    assert innovation.title == "Nama Lama"
