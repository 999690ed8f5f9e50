"""Keep what was computed about large rounds. It can be computed again: the ledger is not told."""

from __future__ import annotations

import json

from sqlalchemy import delete

from award.competitions.models import Edition, Round
from award.core import clock
from award.core.db import db
from award.results.advice import Advice, Firmness
from award.results.advice_document import write
from award.results.models import KeptAdvice


def keep_advice(
    *,
    edition: Edition,
    round_: Round | None,
    fingerprint: str,
    found: Advice | tuple[Firmness, ...],
) -> KeptAdvice:
    """Put advice in the place of that kept before about the same round, or about the winners."""
    round_id = round_.id if round_ else None
    scope = KeptAdvice.round_id.is_(None) if round_id is None else KeptAdvice.round_id == round_id
    db.session.execute(delete(KeptAdvice).where(KeptAdvice.edition_id == edition.id, scope))
    made = KeptAdvice(
        edition_id=edition.id,
        round_id=round_id,
        fingerprint=fingerprint,
        document=json.dumps(write(found), separators=(",", ":")),
        made_at=clock.now(),
    )
    db.session.add(made)
    db.session.flush()
    return made
