"""A blind round in a rehearsal: names are hidden, and files are made fit at once."""

from __future__ import annotations

from dataclasses import replace

from award.competitions import blueprint as bp
from award.competitions.models import Round
from award.entries.actions.anonymity import keep_copies, look
from award.entries.queries_visibility import names_of, without_copy
from award.judging.queries import entries_of_round


def first_round_blind(blueprint: bp.Blueprint) -> bp.Blueprint:
    """The blueprint with proposals read without names."""
    first = next(each for each in blueprint.rounds if each.kind == "scoring")
    rounds = tuple(
        replace(each, blind=True) if each is first else each for each in blueprint.rounds
    )
    return replace(blueprint, rounds=rounds)


def make_copies(round_: Round) -> None:
    """What else the worker does after a blind round has been opened."""
    if not round_.blind:
        return
    for entry in entries_of_round(round_.id):
        names = names_of([entry])[entry.id]
        files = without_copy(entry)
        keep_copies(looks=[look(each.id, each.sha256, each.kind, names) for each in files])
