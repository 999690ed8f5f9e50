"""Winners, finalists and participants, frozen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from award.competitions.models import Edition
from award.competitions.states import EDITION
from award.core import clock, ledger
from award.core.access import ensure
from award.core.db import db
from award.core.language import local
from award.core.problems import Invalid, required
from award.entries.models import Entry
from award.entries.states import EntryState
from award.judging.models import RoundEntry
from award.judging.queries.walls import keep_hands_off
from award.people.models import User
from award.results import ranking
from award.results.actions.rounds import content, frozen, why
from award.results.course import finalists_round
from award.results.models import Decision
from award.results.queries import CategoryStandings, final_standings, quotas_of, rulings
from award.results.queries.lines import places_of_edition
from award.results.queries.published import vote_reasons
from award.results.states import WINNING_PLACES, Outcome


def freeze(
    *, edition: Edition, actor: User, places: Sequence[str] = WINNING_PLACES
) -> Sequence[Decision]:
    """Freeze the final ranks and hand out ``places`` in every category, best first.

    Every entry that passed screening gets a decision: winner, finalist or participant. Raises
    ``Refused`` until all rounds are decided, ``Invalid`` while entries tie for a place.
    """
    db.session.refresh(edition, with_for_update=True)
    ensure("results:freeze", edition, actor)
    lists = final_standings(edition)
    if tuple(places) != places_of_edition(edition):
        # Other places than the edition promised are a choice about every entry.
        keep_hands_off(actor, [one.entry_id for each in lists for one in each.standings])
    quotas = quotas_of(edition)
    medals = {
        each.category.id: ranking.medals((one.placed for one in each.standings), places, quotas)
        for each in lists
    }
    _refuse_contested(lists, medals)
    finalists = _finalists(edition)
    decisions = [
        *_ranked(edition, lists, medals, finalists, actor),
        *_others(edition, lists, finalists, actor),
    ]
    db.session.add_all(decisions)
    edition.state, edition.frozen_at = EDITION.after("freeze", edition.state), clock.now()
    db.session.flush()
    ledger.record(
        "results.frozen",
        edition,
        actor=actor,
        edition_id=edition.id,
        places=list(places),
        classes=quotas.class_of,
        quotas=quotas.most,
        decisions=[content(each) for each in decisions],
    )
    return decisions


def unfreeze(*, edition: Edition, reason: str, actor: User) -> None:
    """Take the frozen result back before publication, with the reason on record."""
    db.session.refresh(edition, with_for_update=True)
    ensure("results:unfreeze", edition, actor)
    words = required(reason, "reason", _l("Tuliskan alasan membuka kunci hasil."))
    final = delete(Decision).where(Decision.edition_id == edition.id, Decision.round_id.is_(None))
    db.session.execute(final)
    edition.state = EDITION.after("unfreeze", edition.state)
    # Whoever was told the provisional result is told anew, and may object anew.
    edition.frozen_at = edition.objections_until = None
    db.session.flush()
    ledger.record("results.unfrozen", edition, actor=actor, edition_id=edition.id, reason=words)


def _refuse_contested(
    lists: Sequence[CategoryStandings], medals: Mapping[int, ranking.Medals]
) -> None:
    if not any(each.standings for each in lists):
        raise Invalid(_l("Belum ada usulan dengan nilai akhir."))
    names = [local(each.category.name) for each in lists if medals[each.category.id].contested]
    if names:
        raise Invalid(
            _l(
                "Beberapa usulan seri untuk satu tempat juara pada kategori: %(names)s. "
                "Catat keputusan pleno.",
                names="; ".join(names),
            )
        )


def _ranked(
    edition: Edition,
    lists: Sequence[CategoryStandings],
    medals: Mapping[int, ranking.Medals],
    finalists: frozenset[int],
    actor: User,
) -> Iterator[Decision]:
    reasons = vote_reasons(edition, None)
    for each in lists:
        awarded = medals[each.category.id].awarded
        for one in each.standings:
            place = awarded.get(one.entry_id, "")
            yield Decision(
                edition_id=edition.id,
                outcome=_outcome(one.entry_id, place, finalists),
                place=place,
                reason=why(one, reasons),
                **frozen(each, one, actor),
            )


def _others(
    edition: Edition,
    lists: Sequence[CategoryStandings],
    finalists: frozenset[int],
    actor: User,
) -> Iterator[Decision]:
    """Entries that passed screening and did not reach the last round."""
    ranked = {one.entry_id for each in lists for one in each.standings}
    passed = select(Entry.id, Entry.category_id).where(
        Entry.edition_id == edition.id,
        Entry.state == EntryState.PASSED,
        Entry.id.not_in(rulings.out()),
    )
    for entry_id, category_id in db.session.execute(passed.order_by(Entry.id)):
        if entry_id not in ranked:
            yield Decision(
                edition_id=edition.id,
                entry_id=entry_id,
                category_id=category_id,
                outcome=_outcome(entry_id, "", finalists),
                decided_at=clock.now(),
                decided_by_id=actor.id,
            )


def _outcome(entry_id: int, place: str, finalists: frozenset[int]) -> Outcome:
    if place:
        return Outcome.WINNER
    return Outcome.FINALIST if entry_id in finalists else Outcome.PARTICIPANT


def _finalists(edition: Edition) -> frozenset[int]:
    round_ = finalists_round(edition)
    if round_ is None:
        return frozenset()
    reached = select(RoundEntry.entry_id).where(RoundEntry.round_id == round_.id)
    return frozenset(db.session.scalars(reached))
