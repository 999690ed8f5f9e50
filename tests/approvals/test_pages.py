"""The pages on which a proposal is read and answered."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from award import create_app
from award.approvals.models import Approval
from award.core.db import db
from award.innovations.models import Innovation
from tests.browsing import Visitor
from tests.cast import PASSWORD, Cast
from tests.conftest import settings_for

Propose = Callable[..., Approval]
Visit = Callable[..., Visitor]
LIST = "/panitia/persetujuan/"


def test_the_menu_counts_what_waits_for_the_reader(
    propose: Propose, cast: Cast, visit: Visit
) -> None:
    second = visit(cast.second_organiser)
    assert second.get(LIST).all(".site-nav .nav-count") == []
    propose()
    assert second.get(LIST).all(".site-nav .nav-count") == ["1 menunggu"]
    assert visit(cast.organiser).get(LIST).all(".site-nav .nav-count") == []
    assert visit(cast.staff).get(LIST).status == 403


def test_the_second_person_reads_exactly_what_will_happen(
    propose: Propose, innovation: Innovation, cast: Cast, visit: Visit
) -> None:
    path, second = f"{LIST}{propose().id}", visit(cast.second_organiser)
    page = second.get(path)
    assert page.all(".effects li") == ["Nama Lama menjadi Nama Baru."]
    assert "Judulnya keliru." in page.text
    assert cast.organiser.name in page.text
    sent = second.post(f"{path}/konfirmasi", {"remark": "Benar.", "password": PASSWORD})
    assert sent.location == path
    db.session.refresh(innovation)
    assert innovation.title == "Nama Baru"
    assert "Benar." in second.get(path).text


def test_a_wrong_password_changes_nothing_and_says_so(
    propose: Propose, innovation: Innovation, cast: Cast, visit: Visit
) -> None:
    path, second = f"{LIST}{propose().id}", visit(cast.second_organiser)
    page = second.post(f"{path}/konfirmasi", {"remark": "Benar.", "password": "bukan-sandinya"})
    assert (page.status, page.all("#password-error li")) == (422, ["Kata sandi tidak cocok."])
    db.session.refresh(innovation)
    assert innovation.title == "Nama Lama"


def test_the_proposer_sees_no_button_to_confirm(propose: Propose, cast: Cast, visit: Visit) -> None:
    path, first = f"{LIST}{propose().id}", visit(cast.organiser)
    page = first.get(path)
    assert page.soup.select("form[action$=konfirmasi], form[action$=tolak]") == []
    assert "harus dikonfirmasi oleh panitia lain" in page.text
    answer = first.post(f"{path}/konfirmasi", {"remark": "Saya.", "password": PASSWORD})
    assert answer.status == 403
    assert first.post(f"{path}/tarik").location == LIST
    assert "Ditarik" in first.get(LIST).text


def test_declining_needs_a_reason(propose: Propose, cast: Cast, visit: Visit) -> None:
    path, second = f"{LIST}{propose().id}", visit(cast.second_organiser)
    assert second.post(f"{path}/tolak", {"refusal": ""}).status == 422
    assert second.post(f"{path}/tolak", {"refusal": "Belum waktunya."}).location == LIST
    assert "Belum waktunya." in second.get(path).text


def test_what_changed_meanwhile_cannot_be_confirmed(
    propose: Propose, innovation: Innovation, cast: Cast, visit: Visit
) -> None:
    path, second = f"{LIST}{propose().id}", visit(cast.second_organiser)
    innovation.title = "Lain lagi"
    assert "tidak berlaku lagi" in second.get(path).text
    sent = second.post(f"{path}/konfirmasi", {"remark": "Benar.", "password": PASSWORD})
    assert (sent.status, "sudah berubah" in sent.text) == (409, True)


@pytest.fixture
def guarded(app: Flask, cast: Cast, tmp_path):
    """The second organiser at an application with its limits on."""
    db.session.commit()
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    strict = create_app(settings_for(tmp_path, url, RATELIMIT_ENABLED=True))
    yield Visitor(strict, cast.second_organiser)
    with strict.app_context():
        db.engine.dispose()


def test_guessing_the_password_is_slowed_down(propose: Propose, guarded: Visitor) -> None:
    path = f"{LIST}{propose().id}"
    tries = [
        guarded.post(f"{path}/konfirmasi", {"remark": "Coba.", "password": ""}).status
        for _ in range(9)
    ]
    assert tries == [422] * 8 + [429]
    right = guarded.post(f"{path}/konfirmasi", {"remark": "Benar.", "password": PASSWORD})
    assert right.status == 429
