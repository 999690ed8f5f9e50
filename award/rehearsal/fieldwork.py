"""Field verification of a rehearsed round: visits, claims, verdicts, and one matter to settle."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from random import Random

from PIL import Image

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


def verify(round_: Round, organisers: Sequence[User], alike: Mapping[int, int]) -> None:
    """Visit every entry of a round that checks claims, and settle what the plenary must.

    An entry is handled by the first of the organisers who is not of its agency. At entries that
    are ``alike`` the same is found.
    """
    if not any(each.source == CLAIMS for each in round_.criteria):
        return
    entries = judging_queries.entries_of_round(round_.id)
    # One impact claim of the round is not what its entry said: the plenary has work.
    wrong = next((each for each in reversed(entries) if each.id not in alike), None)
    for n, entry in enumerate(entries):
        visit = _planned(round_, entry, _time(n), _free(organisers, entry))
        seed = alike.get(entry.id, entry.id)
        if n == 0:
            _photograph(visit)
        _check(visit, Random(f"{seed}/klaim"), disproved=entry is wrong)
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


def _planned(round_: Round, entry: Entry, starts_at: datetime, organiser: User) -> Visit:
    visit = actions.plan_visit(
        round_=round_,
        entry=entry,
        starts_at=starts_at,
        place=f"Kantor {entry.agency.name}",
        actor=organiser,
    )
    for text, section, impact in TOLD:
        actions.add_claim(visit=visit, text=text, section=section, impact=impact, actor=organiser)
    return visit


def _photograph(visit: Visit) -> None:
    """The team proves its first claim with a photo."""
    for each in visit.team[:1]:
        actions.add_photo(
            claim=visit.claims[0],
            content=picture(),
            key="gladi",
            told_at=clock.now(),
            keep_position=False,
            told_position=None,
            actor=each.judge,
        )


@cache
def picture() -> bytes:
    """A plain JPEG that stands for a photo."""
    with io.BytesIO() as buffer:
        Image.new("RGB", (640, 480), (90, 140, 120)).save(buffer, "JPEG")
        return buffer.getvalue()


def _check(visit: Visit, chance: Random, *, disproved: bool) -> None:
    team = [each.judge for each in visit.team]
    if not team:
        return
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
