"""The first account of a new installation."""

from __future__ import annotations

import click
from email_validator import EmailNotValidError, validate_email
from flask import current_app, url_for
from flask.cli import with_appcontext

from award.competitions import actions as competitions
from award.competitions import holidays
from award.core.db import db
from award.core.problems import Invalid
from award.people import actions as people
from award.people import directory, queries
from award.people.states import Role


@click.command("create-organiser")
@click.argument("email")
@click.argument("name")
@click.option("--agency", default="brida", show_default=True, help="Code of the agency.")
@with_appcontext
def create_organiser(email: str, name: str, agency: str) -> None:
    """Open an organiser's account and print the link with which its owner chooses a password.

    Agencies and public holidays are entered first where they are missing.
    """
    try:
        validate_email(email, check_deliverability=False)
    except EmailNotValidError as fault:
        raise click.ClickException(f"{email} is no mail address: {fault}") from fault
    enter_shipped_data()
    found = queries.agency_by_code(agency)
    if found is None:
        raise click.ClickException(f"No agency has the code {agency}.")
    try:
        user = people.create_user(
            email=email, name=name, position="", agency=found, roles=[Role.ORGANISER], actor=None
        )
    except Invalid as problem:
        raise click.ClickException(str(problem.sentence)) from problem
    link = people.invite(user=user, actor=None, address=_invitation_address())
    db.session.commit()
    click.echo(link)


def enter_shipped_data() -> None:
    """Enter the shipped agencies and holidays that are not there yet."""
    people.add_agencies(records=directory.load(), actor=None)
    competitions.add_holidays(days=holidays.load(), actor=None)


def _invitation_address() -> str:
    with current_app.test_request_context():
        path = url_for("session.invitation", token="TOKEN")  # noqa: S106 - a placeholder
    return f"{current_app.config['BASE_URL']}{path}"
