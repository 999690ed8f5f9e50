"""Ranked lists kept in this process while nothing has happened in their edition.

Ranking a thousand entries takes longer than showing them. What was counted is kept under the
number of the edition's last act: every mark, vote and decision is an act, and whatever a page
has read of edition and rounds before it asks is part of the stamp too, so that what is kept is
never older than the data.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import func, select

from award.competitions.models import Edition
from award.core import ledger
from award.core.db import db

KEPT = 12
"""How many lists a process keeps."""

Found = TypeVar("Found")
kept: OrderedDict[tuple[object, ...], tuple[object, object]] = OrderedDict()


def recalled(edition: Edition, name: object, make: Callable[[], Found]) -> Found:
    """What ``make`` counts from the edition, from memory while it holds; to be read, not changed.

    ``name`` says what is counted. What is made must hold no rows of the database session.
    """
    key, stamp = (str(db.engine.url), edition.id, name), _stamp(edition)
    known = kept.get(key)
    if known is not None and known[0] == stamp:
        return known[1]  # type: ignore[return-value]
    made = make()
    kept.pop(key, None)  # the newest comes last
    kept[key] = (stamp, made)
    while len(kept) > KEPT:
        kept.popitem(last=False)
    return made


def _stamp(edition: Edition) -> object:
    last = select(func.max(ledger.Act.seq)).where(ledger.Act.edition_id == edition.id)
    rounds = tuple((each.id, each.state) for each in edition.rounds)
    return db.session.scalar(last), edition.version, edition.state, rounds
