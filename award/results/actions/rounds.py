"""Who goes on to the next round."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from award.competitions.models import Round
from award.competitions.states import ROUND
from award.core import clock, ledger
from award.core.access import ensure
from award.core.db import db
from award.core.language import local
from award.core.problems import Invalid
from award.entries.models import Entry
from award.judging import actions as judging
from award.judging.queries.walls import keep_hands_off
from award.people.models import User
from award.results import ranking
from award.results.course import next_round
from award.results.models import Decision
from award.results.queries import CategoryStandings, Standing, round_standings
from award.results.queries.published import vote_reasons
from award.results.queries.rulings import disqualified
from award.results.states import Outcome
from award.results.words import WIDENED
from award.visits.queries import undecided_referrals


def decide_round(*, round_: Round, actor: User, widen: Collection[int] = ()) -> Sequence[Decision]:
    """Freeze the round's scores and ranks, and let those above the line into the next round.

    In the categories of ``widen`` (ids) a tie on the line goes on as a whole. Raises ``Refused``
    unless the round is locked, ``Invalid`` while an entry has no finished sheet, a disproved
    claim waits for the plenary, or a line splits a tie that nobody has resolved.
    """
    db.session.refresh(round_.edition, with_for_update=True)
    db.session.refresh(round_, ["state"], with_for_update=True)
    ensure("results:decide", round_, actor)
    _refuse_referred(round_)
    lists = round_standings(round_, parts=False)
    _refuse_unscored(lists)
    _refuse_split([each for each in lists if each.category.id not in widen])
    widened = [each for each in lists if each.category.id in widen]
    keep_hands_off(actor, [entry_id for each in widened for entry_id in each.split])
    decisions = list(_decisions(round_, lists, actor))
    db.session.add_all(decisions)
    round_.state = ROUND.after("decide", round_.state)
    db.session.flush()
    ledger.record(
        "results.round_decided",
        round_,
        actor=actor,
        edition_id=round_.edition_id,
        widened=sorted(widen),
        decisions=[content(each) for each in decisions],
    )
    if (after := next_round(round_)) is not None:
        judging.admit(round_=after, entries=_advancing(decisions), actor=actor)
    return decisions


def undecide_round(*, round_: Round, actor: User) -> None:
    """Take the decision back while the next round has not begun; the round is locked again."""
    db.session.refresh(round_.edition, with_for_update=True)
    ensure("results:undecide", round_, actor)
    if (after := next_round(round_)) is not None:
        judging.retract(round_=after, actor=actor)
    db.session.execute(delete(Decision).where(Decision.round_id == round_.id))
    round_.state = ROUND.after("undecide", round_.state)
    db.session.flush()
    ledger.record("results.round_undecided", round_, actor=actor, edition_id=round_.edition_id)


def content(decision: Decision) -> dict[str, object]:
    """A decision as the ledger remembers it."""
    names = ("entry_id", "category_id", "score", "rank", "broken_by", "outcome", "place", "reason")
    return {name: getattr(decision, name) for name in names}


def _refuse_referred(round_: Round) -> None:
    out = {each.entry_id for each in disqualified(round_.edition)}
    waiting = undecided_referrals(round_.id, out)
    titles = dict.fromkeys(each.claim.visit.entry.title for each in waiting)
    if titles:
        raise Invalid(
            _l(
                "Klaim dampak usulan berikut tidak terbukti: %(titles)s. Catat keputusan pleno di "
                "rencana kunjungan, atau selesaikan diskualifikasi yang disarankan pleno.",
                titles="; ".join(titles),
            )
        )


def _refuse_unscored(lists: Sequence[CategoryStandings]) -> None:
    titles = [each.title for one in lists for each in one.unscored]
    if titles:
        raise Invalid(
            _l(
                "Usulan berikut belum memiliki lembar nilai yang selesai: %(titles)s.",
                titles="; ".join(titles),
            )
        )


def _refuse_split(lists: Sequence[CategoryStandings]) -> None:
    names = [local(each.category.name) for each in lists if each.split]
    if names:
        raise Invalid(
            _l(
                "Garis batas membelah nilai seri pada kategori: %(names)s. "
                "Luaskan batas atau catat keputusan pleno.",
                names="; ".join(names),
            )
        )


def _decisions(
    round_: Round, lists: Sequence[CategoryStandings], actor: User
) -> Iterator[Decision]:
    reasons = vote_reasons(round_.edition, round_)
    for each in lists:
        inside, split = set(each.inside), set(each.split)
        for one in each.standings:
            goes_on = one.entry_id in inside | split
            yield Decision(
                edition_id=round_.edition_id,
                round_id=round_.id,
                outcome=Outcome.ADVANCES if goes_on else Outcome.STAYS,
                reason=WIDENED if one.entry_id in split else why(one, reasons),
                **frozen(each, one, actor),
            )


def frozen(each: CategoryStandings, one: Standing, actor: User) -> dict[str, Any]:
    """The part of a decision that the numbers say, and who froze it when."""
    return {
        "entry_id": one.entry_id,
        "category_id": each.category.id,
        "score": one.score,
        "rank": one.rank,
        "broken_by": one.broken_by,
        "decided_at": clock.now(),
        "decided_by_id": actor.id,
    }


def why(one: Standing, reasons: Mapping[int, str]) -> str:
    """The plenary's reason where its vote placed the entry."""
    return reasons.get(one.entry_id, "") if one.broken_by == ranking.PLENARY else ""


def _advancing(decisions: Sequence[Decision]) -> Sequence[Entry]:
    ids = [each.entry_id for each in decisions if each.outcome == Outcome.ADVANCES]
    return db.session.scalars(select(Entry).where(Entry.id.in_(ids)).order_by(Entry.id)).all()
