"""Visits and what is found there, built fast."""

from __future__ import annotations

import io
import secrets
from datetime import date
from decimal import Decimal
from typing import Any

from PIL import Image

from award.competitions.models import Edition
from award.core import clock
from award.core.db import db
from award.entries.states import EntryState
from award.judging.models import Assignment
from award.visits.models import Claim, Photo, Visit
from award.visits.scoring import Verdict
from award.visits.states import ChecklistState, TimeSource, VisitState
from tests import builders
from tests.cast import Cast

WHEN = clock.wita(date(2026, 10, 7), 9)
PLACE = "Balai Banjar Contoh, Jalan Raya Sempidi 1"


def visit(*judges: str, edition: Edition | None = None, **facts: Any) -> Visit:
    """A visit to DLHK's entry in an open field round, by the first external judge or others."""
    edition = edition or builders.edition()
    round_ = builders.round_of(edition, "lapangan")
    entry = builders.entry(edition, state=EntryState.PASSED, title="Gerakan Pilah Sampah")
    for who in judges or ("external_judge",):
        builders.assignment(round_, entry, getattr(Cast(), who))
    made = Visit(
        **{
            "round": round_,
            "entry": entry,
            "round_id": round_.id,
            "entry_id": entry.id,
            "starts_at": WHEN,
            "place": PLACE,
            "state": VisitState.PLANNED,
            "checklist": ChecklistState.OPEN,
            "planned_at": clock.now(),
            "planned_by_id": Cast().organiser.id,
            **facts,
        }
    )
    db.session.add(made)
    db.session.flush()
    return made


def claim(visit: Visit, text: str = "Sampah terangkut 52 ton.", **facts: Any) -> Claim:
    """One more claim on the list."""
    made = Claim(
        **{
            "position": len(visit.claims) + 1,
            "text": text,
            "section": "signifikansi",
            "impact": False,
            **facts,
        }
    )
    visit.claims.append(made)
    db.session.flush()
    return made


def judged(visit: Visit, *verdicts: Verdict, **facts: Any) -> list[Claim]:
    """Claims with these verdicts by the first of the team."""
    return [
        claim(
            visit,
            f"Klaim {n}.",
            verdict=each,
            note="Petugas tidak di tempat.",
            version=1,
            answered_at=clock.now(),
            answered_by_id=visit.team[0].judge_id,
            **facts,
        )
        for n, each in enumerate(verdicts, 1)
    ]


def finish(visit: Visit) -> None:
    """Its checklist counts as finished, whatever its claims say."""
    visit.finished_at, visit.finished_by_id = clock.now(), visit.team[0].judge_id
    visit.checklist, visit.level, visit.percent = ChecklistState.FINISHED, 5, Decimal("100.00")
    db.session.flush()


def photo(claim: Claim) -> Photo:
    """A photo by the first of the team, without a file behind it."""
    made = Photo(
        claim=claim,
        key=secrets.token_hex(8),
        sha256="0" * 64,
        small_sha256="0" * 64,
        original_sha256="0" * 64,
        width=4,
        height=3,
        taken_at=clock.now(),
        taken_from=TimeSource.RECEIPT,
        added_at=clock.now(),
        added_by_id=claim.visit.team[0].judge_id,
    )
    db.session.add(made)
    db.session.flush()
    return made


def own(visit: Visit, who: str = "external_judge") -> Assignment:
    """The assignment of one of the team."""
    return next(each for each in visit.team if each.judge_id == getattr(Cast(), who).id)


def picture(*, exif: bool = True, size: tuple[int, int] = (64, 48), kind: str = "JPEG") -> bytes:
    """A photo as a phone sends it: of 7 May 2026, 10.15 in Badung, at 8.6 S 115.21 E."""
    made = Image.new("RGB", size, "green")
    noted = Image.Exif()
    if exif:
        noted[0x010F] = "Kamera Contoh"
        noted[0x0112] = 6
        noted.get_ifd(0x8769).update({0x9003: "2026:05:07 10:15:00", 0x9011: "+08:00"})
        noted.get_ifd(0x8825).update({1: "S", 2: (8.0, 36.0, 0.0), 3: "E", 4: (115.0, 12.0, 36.0)})
    kept = io.BytesIO()
    made.save(kept, kind, exif=noted)
    return kept.getvalue()
