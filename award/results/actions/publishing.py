"""Making results public, and telling those concerned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from award.competitions.models import Edition
from award.competitions.states import EDITION, ROUND, EditionState
from award.core import clock, ledger, mail
from award.core.access import ensure
from award.core.db import db
from award.core.language import local, long_date, number
from award.core.problems import Invalid, Refused
from award.core.text import clean_line
from award.people.models import User
from award.results.actions.record import keep
from award.results.course import scoring_rounds
from award.results.models import Decision
from award.results.queries.hearing import waiting
from award.results.queries.published import concerned
from award.results.states import SnapshotKind
from award.results.words import OUTCOMES, PLACES

DECREE_LENGTH = 100


def publish(
    *,
    edition: Edition,
    decree_number: str,
    decree_date: date | None,
    actor: User,
    address: str = "",
) -> bool:
    """Make the frozen result public under the regent's decree and mail the agencies.

    ``address`` is the public page named in the mails. Answers whether anything happened:
    publishing what is public already changes nothing and mails nobody. Raises ``Refused``
    during the objection window and before every objection is answered, ``Invalid`` without
    number and date of the decree.
    """
    ensure("results:see", edition, actor)
    db.session.refresh(edition, with_for_update=True)
    if edition.state == EditionState.PUBLISHED:
        return False
    ensure("results:publish", edition, actor)
    if waiting(edition):
        raise Refused(_l("Masih ada sanggahan yang belum dijawab."))
    edition.decree_number, edition.decree_date = _decree(decree_number, decree_date)
    edition.state = EDITION.after("publish", edition.state)
    edition.published_at = clock.now()
    for each in scoring_rounds(edition):
        each.state = ROUND.after("publish", each.state)
    db.session.flush()
    snapshot = keep(edition=edition, kind=SnapshotKind.FINAL, actor=actor)
    told = concerned(edition)
    for person, decisions in told.items():
        _tell(person, edition, decisions, address)
    ledger.record(
        "results.published",
        edition,
        actor=actor,
        edition_id=edition.id,
        decree_number=edition.decree_number,
        decree_date=edition.decree_date,
        snapshot=snapshot.number,
        told=[person.id for person in told],
    )
    return True


def _decree(decree_number: str, decree_date: date | None) -> tuple[str, date]:
    name, faults = clean_line(decree_number), {}
    if not name or len(name) > DECREE_LENGTH:
        faults["decree_number"] = _l(
            "Isi nomor keputusan, paling banyak %(max)s karakter.", max=DECREE_LENGTH
        )
    if decree_date is None:
        faults["decree_date"] = _l("Isi tanggal keputusan.")
    elif decree_date > clock.today():
        faults["decree_date"] = _l("Tanggal keputusan belum tiba.")
    if faults or decree_date is None:
        raise Invalid(_l("Pengumuman memerlukan nomor dan tanggal keputusan."), faults)
    return name, decree_date


def _tell(person: User, edition: Edition, decisions: Sequence[Decision], address: str) -> None:
    # Whoever publishes may read English; the mail goes to an office.
    with force_locale("id"):
        name = local(edition.name)
        body = _(
            "Yth. %(name)s,\n\nHasil %(edition)s telah diumumkan dengan Keputusan Nomor "
            "%(decree)s tanggal %(date)s.\n\nUsulan dari instansi Anda:\n%(lines)s\n\n"
            "Nilai per kriteria dan komentar juri terbaca pada halaman usulan setelah Anda "
            "masuk.\n%(address)s",
            name=person.name,
            edition=name,
            decree=edition.decree_number,
            date=long_date(edition.decree_date),
            lines="\n".join(line(each) for each in decisions),
            address=address,
        )
        mail.post(
            recipient=person.email,
            subject=_("Hasil %(edition)s telah diumumkan", edition=name),
            body=body,
        )


def line(decision: Decision) -> str:
    """What became of an entry, as a line of a mail."""
    word = PLACES.get(decision.place) or OUTCOMES[decision.outcome]
    if decision.score is None:
        return f"- {decision.entry.title}: {word}"
    score = _("nilai akhir %(score)s", score=number(decision.score, 2))
    return f"- {decision.entry.title}: {word}, {score}"
