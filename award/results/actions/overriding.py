"""Giving an entry another outcome than the numbers did, and a judge's dissent."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from award.approvals.models import Approval
from award.approvals.queries import proven
from award.competitions.models import Edition
from award.core import clock, ledger
from award.core.access import ensure
from award.core.db import db
from award.core.problems import Invalid
from award.core.text import clean
from award.judging.queries.walls import keep_hands_off
from award.people.models import User
from award.results.models import Decision
from award.results.models_record import Dissent, Override
from award.results.queries.overriding import Change, changes, first_override

DISSENT_LIMIT = 5_000


def override(*, decision: Decision, approval: Approval) -> list[Override]:
    """Exchange places as two people agreed; score and rank stay what they were computed.

    Whoever held the place takes over what the entry had. Raises ``Refused`` for one person alone.
    """
    details = proven(approval, "results.override", decision.id)
    found = changes(decision, details["place"], details["outcome"])
    for person_id in (approval.proposed_by_id, approval.confirmed_by_id):
        # Whoever loses the place is decided on as well.
        person = db.session.get_one(User, person_id)
        keep_hands_off(person, [each.decision.entry_id for each in found])
    kept = [_kept(each, approval) for each in found]
    db.session.add_all(kept)
    db.session.flush()
    ledger.record(
        "results.overridden",
        decision,
        actor=approval.confirmed_by,
        edition_id=decision.edition_id,
        approval=approval.id,
        reason=approval.reason,
        changes=[
            {"entry_id": each.entry_id, "outcome": each.outcome, "place": each.place}
            for each in kept
        ],
    )
    return kept


def _kept(change: Change, approval: Approval) -> Override:
    decision = change.decision
    first = first_override(decision)
    kept = Override(
        edition_id=decision.edition_id,
        entry_id=decision.entry_id,
        outcome=change.outcome,
        place=change.place,
        computed_outcome=first.computed_outcome if first else decision.outcome,
        computed_place=first.computed_place if first else decision.place,
        computed_rank=decision.rank,
        computed_score=decision.score,
        reason=approval.reason,
        first_id=approval.proposed_by_id,
        second_id=approval.confirmed_by_id,
        at=clock.now(),
    )
    decision.outcome, decision.place = change.outcome, change.place
    decision.reason = approval.reason
    return kept


def dissent(*, edition: Edition, text: str, actor: User) -> Dissent:
    """Put a judge's different opinion into the minutes; it can be added to, never changed."""
    ensure("dissent:record", edition, actor)
    words = clean(text).strip()
    if not words or len(words) > DISSENT_LIMIT:
        sentence = _l("Tuliskan pendapat Anda, paling banyak %(max)s karakter.", max=DISSENT_LIMIT)
        raise Invalid(sentence, {"text": sentence})
    kept = Dissent(edition_id=edition.id, judge_id=actor.id, text=words, at=clock.now())
    db.session.add(kept)
    db.session.flush()
    ledger.record("results.dissented", kept, actor=actor, edition_id=edition.id, text=words)
    return kept
