"""What the plenary votes on ties."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from award.competitions.models import Edition, Round
from award.core import clock, ledger
from award.core.access import ensure
from award.core.db import db
from award.core.problems import Invalid, required
from award.judging.queries.walls import keep_hands_off
from award.people.models import User
from award.results.models import PlenaryVote
from award.results.queries import final_standings, round_standings


def vote(
    *, edition: Edition, round_: Round | None, order: Sequence[int], reason: str, actor: User
) -> None:
    """Record the plenary's order of a tie, best first; without a round, of the final list.

    ``order`` names exactly the entries of one tie that the written rules leave open. A later
    vote on the same tie replaces the earlier one, which stays on record.
    """
    db.session.refresh(edition, with_for_update=True)
    if round_ is None:
        ensure("results:vote_final", edition, actor)
    else:
        ensure("results:vote", round_, actor)
    keep_hands_off(actor, order)
    words = required(reason, "reason", _l("Tuliskan alasan keputusan pleno."))
    _refuse_other_than_a_tie(edition, round_, order)
    ballot = _next_ballot(edition)
    db.session.add_all(
        PlenaryVote(
            edition_id=edition.id,
            round_id=round_.id if round_ else None,
            entry_id=entry_id,
            ballot=ballot,
            position=position,
            reason=words,
            by_id=actor.id,
            at=clock.now(),
        )
        for position, entry_id in enumerate(order, 1)
    )
    db.session.flush()
    ledger.record(
        "results.voted",
        round_ or edition,
        actor=actor,
        edition_id=edition.id,
        round_id=round_.id if round_ else None,
        ballot=ballot,
        order=list(order),
        reason=words,
    )


def _next_ballot(edition: Edition) -> int:
    last = select(func.max(PlenaryVote.ballot)).where(PlenaryVote.edition_id == edition.id)
    return (db.session.scalar(last) or 0) + 1


def _refuse_other_than_a_tie(edition: Edition, round_: Round | None, order: Sequence[int]) -> None:
    lists = round_standings(round_, parts=False) if round_ else final_standings(edition)
    ties = {frozenset(group) for each in lists for group in each.votable}
    if len(set(order)) != len(order) or frozenset(order) not in ties:
        sentence = _l(
            "Urutan harus memuat setiap usulan yang seri tepat satu kali, dan hanya usulan itu."
        )
        raise Invalid(sentence, {"order": sentence})
