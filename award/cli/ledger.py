"""Commands about the record of every act."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from award.core import ledger

ledger_commands = AppGroup("ledger", help="The hash-chained record of every act.")


@ledger_commands.command("verify")
def verify() -> None:
    """Check the chain from its first act; exit 1 and name the place when it does not hold."""
    if (found := ledger.verify()) is not None:
        raise click.ClickException(f"act {found.seq} is {found.fault}")
    seq, own = ledger.head()
    click.echo(f"{seq} acts, intact, head {own}")
