"""Signing in and out."""

import pytest
from flask import Flask

from award import create_app, demo
from award.core.db import db
from award.people import actions
from tests.browsing import Page, Visitor
from tests.cast import PASSWORD, PEOPLE
from tests.conftest import settings_for

STAFF = PEOPLE["staff"].email
WRONG = "Surel atau kata sandi tidak cocok."


@pytest.fixture
def guarded(app, tmp_path):
    """``guarded(proxies)``: the application with its limits on, behind so many proxies."""
    made: list[Flask] = []

    def begin(proxies: int = 0) -> Visitor:
        db.session.commit()
        url = app.config["SQLALCHEMY_DATABASE_URI"]
        more = {"RATELIMIT_ENABLED": True, "TRUSTED_PROXIES": proxies}
        made.append(create_app(settings_for(tmp_path, url, **more)))
        return Visitor(made[-1])

    yield begin
    for one in made:
        with one.app_context():
            db.engine.dispose()


def try_to_enter(visitor: Visitor, email: str = STAFF, password: str = PASSWORD, **options) -> Page:
    return visitor.post("/masuk", {"email": email, "password": password}, **options)


def hurried_try(visitor: Visitor, number: int, address: str) -> Page:
    """A try without a password, which costs no hashing but counts."""
    headers = {"X-Forwarded-For": address}
    return try_to_enter(visitor, f"orang{number}@contoh.id", "", headers=headers)


def test_the_right_password_leads_to_the_start_page(visit, cast):
    visitor = visit()
    page = try_to_enter(visitor)
    assert (page.status, page.location) == (302, "/beranda")
    assert cast.staff.name in visitor.get("/akun").text


def test_the_address_may_be_written_in_capitals(visit):
    assert try_to_enter(visit(), f"  {STAFF.upper()} ").location == "/beranda"


def test_wrong_password_unknown_and_closed_account_read_the_same(visit, cast):
    actions.set_active(user=cast.head, active=False, actor=cast.organiser)
    answers = [
        try_to_enter(visit(), STAFF, "kata-sandi-salah"),
        try_to_enter(visit(), "tidak.ada@contoh.id", "kata-sandi-salah"),
        try_to_enter(visit(), PEOPLE["head"].email, PASSWORD),
    ]
    assert [page.status for page in answers] == [422, 422, 422]
    assert all(page.all(".field-errors") == [WRONG] for page in answers)


def test_an_invited_person_without_a_password_cannot_sign_in_with_an_empty_one(visit, cast):
    cast.staff.password_hash = ""
    page = try_to_enter(visit(), STAFF, "apa-saja-boleh")
    assert page.all(".field-errors") == [WRONG]


def test_signing_in_begins_a_new_session_but_keeps_the_language(visit):
    visitor = visit(language="en")
    with visitor.client.session_transaction() as session:
        session["left_over"] = "planted by someone else"
        session["theme"] = "dark"
    try_to_enter(visitor)
    with visitor.client.session_transaction() as session:
        assert "left_over" not in session
        assert session.get("csrf_token") != visitor.seed
        assert (session["language"], session["theme"]) == ("en", "dark")


def test_after_signing_in_one_goes_on_to_the_page_asked_for(visit):
    visitor = visit()
    asked = visitor.get("/akun?bagian=sandi")
    assert asked.status == 401
    assert "Silakan masuk dahulu" in asked.text
    onward = asked.soup.select_one("main [name=next]")["value"]
    page = visitor.post("/masuk", {"email": STAFF, "password": PASSWORD, "next": onward})
    assert page.location == "/akun?bagian=sandi"


def test_after_signing_in_one_never_leaves_the_site(visit):
    data = {"email": STAFF, "password": PASSWORD, "next": "https://jahat.example/"}
    assert visit().post("/masuk", data).location == "/beranda"


def test_signing_out_ends_the_session(visit, cast):
    visitor = visit(cast.staff)
    assert visitor.post("/keluar").location == "/"
    assert "Anda sudah keluar." in visitor.get("/").text
    assert visitor.get("/akun").status == 401


def test_the_ninth_try_on_one_account_is_refused_from_wherever_it_comes(guarded):
    visitor = guarded(1)
    for number in range(8):
        headers = {"X-Forwarded-For": f"10.0.0.{number}"}
        assert try_to_enter(visitor, STAFF, "", headers=headers).status == 422
    page = try_to_enter(visitor, STAFF, PASSWORD, headers={"X-Forwarded-For": "10.0.0.99"})
    assert page.status == 429
    assert "Tunggu lima menit" in page.text
    assert visitor.get("/akun").status == 401


def test_another_web_process_grants_no_further_tries(guarded):
    for _process in range(2):
        visitor = guarded()
        assert [try_to_enter(visitor, STAFF, "").status for _ in range(4)] == [422] * 4
    assert try_to_enter(guarded(), STAFF, PASSWORD).status == 429


def test_too_many_wrong_passwords_do_not_lose_what_was_typed_before(guarded):
    visitor, text = guarded(), "Ringkasan yang panjang\ndan belum tersimpan."
    page = visitor.post("/panitia/akun/baru", {"name": text})
    parcel = page.soup.select_one("[name=kept]")["value"]
    for _try in range(9):
        page = visitor.post("/masuk", {"email": STAFF, "password": "", "kept": parcel})
    assert page.status == 429
    assert [each.get_text() for each in page.soup.select(".kept")] == [text]


def test_whoever_knows_the_password_is_never_counted(guarded):
    site = guarded().app
    assert {try_to_enter(Visitor(site)).location for _ in range(9)} == {"/beranda"}
    tries = [try_to_enter(Visitor(site), STAFF, "").status for _ in range(9)]
    assert tries == [422] * 8 + [429]


def test_a_made_up_forwarding_address_does_not_help_where_there_is_no_proxy(guarded):
    visitor = guarded(0)
    tries = [hurried_try(visitor, n, f"10.0.0.{n}").status for n in range(21)]
    assert tries == [422] * 20 + [429]


def test_behind_a_proxy_each_visitor_has_a_limit_of_their_own(guarded):
    visitor = guarded(1)
    tries = [hurried_try(visitor, n, "10.0.0.1").status for n in range(21)]
    assert tries == [422] * 20 + [429]
    assert hurried_try(visitor, 21, "10.0.0.2").status == 422


def test_behind_a_proxy_only_the_proxys_word_counts(guarded):
    visitor = guarded(1)
    tries = [hurried_try(visitor, n, f"10.9.9.{n}, 10.0.0.1").status for n in range(21)]
    assert tries[-1] == 429


def test_a_demonstration_offers_its_accounts_and_nobody_else_does(visit, tmp_path, app):
    assert not visit().get("/masuk").soup.select("#demo-accounts")
    demonstration = create_app(
        settings_for(tmp_path, app.config["SQLALCHEMY_DATABASE_URI"], DEMO=True)
    )
    page = Visitor(demonstration).get("/masuk")
    offered = [field["value"] for field in page.soup.select(".demo-accounts [name=email]")]
    assert offered == [account.email for account in demo.ACCOUNTS]
    assert demo.PASSWORD in page.text
