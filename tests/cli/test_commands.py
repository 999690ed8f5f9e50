"""The commands of someone who looks after the installation."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from award.core import ledger
from award.core.db import db
from award.people import queries
from award.people.states import Role
from tests.browsing import Visitor
from tests.cast import Cast


def test_access_prints_each_action_with_its_rule_in_words_and_its_pages(app: Flask) -> None:
    lines = app.test_cli_runner().invoke(args=["access"]).output.splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("people:deactivate"))
    assert "Organisers deactivate accounts, except their own." in lines[at]
    assert lines[at + 1].strip() == "- accounts.set_active"


def test_access_lists_the_pages_that_need_no_rule(app: Flask) -> None:
    output = app.test_cli_runner().invoke(args=["access"]).output
    signed_in, public = output.split("(signed_in)")[1].split("(public)")
    assert "session.own_account" in signed_in
    assert "home.landing" in public


def test_the_first_organiser_chooses_a_password_through_the_printed_link(
    app: Flask, visit: Callable[..., Visitor]
) -> None:
    result = app.test_cli_runner().invoke(args=["create-organiser", "Baru@contoh.id", "Ni Baru"])
    path = result.output.strip().removeprefix("https://award.example")
    password = {"password": "rahasia-sekali", "again": "rahasia-sekali"}
    visit().post(path, password)
    user = queries.user_by_email("baru@contoh.id")
    assert user is not None
    assert user.password_hash
    assert user.roles == {Role.ORGANISER}
    assert user.agency.code == "brida"


def test_a_second_account_with_the_same_address_is_refused_in_one_line(
    app: Flask, cast: Cast
) -> None:
    arguments = ["create-organiser", cast.organiser.email, "Ni Ganda"]
    result = app.test_cli_runner().invoke(args=arguments)
    assert result.exit_code == 1
    assert result.output == "Error: Alamat surel ini sudah dipakai.\n"


def test_what_is_no_mail_address_opens_no_account(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["create-organiser", "bukan-surel", "Ni A"])
    assert result.exit_code == 1
    assert result.output.startswith("Error: bukan-surel is no mail address: ")
    assert queries.user_by_email("bukan-surel") is None


def test_an_unknown_agency_is_named(app: Flask) -> None:
    arguments = ["create-organiser", "a@contoh.id", "Ni A", "--agency", "tidak-ada"]
    result = app.test_cli_runner().invoke(args=arguments)
    assert result.output == "Error: No agency has the code tidak-ada.\n"
    assert queries.user_by_email("a@contoh.id") is None


def test_ledger_verify_counts_the_acts(app: Flask) -> None:
    db.session.commit()
    acts, _ = ledger.head()
    result = app.test_cli_runner().invoke(args=["ledger", "verify"])
    assert result.output.startswith(f"{acts} acts, intact")
