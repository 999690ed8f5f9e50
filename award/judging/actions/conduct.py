"""Signing the code of conduct."""

from __future__ import annotations

from award.competitions.models import Edition
from award.core import clock, ledger
from award.core.access import ensure
from award.core.db import db
from award.judging.conduct import fingerprint
from award.judging.models_wall import Pledge
from award.judging.queries import walls
from award.people.models import User


def sign_conduct(*, edition: Edition, actor: User) -> Pledge:
    """Keep that the judge signed the code of conduct as it is worded now; once."""
    ensure("conduct:sign", edition, actor)
    text = fingerprint(edition.code_of_conduct)
    known = walls.pledge_of(actor, edition)
    if known is not None and known.text_sha256 == text:
        return known
    made = Pledge(
        judge_id=actor.id,
        edition_id=edition.id,
        text_sha256=text,
        edition_version=edition.version,
        signed_at=clock.now(),
    )
    db.session.add(made)
    db.session.flush()
    ledger.record(
        "conduct.signed",
        edition,
        actor=actor,
        edition_id=edition.id,
        text_sha256=text,
        edition_version=edition.version,
    )
    return made
