"""What a replay reads: the ledger's acts, and the decisions as they stand."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select

from award.core import ledger
from award.core.db import db
from award.results.models import Decision
from award.results.replay import Fact, Key


def facts() -> Iterator[Fact]:
    """The ledger's acts in their order, content read."""
    query = select(ledger.Act).order_by(ledger.Act.seq)
    for act in db.session.execute(query).yield_per(500).scalars():
        yield Fact(
            act.seq, act.action, act.subject_id or 0, act.edition_id, json.loads(act.content)
        )


def standing() -> dict[Key, Mapping[str, Any]]:
    """Every decision as its row has it."""
    names = ("entry_id", "category_id", "score", "rank", "broken_by", "outcome", "place")
    columns = [getattr(Decision, name) for name in names]
    query = select(Decision.edition_id, Decision.round_id, *columns)
    return {
        (row.edition_id, row.round_id, row.entry_id): {name: getattr(row, name) for name in names}
        for row in db.session.execute(query)
    }
