"""Telling agencies the frozen result before it is public, and their objections."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from award.competitions.models import Edition
from award.competitions.queries import holidays
from award.core import clock, ledger, mail
from award.core.access import ensure
from award.core.db import db
from award.core.language import local, moment
from award.core.problems import Invalid, required
from award.core.text import clean
from award.judging.queries.walls import keep_hands_off
from award.people.models import User
from award.results.actions.publishing import line
from award.results.actions.record import keep
from award.results.models import Decision
from award.results.models_record import Objection, Snapshot
from award.results.queries.hearing import Hearing, waiting
from award.results.queries.published import concerned
from award.results.states import OBJECTION, ObjectionState, SnapshotKind

TEXT_LIMIT = 5_000
MOVES = {ObjectionState.UPHELD: "uphold", ObjectionState.REJECTED: "reject"}


def hear(*, edition: Edition, actor: User, address: str = "") -> Snapshot:
    """Keep the frozen result as provisional, tell the agencies, and open the objection window.

    The window ends with the last of the edition's working days. ``address`` is the page of the
    agencies named in the mails.
    """
    db.session.refresh(edition, with_for_update=True)
    ensure("results:hear", edition, actor)
    snapshot = keep(edition=edition, kind=SnapshotKind.PROVISIONAL, actor=actor)
    days = edition.settings.objection_working_days
    edition.objections_until = clock.end_of(clock.add_working_days(clock.today(), days, holidays()))
    db.session.flush()
    told = concerned(edition)
    for person, decisions in told.items():
        _tell(person, edition, decisions, address)
    ledger.record(
        "results.heard",
        edition,
        actor=actor,
        edition_id=edition.id,
        snapshot=snapshot.number,
        until=edition.objections_until,
        told=[person.id for person in told],
    )
    return snapshot


def _tell(person: User, edition: Edition, decisions: Sequence[Decision], address: str) -> None:
    # Whoever announces may read English; the mail goes to an office.
    with force_locale("id"):
        name = local(edition.name)
        body = _(
            "Yth. %(name)s,\n\nHasil sementara %(edition)s untuk usulan dari instansi Anda:\n"
            "%(lines)s\n\nHasil ini belum diumumkan kepada umum. Sanggahan dapat diajukan "
            "sampai %(until)s pada halaman usulan setelah Anda masuk.\n%(address)s",
            name=person.name,
            edition=name,
            lines="\n".join(line(each) for each in decisions),
            until=moment(edition.objections_until),
            address=address,
        )
        subject = _("Hasil sementara %(edition)s dan masa sanggah", edition=name)
        mail.post(recipient=person.email, subject=subject, body=body)


def object_to(*, hearing: Hearing, text: str, actor: User) -> Objection:
    """File an agency's objection to what was decided on its own entry."""
    ensure("objection:file", hearing, actor)
    words = _words(text, "text", _l("Tuliskan isi sanggahan."))
    objection = Objection(
        edition_id=hearing.entry.edition_id,
        snapshot_id=hearing.snapshot.id if hearing.snapshot else None,
        entry_id=hearing.entry.id,
        text=words,
        filed_at=clock.now(),
        filed_by_id=actor.id,
    )
    db.session.add(objection)
    db.session.flush()
    ledger.record(
        "objection.filed",
        objection,
        actor=actor,
        edition_id=objection.edition_id,
        entry_id=objection.entry_id,
        text=words,
    )
    return objection


def answer(
    *, objection: Objection, state: ObjectionState, reason: str, effect: str, actor: User
) -> None:
    """Uphold or reject an objection with the reason; what an upheld one changes is said too.

    Answering again is refused. The person who objected is told by mail. With the last answer the
    result is kept as objections have left it.
    """
    db.session.refresh(objection, with_for_update={"of": Objection})
    ensure("objection:answer", objection, actor)
    keep_hands_off(actor, [objection.entry_id])
    words = _words(reason, "reason", _l("Tuliskan alasan jawaban."))
    said = clean(effect).strip()
    if state is ObjectionState.UPHELD and not said:
        sentence = _l("Tuliskan akibat sanggahan yang diterima.")
        raise Invalid(sentence, {"effect": sentence})
    objection.state = OBJECTION.after(MOVES[state], objection.state)
    objection.answer, objection.effect = words, said
    objection.answered_at, objection.answered_by_id = clock.now(), actor.id
    db.session.flush()
    ledger.record(
        "objection.answered",
        objection,
        actor=actor,
        edition_id=objection.edition_id,
        entry_id=objection.entry_id,
        state=state,
        answer=words,
        effect=said,
    )
    _tell_answer(objection)
    if not waiting(objection.edition):
        keep(edition=objection.edition, kind=SnapshotKind.OBJECTIONS, actor=actor)


def _tell_answer(objection: Objection) -> None:
    with force_locale("id"):
        upheld = objection.state is ObjectionState.UPHELD
        body = _(
            "Yth. %(name)s,\n\nSanggahan atas usulan “%(title)s” %(verdict)s.\n\n"
            "Alasan: %(answer)s\n%(effect)s",
            name=objection.filed_by.name,
            title=objection.entry.title,
            verdict=_("diterima") if upheld else _("ditolak"),
            answer=objection.answer,
            effect=objection.effect,
        )
        subject = _("Jawaban atas sanggahan Anda")
        mail.post(recipient=objection.filed_by.email, subject=subject, body=body)


def _words(text: str, field: str, missing: object) -> str:
    words = required(text, field, missing)
    if len(words) > TEXT_LIMIT:
        sentence = _l("Tulis paling banyak %(max)s karakter.", max=TEXT_LIMIT)
        raise Invalid(sentence, {field: sentence})
    return words
