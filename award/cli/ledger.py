"""Commands about the record of every act."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

import click
from flask.cli import AppGroup

from award.core import ledger
from award.results.queries import proof
from award.results.replay import Difference, Replay, differences, replay

ledger_commands = AppGroup("ledger", help="The hash-chained record of every act.")


@ledger_commands.command("verify")
def verify() -> None:
    """Check the chain from its first act; exit 1 and name the place when it does not hold."""
    if (found := ledger.verify()) is not None:
        raise click.ClickException(f"act {found.seq} is {found.fault}")
    seq, own = ledger.head()
    click.echo(f"{seq} acts, intact, head {own}")


@ledger_commands.command("replay")
def replay_all() -> None:
    """Count every score and rank again from the ledger alone; exit 1 where they differ."""
    found = replay(proof.facts())
    apart = differences(found.decided, proof.standing())
    for line in counted(found):
        click.echo(line)
    for line in (*found.faults, *map(located, apart)):
        click.echo(line, err=True)
    if faults := len(found.faults) + len(apart):
        raise click.ClickException(f"{faults} differences")
    click.echo(f"{len(found.decided)} decisions, all as the ledger gives them")


def counted(found: Replay) -> Iterator[str]:
    """One line for each edition and each of its rounds."""
    decisions = Counter(key[:2] for key in found.decided)
    for edition_id, book in found.books.items():
        if not book.document:
            continue
        yield f"edition {edition_id}: {book.document['name'].get('id', '')}"
        sheets = defaultdict(int, Counter(round_id for round_id, _, _ in book.sheets))
        for number, round_ in book.rules().rounds.items():
            told = f"{len(book.inside.get(number, ()))} entries, {sheets[number]} sheets"
            yield f"  {round_.key}: {told}, {decisions[edition_id, number]} decisions"
        yield f"  final: {decisions[edition_id, None]} decisions"


def located(one: Difference) -> str:
    """A difference with its edition."""
    return f"edition {one.where[0]}, {one}"
