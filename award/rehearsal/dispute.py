"""What a rehearsal does between the frozen result and its publication: agencies are heard, one
objects, one decision is made otherwise by two people, a judge dissents."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from award.competitions.models import Edition
from award.entries.models import Entry
from award.people.models import User
from award.rehearsal.agencies import Agencies
from award.rehearsal.together import Pair
from award.results import actions as results
from award.results.models import Decision
from award.results.queries import final_decisions, final_standings
from award.results.queries.hearing import hearing_for
from award.results.states import ObjectionState, Outcome

PASSWORD = "kata-sandi-gladi"  # noqa: S105 - of throw-away accounts
REASON = "Pleno menilai kesiapan replikasi usulan ini lebih kuat."


def settle_ties(edition: Edition, organiser: User) -> None:
    """The plenary orders every tie of the final list."""
    for each in final_standings(edition):
        for tie in each.votable:
            results.vote(
                edition=edition,
                round_=None,
                order=sorted(tie),
                reason="Pleno memilih menurut luas manfaat bagi kelompok rentan.",
                actor=organiser,
            )


def objected(edition: Edition, agencies: Agencies, acting_on: Callable[[Entry], User]) -> None:
    """The head of the last finalist's agency objects and is answered."""
    decided = [each for each in final_decisions(edition) if each.rank is not None]
    head = agencies.staff_of(decided[-1].entry.agency_id).head
    hearing = hearing_for(head, decided[-1].entry_id)
    if hearing is None:
        raise LookupError(decided[-1].entry_id)
    objection = results.object_to(
        hearing=hearing, text="Bukti dampak kami belum diperhitungkan.", actor=head
    )
    results.answer(
        objection=objection,
        state=ObjectionState.REJECTED,
        reason="Bukti itu sudah dinilai pada verifikasi lapangan.",
        effect="",
        actor=acting_on(decided[-1].entry),
    )


def overridden(edition: Edition, pair: Pair) -> None:
    """Two organisers exchange a category's first and second place, where neither is conflicted."""
    winners = {each.category_id: each.entry for each in _in_place(edition, "juara_1")}
    for runner_up in _in_place(edition, "juara_2"):
        both = {runner_up.entry.wall_id, winners[runner_up.category_id].wall_id}
        if not pair.walls & both:
            outcome = str(Outcome.WINNER)
            pair.do("results.override", runner_up, REASON, place="juara_1", outcome=outcome)
            return


def _in_place(edition: Edition, place: str) -> Sequence[Decision]:
    return [each for each in final_decisions(edition) if each.place == place]


def dissented(edition: Edition, judge: User) -> None:
    """A judge has a different opinion put into the minutes."""
    results.dissent(
        edition=edition, text="Saya menilai dampak juara pertama lebih kuat.", actor=judge
    )
