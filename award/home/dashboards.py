"""The start page: what is due and what waits, for each role that the person holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import and_, func, select

from award.competitions.models import Edition, Round
from award.competitions.queries import deadline
from award.competitions.states import EditionState, RoundKind, RoundState
from award.core import clock
from award.core.db import db
from award.core.language import days_left, local, moment_both
from award.entries.models import Entry
from award.entries.queries import entries_of
from award.entries.states import WRITABLE, EntryState
from award.home.queries import running_editions
from award.judging.models import Assignment, ScoreSheet
from award.judging.queries.order import own_slots
from award.judging.states import SheetState
from award.people.models import User
from award.people.states import Role
from award.visits.models import Visit
from award.visits.queries import agency_visits, own_visits
from award.visits.states import VisitState


@dataclass(frozen=True)
class Card:
    """One thing to do: the figure first, then the sentence, then one button."""

    figure: str
    title: str
    sentence: str
    address: str
    button: str
    urgent: bool = False


def cards(person: User) -> list[Card]:
    """Everything that waits for the person, by role."""
    return [card for role, desk in DESKS.items() if person.has(role) for card in desk(person)]


def _staff(person: User) -> Iterator[Card]:
    yield from _presenting(person)
    yield from _visited(person)
    open_entries = [entry for entry in entries_of(person) if entry.state in WRITABLE]
    for entry in open_entries:
        yield _writing(entry)
    written = {entry.edition_id for entry in open_entries}
    for edition in running_editions():
        left = days_left(deadline(edition))
        if left >= 0 and edition.id not in written:
            yield Card(
                str(left),
                _("hari sampai pendaftaran ditutup"),
                f"{local(edition.name)} {edition.year}: {moment_both(deadline(edition))}",
                url_for("innovations.index"),
                _("Lihat inovasi kita"),
                urgent=left <= 7,
            )


def _presenting(person: User) -> Iterator[Card]:
    for slot in own_slots(person, since=clock.now()):
        if slot.told_at is not None:
            yield Card(
                str(days_left(slot.told_at)),
                _("hari lagi presentasi"),
                f"{slot.entry.title}: {moment_both(slot.told_at)}",
                url_for("presentations.own"),
                _("Lihat waktu presentasi"),
                urgent=days_left(slot.told_at) <= 3,
            )


def _visited(person: User) -> Iterator[Card]:
    for visit in agency_visits(person):
        if visit.state == VisitState.PLANNED and days_left(visit.starts_at) >= 0:
            yield _visit(visit, url_for("agency_visits.index"), _("Lihat waktu kunjungan"))


def _visiting(person: User) -> Iterator[Card]:
    coming = [each for each in own_visits(person) if each.state == VisitState.PLANNED]
    for visit in [each for each in coming if days_left(each.starts_at) >= 0][:1]:
        yield _visit(visit, url_for("visits.index"), _("Buka kunjungan Anda"))


def _visit(visit: Visit, address: str, button: str) -> Card:
    return Card(
        str(days_left(visit.starts_at)),
        _("hari lagi kunjungan lapangan"),
        f"{visit.entry.title}: {moment_both(visit.starts_at)}",
        address,
        button,
        urgent=days_left(visit.starts_at) <= 3,
    )


def _writing(entry: Entry) -> Card:
    corrected = entry.state == EntryState.CORRECTION
    due = entry.correction_due if corrected and entry.correction_due else deadline(entry.edition)
    return Card(
        str(max(0, days_left(due))),
        _("hari untuk memperbaiki usulan") if corrected else _("hari untuk menyelesaikan usulan"),
        entry.title,
        url_for("entries.show", entry_id=entry.id),
        _("Lanjutkan usulan"),
        urgent=corrected,
    )


def _head(person: User) -> Iterator[Card]:
    if not person.has(Role.STAFF):
        yield from _presenting(person)
    waiting = [entry for entry in entries_of(person) if entry.state == EntryState.AWAITING_SIGNOFF]
    yield Card(
        str(len(waiting)),
        ngettext(
            "usulan menunggu tanda tangan Anda",
            "usulan menunggu tanda tangan Anda",
            len(waiting),
        ),
        waiting[0].title if waiting else _("Tidak ada yang menunggu."),
        url_for("heads.index"),
        _("Buka usulan yang menunggu"),
        urgent=bool(waiting),
    )


def _judge(person: User) -> Iterator[Card]:
    yield from _visiting(person)
    finished = func.count().filter(ScoreSheet.state == SheetState.FINISHED)
    query = (
        select(Round, func.count(Assignment.id), finished)
        .join(Assignment, Assignment.round_id == Round.id)
        .outerjoin(ScoreSheet, ScoreSheet.assignment_id == Assignment.id)
        .where(
            Assignment.judge_id == person.id, Assignment.standing, Round.state == RoundState.OPEN
        )
        .group_by(Round.id)
        .order_by(Round.id)
    )
    found = db.session.execute(query).all()
    for round_, given, done in found:
        yield Card(
            str(given - done),
            _("lembar nilai tersisa"),
            _(
                "%(round)s: %(done)s dari %(given)s selesai",
                round=local(round_.name),
                done=done,
                given=given,
            ),
            url_for("sheets.index"),
            _("Lanjutkan penilaian"),
            urgent=given > done,
        )
    if not found:
        yield Card(
            "0",
            _("lembar nilai tersisa"),
            _("Belum ada babak yang dibuka untuk Anda."),
            url_for("sheets.index"),
            _("Lihat penugasan"),
        )


def _organiser(_person: User) -> Iterator[Card]:
    waiting = (
        db.session.scalar(
            select(func.count()).select_from(Entry).where(Entry.state == EntryState.SUBMITTED)
        )
        or 0
    )
    yield Card(
        str(waiting),
        _("usulan menunggu seleksi administrasi"),
        _("Putuskan lolos, dikembalikan, atau ditolak dengan alasan."),
        url_for("screening.index"),
        _("Buka antrean seleksi"),
        urgent=waiting > 0,
    )
    yield from _rounds()
    for edition in running_editions():
        yield _edition(edition)


def _rounds() -> Iterator[Card]:
    done = func.count().filter(ScoreSheet.state == SheetState.FINISHED)
    query = (
        select(Round, func.count(Assignment.id), done)
        .outerjoin(Assignment, and_(Assignment.round_id == Round.id, Assignment.standing))
        .outerjoin(ScoreSheet, ScoreSheet.assignment_id == Assignment.id)
        .where(Round.kind == RoundKind.SCORING, Round.state == RoundState.OPEN)
        .group_by(Round.id)
        .order_by(Round.id)
    )
    for round_, given, finished in db.session.execute(query):
        yield Card(
            f"{finished}/{given}",
            _("lembar nilai selesai"),
            f"{local(round_.edition.name)} {round_.edition.year}: {local(round_.name)}",
            url_for("panels.show", round_id=round_.id),
            _("Lihat kemajuan juri"),
        )


def _edition(edition: Edition) -> Card:
    frozen = edition.state == EditionState.FROZEN
    today = clock.today()
    now = [item for item in edition.calendar if item.starts <= today <= item.ends]
    return Card(
        str(edition.year),
        local(edition.name),
        _("Hasil sudah dibekukan dan menunggu pengumuman.")
        if frozen
        else ", ".join(local(item.name) for item in now) or _("Tidak ada tahapan hari ini."),
        url_for("editions.show", edition_id=edition.id),
        _("Buka edisi"),
        urgent=frozen,
    )


DESKS: dict[Role, Callable[[User], Iterator[Card]]] = {
    Role.HEAD: _head,
    Role.JUDGE: _judge,
    Role.STAFF: _staff,
    Role.ORGANISER: _organiser,
}
