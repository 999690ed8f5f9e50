"""A competition lived through its actions, so that the ledger knows all of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from award.competitions import actions as competitions
from award.competitions import blueprint as bp
from award.competitions.models import Edition, Round
from award.core.db import db
from award.entries.models import Entry
from award.judging import actions as judging
from award.judging.models import Assignment
from award.judging.queries import entries_of_round
from award.people.models import User
from award.results import actions
from tests import builders
from tests.cast import Cast
from tests.results.course import JUDGES, Levels, passed


def give(round_: Round, entry: Entry, judge: User, levels: Levels) -> Assignment:
    """The judge gets a sheet and finishes it."""
    builders.pledge(round_.edition, judge)
    made = judging.assign(round_=round_, entry=entry, judge=judge, actor=Cast().organiser)
    keys = [each.key for each in round_.criteria]
    given = [levels] * len(keys) if isinstance(levels, int) else levels
    judging.finish_sheet(
        assignment=made,
        marks={key: (level, "Alasan.") for key, level in zip(keys, given, strict=True)},
        comment="Baik.",
        version=0,
        actor=judge,
    )
    return made


def count_claims(round_: Round, entry: Entry, level: int) -> None:
    """What a visit would have come to, in a round that checks claims."""
    if any(each.source for each in round_.criteria):
        judging.give_level(
            round_=round_,
            entry=entry,
            source="claims",
            level=level,
            reason="Diperiksa di lokasi.",
            actor=Cast().organiser,
        )


def judged(round_: Round, levels: Mapping[Entry, Sequence[Levels]]) -> None:
    """The round from its opening to its closing; one sheet for each of an entry's levels."""
    organiser = Cast().organiser
    judging.open_round(round_=round_, actor=organiser)
    for entry, sheets in levels.items():
        count_claims(round_, entry, _first(sheets[0]))
        for who, given in zip(JUDGES, sheets, strict=False):
            give(round_, entry, getattr(Cast(), who), given)
    judging.close_round(round_=round_, actor=organiser)
    judging.lock_round(round_=round_, actor=organiser)


def decided(edition: Edition, *levels: Sequence[Levels]) -> list[Entry]:
    """All rounds decided: an entry for each row, which gives a level for each judge."""
    entries = [passed(edition, f"Inovasi {chr(65 + n)}") for n in range(len(levels))]
    for key in ("proposal", "presentasi", "lapangan"):
        round_ = next(each for each in edition.rounds if each.key == key)
        inside = entries if key == "proposal" else _inside(round_, entries)
        flat = {one: [_first(each) for each in levels[entries.index(one)]] for one in inside}
        told = dict(zip(entries, levels, strict=True)) if key == "proposal" else flat
        judged(round_, {one: told[one] for one in inside})
        actions.decide_round(round_=round_, actor=Cast().organiser)
    db.session.commit()
    return entries


def _first(levels: Levels) -> int:
    return levels if isinstance(levels, int) else levels[0]


def _inside(round_: Round, entries: Sequence[Entry]) -> list[Entry]:
    ids = {each.id for each in entries_of_round(round_.id)}
    return [each for each in entries if each.id in ids]


def _judged_alone(round_: bp.Round) -> bp.Round:
    """The round with every mark given by judges, none counted from a visit."""
    return replace(round_, criteria=tuple(replace(each, source="") for each in round_.criteria))


def edition(places: int = 10) -> Edition:
    """An open edition whose proposal round sends so many of each category on."""
    shipped = bp.at_year(bp.load("oaoi_badung"), 2026)
    rounds = tuple(
        replace(_judged_alone(each), advance_per_category=places)
        if each.key == "proposal"
        else _judged_alone(each)
        for each in shipped.rounds
    )
    made = competitions.create_edition(
        blueprint=replace(shipped, rounds=rounds), year=2026, actor=Cast().organiser
    )
    competitions.open_edition(edition=made, actor=Cast().organiser)
    return made
