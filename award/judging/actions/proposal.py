"""Publishing a computed assignment in one act."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from award.competitions.models import Round
from award.core import clock, ledger
from award.core.access import ensure
from award.core.db import db
from award.core.problems import Invalid, Stale
from award.judging.actions.panel import end, take_back
from award.judging.models import Assignment
from award.judging.queries import proposals
from award.judging.queries.paper import is_keyed
from award.judging.queries.proposals import Proposal
from award.judging.states import Ending
from award.people.models import User

MISSING = "Usulan ini memerlukan juri eksternal."
"""Why marks are left behind; kept as text in the office's language, for the minutes."""


def publish_proposal(*, round_: Round, digest: str | None = None, actor: User) -> Proposal:
    """Assign what the matching proposes at this moment, all of it or nothing.

    ``digest`` names the proposal that was shown. The actor chooses no pair, so an organiser who is
    bound to one of the entries may publish too. Raises ``Stale`` when the proposal is another one
    by now, ``Invalid`` when the rules cannot all hold.
    """
    ensure("round:assign", round_, actor)
    proposal = proposals.proposal(round_)
    if proposal.infeasible is not None:
        raise Invalid(_l("Penugasan yang memenuhi semua aturan tidak ada."))
    if digest not in (None, proposal.digest):
        raise Stale(_l("Panel atau penugasan berubah sejak usulan ini dihitung."))
    for pair in proposal.removed:
        _taken(proposal.ground.standing[pair], actor)
    made = [_assignment(round_, proposal, pair, actor) for pair in proposal.added]
    db.session.add_all(made)
    db.session.flush()
    ledger.record(
        "panel.published",
        round_,
        actor=actor,
        edition_id=round_.edition_id,
        digest=proposal.digest,
        added=[[each.entry_id, each.judge_id] for each in made],
        removed=[list(pair) for pair in proposal.removed],
    )
    return proposal


def _taken(assignment: Assignment, actor: User) -> None:
    if assignment.sheet is None and not is_keyed(assignment):
        take_back(assignment=assignment, actor=actor)
    else:  # marks are never deleted: they stay with the ended assignment
        end(assignment=assignment, ending=Ending.RELEASED, reason=MISSING, actor=actor)


def _assignment(
    round_: Round, proposal: Proposal, pair: tuple[str, str], actor: User
) -> Assignment:
    entry, judge = pair
    return Assignment(
        round=round_,
        entry=proposal.ground.entries[entry],
        judge=proposal.ground.judges[judge],
        sheet=None,
        made_at=clock.now(),
        made_by_id=actor.id,
    )
