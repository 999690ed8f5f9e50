"""Field verification of a rehearsed round: visits, claims, verdicts, and one matter to settle."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from award.competitions.models import Round
from award.core import clock
from award.entries.models import Entry
from award.judging import queries as judging_queries
from award.people.models import User
from award.visits import actions
from award.visits.models import Visit
from award.visits.queries import open_referrals
from award.visits.rules import CLAIMS
from award.visits.scoring import Verdict
from award.visits.states import Settlement

TOLD = (
    ("Layanan berjalan menurut jadwal yang tertulis dalam usulan.", "implementasi", False),
    ("Angka sesudah inovasi sesuai dengan catatan di lokasi.", "signifikansi", True),
    ("Petugas dan anggaran yang disebut dalam usulan tersedia.", "sumber_daya", False),
    ("SOP ditetapkan dan dipakai petugas.", "keberlanjutan", False),
)
"""Claims of every entry: text, section of the form, whether about impact."""

VISITS_A_DAY = 6
FOUND = (Verdict.PROVEN,) * 5 + (Verdict.PARTLY, Verdict.PARTLY, Verdict.UNVERIFIABLE)


def verify(round_: Round, organisers: Sequence[User]) -> None:
    """Visit every entry of a round that checks claims, and settle what the plenary must.

    An entry is handled by the first of the organisers who is not of its agency.
    """
    if not any(each.source == CLAIMS for each in round_.criteria):
        return
    entries = judging_queries.entries_of_round(round_.id)
    for n, entry in enumerate(entries):
        # One impact claim of the round is not what its entry said: the plenary has work.
        _verify(round_, entry, _time(n), _free(organisers, entry), disproved=n == len(entries) - 1)
    for referral in open_referrals(round_.id):
        actions.settle_referral(
            referral=referral,
            outcome=Settlement.KEEP,
            reason="Selisih berasal dari cara menghitung; angka yang benar tetap membaik.",
            actor=_free(organisers, referral.claim.visit.entry),
        )


def _free(organisers: Sequence[User], entry: Entry) -> User:
    return next(each for each in organisers if each.wall_id != entry.wall_id)


def _time(n: int) -> datetime:
    day = clock.today() + timedelta(days=1 + n // VISITS_A_DAY)
    return clock.wita(day, 9 + n % VISITS_A_DAY)


def _verify(
    round_: Round, entry: Entry, starts_at: datetime, organiser: User, *, disproved: bool
) -> None:
    visit = actions.plan_visit(
        round_=round_,
        entry=entry,
        starts_at=starts_at,
        place=f"Kantor {entry.agency.name}",
        actor=organiser,
    )
    team = [each.judge for each in visit.team]
    for text, section, impact in TOLD:
        actions.add_claim(visit=visit, text=text, section=section, impact=impact, actor=organiser)
    if team:
        _check(visit, team, disproved)


def _check(visit: Visit, team: Sequence[User], disproved: bool) -> None:
    chance = Random(f"{visit.entry.title}/klaim")
    for n, claim in enumerate(visit.claims):
        found = Verdict.DISPROVED if disproved and claim.impact else chance.choice(FOUND)
        note = "Petugas yang memegang catatan sedang tugas luar."
        actions.answer_claim(
            claim=claim,
            verdict=found,
            note=note if found == Verdict.UNVERIFIABLE else "",
            version=0,
            key="",
            actor=team[n % len(team)],
        )
    actions.finish_checklist(visit=visit, actor=team[0])
