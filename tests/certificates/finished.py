"""An edition that is over: winners, a finalist, a participant and two judges."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from award.certificates import actions
from award.certificates.facts import Signer
from award.certificates.models import Batch, Honouree, Signatory
from award.certificates.states import Kind
from award.certificates.style import Style
from award.competitions.models import Edition
from award.competitions.states import EditionState, RoundState
from award.core import clock
from award.core.db import db
from award.entries.models import Entry
from award.entries.states import EntryState
from award.results.models import Decision
from award.results.states import Outcome
from tests import builders as build
from tests.cast import Cast

INVENTED = "Contoh"
DATED = date(2026, 11, 16)
REGENT = Signer("BUPATI BADUNG", "I Wayan Contoh Wiguna")
BRIDA = Signer(
    "KEPALA BADAN RISET DAN INOVASI DAERAH",
    "Ir. I Made Contoh, M.T.",
    "Pembina Utama Muda",
    "19680926 199503 1 001",
)
PATTERN = "{kode}/{nomor:03d}/{jenis}/{unit}/{tahun}"


def decide(entry: Entry, outcome: Outcome, place: str = "") -> Decision:
    """A final decision about an entry."""
    made = Decision(
        edition_id=entry.edition_id,
        entry_id=entry.id,
        category_id=entry.category_id,
        outcome=outcome,
        place=place,
        rank=1,
        decided_at=clock.now(),
        decided_by_id=Cast().organiser.id,
    )
    db.session.add(made)
    db.session.flush()
    return made


def edition(state: EditionState = EditionState.PUBLISHED) -> Edition:
    """The edition with its decisions and finished sheets."""
    made = build.edition(state=state)
    made.settings = replace(made.settings, number_pattern=PATTERN)
    if state is EditionState.PUBLISHED:
        made.decree_number, made.decree_date = "188/0412/HK/2026", date(2026, 11, 9)
    first = _entry(made, "dlhk", "Gelatik Contoh")
    decide(first, Outcome.WINNER, "juara_1")
    decide(_entry(made, "dinkes", "Vaksin Contoh"), Outcome.WINNER, "juara_2")
    decide(_entry(made, "disdikpora", "Sekolah Contoh"), Outcome.FINALIST)
    decide(_entry(made, "kec-petang", "Banjar Contoh"), Outcome.PARTICIPANT)
    honour(first, Kind.MEMBER, f"Ayu {INVENTED}")
    honour(first, Kind.PARTNER, f"Desa {INVENTED}")
    round_ = build.round_of(made, state=RoundState.DECIDED)
    for judge in (Cast().external_judge, Cast().second_judge):
        build.sheet(build.assignment(round_, first, judge), 4)
    build.sheet(build.assignment(round_, first, Cast().internal_judge), 4, finished=False)
    appoint()
    db.session.commit()
    return made


def appoint(signer: Signer = REGENT, **changes: Any) -> Signatory:
    """Somebody in office since last year."""
    facts = {"rank": signer.rank, "nip": signer.nip, "valid_from": date(2025, 2, 20), **changes}
    made = Signatory(office=signer.office, name=signer.name, **facts)
    db.session.add(made)
    db.session.flush()
    return made


def honour(entry: Entry, kind: Kind, name: str) -> None:
    """Somebody honoured beside the entry."""
    db.session.add(
        Honouree(
            entry=entry,
            kind=kind,
            name=name,
            entered_at=clock.now(),
            entered_by_id=Cast().organiser.id,
        )
    )


def _entry(edition: Edition, agency: str, title: str) -> Entry:
    return build.entry(edition, build.agency(agency), EntryState.PASSED, title=title)


def issue(edition: Edition, kind: Kind = Kind.WINNER, **changes: Any) -> Batch:
    """A batch as an organiser issues it, committed."""
    arguments: dict[str, Any] = {
        "edition": edition,
        "kind": kind,
        "style": Style(),
        "dated": DATED,
        "place": "Mangupura",
        "signer": REGENT,
        "closing": "Semoga menjadi teladan.",
        "actor": Cast().organiser,
    }
    batch = actions.issue(**{**arguments, **changes})
    db.session.commit()
    return batch
