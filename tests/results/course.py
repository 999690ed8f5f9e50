"""A competition brought quickly to where results begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from award.competitions.models import Edition, Round
from award.competitions.states import RoundState
from award.core.db import db
from award.entries.models import Entry
from award.entries.states import EntryState
from award.judging.queries import entries_of_round
from award.people.models import User
from award.results import actions
from tests import builders
from tests.cast import Cast

JUDGES = ("external_judge", "second_judge", "internal_judge")
DECREE = "1234/01/HK/2026"

Levels = int | Sequence[int]


def passed(edition: Edition, title: str, category: int = 0, agency: str = "dlhk") -> Entry:
    """An entry that passed screening."""
    return builders.entry(
        edition,
        builders.agency(agency),
        EntryState.PASSED,
        title=title,
        category_id=edition.categories[category].id,
    )


def scored(round_: Round, entry: Entry, *sheets: Levels) -> None:
    """The entry takes part in the round and has these finished sheets, one per judge."""
    builders.admitted(round_, entry)
    for who, levels in zip(JUDGES, sheets, strict=False):
        judge: User = getattr(Cast(), who)
        given = levels if isinstance(levels, int) else list(levels)
        builders.sheet(builders.assignment(round_, entry, judge), given)


def closed(edition: Edition, key: str = "proposal") -> Round:
    """A round whose scoring is over, locked."""
    return builders.round_of(edition, key, RoundState.LOCKED)


def field(round_: Round, *levels: Levels, category: int = 0, agency: str = "dlhk") -> list[Entry]:
    """Entries A, B, C …, each scored by one judge with one level throughout or a level each."""
    entries = []
    for number, given in enumerate(levels):
        entry = passed(round_.edition, f"Inovasi {chr(65 + number)}", category, agency)
        scored(round_, entry, given)
        entries.append(entry)
    db.session.flush()
    return entries


def decided(edition: Edition, *levels: Levels, places: int = 10) -> list[Entry]:
    """All three rounds decided. Later rounds give each entry the first of its levels throughout."""
    proposal = closed(edition)
    proposal.advance_per_category = places
    entries = field(proposal, *levels)
    decide_all(edition, dict(zip([each.id for each in entries], levels, strict=True)))
    return entries


def decide_all(edition: Edition, levels: dict[int, Levels]) -> None:
    """Decide the proposal round as it stands, score the other rounds and decide them too."""
    actions.decide_round(round_=closed(edition), actor=Cast().organiser)
    for key in ("presentasi", "lapangan"):
        round_ = closed(edition, key)
        for entry in entries_of_round(round_.id):
            given = levels[entry.id]
            scored(round_, entry, given if isinstance(given, int) else given[0])
        actions.decide_round(round_=round_, actor=Cast().organiser)


def finish(edition: Edition, entries: Sequence[Entry], level: int = 4) -> None:
    """From a scored proposal round to publication."""
    decide_all(edition, {each.id: level for each in entries})
    actions.freeze(edition=edition, actor=Cast().organiser)
    announce(edition)


def published(edition: Edition, *levels: Levels, places: int = 10) -> list[Entry]:
    """All three rounds decided, frozen and announced."""
    entries = decided(edition, *levels, places=places)
    actions.freeze(edition=edition, actor=Cast().organiser)
    announce(edition)
    return entries


def unheard(edition: Edition) -> None:
    """The edition has no objection window: what is frozen may be published at once."""
    edition.settings = replace(edition.settings, objection_working_days=0)


def announce(edition: Edition, decree_number: str = DECREE) -> bool:
    """Publish under the usual decree, without an objection window."""
    unheard(edition)
    return actions.publish(
        edition=edition,
        decree_number=decree_number,
        decree_date=date(2026, 5, 8),
        actor=Cast().organiser,
        address="https://award.example/pemenang/2026",
    )
