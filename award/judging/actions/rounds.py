"""Opening and closing rounds, and which entries take part."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete

from award.approvals.models import Approval
from award.approvals.queries import proven
from award.competitions.models import Round
from award.competitions.states import ROUND, RoundState
from award.core import clock, jobs, ledger
from award.core.access import ensure
from award.core.db import db
from award.core.problems import Invalid
from award.entries.models import Entry
from award.entries.states import EntryState
from award.entries.visibility import new_aliases
from award.judging.actions import discrepancies
from award.judging.models import Assignment, RoundEntry
from award.judging.queries import blind, panel, rounds
from award.people.models import User


def open_round(*, round_: Round, actor: User) -> None:
    """Let judges score. The first scoring round takes in every entry that passed screening.

    Raises ``Refused`` while the edition is not open or an earlier round is not decided,
    ``Invalid`` when no entry would take part.
    """
    ensure("round:open", round_, actor)
    if rounds.is_first(round_):
        admit(round_=round_, entries=rounds.passed_outside(round_), actor=actor)
    if not rounds.admitted_ids(round_.id):
        raise Invalid(_l("Belum ada usulan untuk babak ini."))
    draw_aliases(round_=round_)
    _move(round_, "open", actor)


def close_round(*, round_: Round, actor: User) -> None:
    """End scoring: sheets that are not finished stay as they are and do not count."""
    # Whoever is saving a sheet finishes first; whoever comes later finds the round closed.
    panel.hold_assignments(round_.id)
    _hold(round_)
    ensure("round:close", round_, actor)
    _move(round_, "close", actor)
    discrepancies.look(round_=round_)


def reopen_round(*, round_: Round, actor: User) -> None:
    """Let judges score again; every mark is still there and stays sealed.

    Whoever had finished stays finished and changes marks one by one with a reason; others' marks
    are hidden again until every judge of the entry has finished.
    """
    _hold(round_)
    ensure("round:reopen", round_, actor)
    round_.reopened_at = clock.now()
    _move(round_, "reopen", actor)


def lock_round(*, round_: Round, actor: User) -> None:
    """Seal the sheets of a closed round: from now on the database lets nobody write them.

    Raises ``Refused`` unless the round is closed, ``Invalid`` while judges are far apart on an
    entry and neither an extra judge nor the plenary has settled it.
    """
    panel.hold_assignments(round_.id)
    _hold(round_)
    ensure("round:lock", round_, actor)
    discrepancies.refuse_unsettled(round_)
    _move(round_, "lock", actor)


def unlock_round(*, round_: Round, approval: Approval) -> None:
    """Close instead of lock, as two people agreed: one organiser may then open it again."""
    proven(approval, "round.unlock", round_.id)
    _hold(round_)
    _move(round_, "unlock", approval.confirmed_by, approval_id=approval.id)


def _hold(round_: Round) -> None:
    """Read the state anew and let nobody else change it before this act is over."""
    db.session.refresh(round_, ["state"], with_for_update=True)


def _move(round_: Round, name: str, actor: User | None, **more: int) -> None:
    round_.state = ROUND.after(name, round_.state)
    db.session.flush()
    figures = rounds.figures(round_)
    ledger.record(
        f"round.{name}",
        round_,
        actor=actor,
        edition_id=round_.edition_id,
        key=round_.key,
        entries=figures.entries,
        sheets=figures.sheets,
        finished=figures.finished,
        **more,
    )


def admit(*, round_: Round, entries: Iterable[Entry], actor: User) -> int:
    """Let entries take part in the round; how many are new. Those inside already stay.

    Called with all passed entries when the first round opens, and by a decision for the next.
    Raises ``Invalid`` for an entry of another edition or one that has not passed screening.
    """
    ensure("round:admit", round_, actor)
    inside = rounds.admitted_ids(round_.id)
    new = [entry for entry in entries if entry.id not in inside]
    for entry in new:
        if entry.edition_id != round_.edition_id or entry.state != EntryState.PASSED:
            raise Invalid(_l("Hanya usulan yang lolos seleksi yang dapat masuk babak ini."))
    moment = clock.now()
    db.session.add_all(
        RoundEntry(round_id=round_.id, entry_id=entry.id, admitted_at=moment) for entry in new
    )
    if new:
        db.session.flush()
        ledger.record(
            "round.admitted",
            round_,
            actor=actor,
            edition_id=round_.edition_id,
            entries=sorted(entry.id for entry in new),
            categories={entry.id: entry.category_id for entry in new},
        )
        if round_.state == RoundState.OPEN:
            draw_aliases(round_=round_)
    return len(new)


def draw_aliases(*, round_: Round) -> None:
    """In a blind round: a name by lot for every entry that has none, and copies of its files.

    Who stands behind which name is in the database alone: the ledger is read by more people.
    """
    if not round_.blind:
        return
    places = blind.nameless(round_.id)
    drawn = new_aliases(len(places), blind.aliases_of(round_.id))
    for place, alias in zip(places, drawn, strict=True):
        place.alias = alias
    db.session.flush()
    for entry_id in blind.unprepared(round_):
        jobs.enqueue("entries.neutralise", entry_id=entry_id)


def retract(*, round_: Round, actor: User) -> None:
    """Undo every admission to a round that has not been opened, with its assignments.

    Called when the decision that let the entries in is undone. Raises ``Invalid`` once the
    round has been opened.
    """
    ensure("round:admit", round_, actor)
    if round_.state != RoundState.DRAFT:
        raise Invalid(_l("Babak berikutnya sudah dibuka."))
    entries = sorted(rounds.admitted_ids(round_.id))
    db.session.execute(delete(Assignment).where(Assignment.round_id == round_.id))
    db.session.execute(delete(RoundEntry).where(RoundEntry.round_id == round_.id))
    ledger.record(
        "round.retracted", round_, actor=actor, edition_id=round_.edition_id, entries=entries
    )
