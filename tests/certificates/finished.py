"""An edition that is over: winners, a finalist, a participant and two judges."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from award.certificates import actions
from award.certificates.drafting import Terms
from award.certificates.facts import Signer
from award.certificates.models import Batch, Honouree, LayoutCheck, Signatory
from award.certificates.preflight import digest_of, preflight
from award.certificates.states import Kind
from award.certificates.style import Style
from award.competitions.models import Edition
from award.competitions.states import EditionState, RoundState
from award.core import clock
from award.core.db import db
from award.entries.models import Entry
from award.entries.states import EntryState
from award.people.models import User
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


def terms(*, closing: str = "Semoga menjadi teladan.", **changes: Any) -> Terms:
    """What an organiser chose for a batch."""
    chosen: dict[str, Any] = {
        "style": Style(),
        "dated": DATED,
        "place": "Mangupura",
        "signer": REGENT,
        "texts": {"closing": {"id": closing, "en": closing}},
    }
    return Terms(**{**chosen, **changes})


def laid_out(edition: Edition, kind: Kind, chosen: Terms) -> None:
    """A layout check that found nothing, as the worker leaves it."""
    found = preflight(edition, kind, chosen)
    if not found.drafts or found.check is not None:
        return
    now, count = clock.now(), len(found.drafts)
    check = LayoutCheck(
        edition_id=edition.id,
        kind=kind,
        dated=chosen.dated,
        place=chosen.place,
        signatory=chosen.signatory,
        digest=digest_of(found.drafts, chosen),
        total=count,
        done=count,
        faults=[],
        asked_at=now,
        moved_at=now,
        finished_at=now,
    )
    db.session.add(check)


def issue(
    edition: Edition, kind: Kind = Kind.WINNER, *, actor: User | None = None, **changes: Any
) -> Batch:
    """A batch as an organiser issues it after the layout was checked, committed."""
    chosen = terms(**changes)
    laid_out(edition, kind, chosen)
    batch = actions.issue(edition=edition, kind=kind, terms=chosen, actor=actor or Cast().organiser)
    db.session.commit()
    return batch
