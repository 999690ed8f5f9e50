"""A large edition, to see how the pages behave with many entries."""

from __future__ import annotations

from time import perf_counter

import click
from flask import current_app
from flask.cli import with_appcontext

from award import demo
from award.core.db import db
from award.people import queries


@click.command("seed")
@click.option("--entries", default=1000, show_default=True, type=click.IntRange(1, 50_000))
@click.option("--judges", default=20, show_default=True, type=click.IntRange(5, 2_000))
@click.option("--sheets", default=3, show_default=True, type=click.IntRange(1, 5))
@with_appcontext
def seed(entries: int, judges: int, sheets: int) -> None:
    """Make a large edition in judging and print the demonstration accounts."""
    if not current_app.config["DEMO"]:
        raise click.ClickException("Only with DEMO=1: the accounts have a public password.")
    # Not with the module: the web server registers commands too and need not carry all this.
    from award.demo import large

    start = perf_counter()
    if not queries.users():
        demo.enter_accounts()
    organiser = queries.user_by_email(demo.ORGANISER)
    judge = queries.user_by_email(demo.JUDGE)
    if organiser is None or judge is None:
        raise click.ClickException("This database has accounts of its own.")
    large.seed(
        entries=entries, judge_count=judges, sheets=sheets, open_judge=judge, actor=organiser
    )
    db.session.commit()
    click.echo(
        f"{entries} entries, {judges} judges, {sheets} sheets each: {perf_counter() - start:.1f} s"
    )
    for account in demo.ACCOUNTS:
        click.echo(f"{account.email:36} {demo.PASSWORD}  {account.position}")
