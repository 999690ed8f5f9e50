"""Giving an entry the level that a check of the facts comes to, and taking it back."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from award.competitions.models import Round
from award.core import clock, ledger
from award.core.db import db
from award.core.problems import Refused
from award.entries.models import Entry
from award.judging.models import ComputedLevel
from award.judging.queries.computed import computed_level, finished_count
from award.people.models import User


def give_level(
    *, round_: Round, entry: Entry, source: str, level: int, reason: str, actor: User
) -> ComputedLevel:
    """Set the level of every criterion of ``source`` on all sheets of the entry.

    Drafts take it over when they are next saved; who may do this is the caller's rule. Raises
    ``Refused`` while a sheet of the entry is finished.
    """
    _refuse_finished(round_, entry)
    given = computed_level(round_, entry.id, source)
    if given is None:
        given = ComputedLevel(round_id=round_.id, entry_id=entry.id, source=source)
        db.session.add(given)
    given.level, given.reason, given.given_at = level, reason, clock.now()
    db.session.flush()
    _record("level.given", round_, entry, actor, source=source, level=level, reason=reason)
    return given


def withdraw_level(*, round_: Round, entry: Entry, source: str, actor: User) -> None:
    """Take the level back: no sheet of the entry can be finished until it is given again."""
    _refuse_finished(round_, entry)
    given = computed_level(round_, entry.id, source)
    if given is None:
        return
    db.session.delete(given)
    db.session.flush()
    _record("level.withdrawn", round_, entry, actor, source=source, level=given.level)


def _refuse_finished(round_: Round, entry: Entry) -> None:
    if finished_count(round_.id, entry.id):
        raise Refused(
            _l("Lembar nilai usulan ini sudah ada yang selesai. Juri membukanya lebih dahulu.")
        )


def _record(action: str, round_: Round, entry: Entry, actor: User, **content: object) -> None:
    ledger.record(
        action,
        round_,
        actor=actor,
        edition_id=round_.edition_id,
        entry_id=entry.id,
        **content,
    )
