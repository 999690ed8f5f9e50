"""Mail about a visit: to the agency that is visited and to the team that comes."""

from __future__ import annotations

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from award.core import mail
from award.core.language import moment
from award.entries.actions.letters import writers
from award.people.models import User
from award.visits.models import Visit

# Official letters are in Indonesian, whatever language their cause was clicked in.


def planned(visit: Visit) -> None:
    """Say when and where the team comes."""
    with force_locale("id"):
        _tell(visit, _("Kunjungan lapangan: %(title)s", title=visit.entry.title))


def moved(visit: Visit) -> None:
    """Say the new day and place, and why."""
    with force_locale("id"):
        _tell(visit, _("Kunjungan lapangan dipindah: %(title)s", title=visit.entry.title))


def cancelled(visit: Visit) -> None:
    """Say that nobody comes, and why."""
    with force_locale("id"):
        _tell(visit, _("Kunjungan lapangan dibatalkan: %(title)s", title=visit.entry.title))


def _tell(visit: Visit, subject: str) -> None:
    lines = [
        _("Waktu: %(when)s", when=moment(visit.starts_at)),
        _("Tempat: %(place)s", place=visit.place),
    ]
    if visit.reason:
        lines.append(_("Alasan: %(reason)s", reason=visit.reason))
    for person in writers(visit.entry):
        _post(person, subject, lines, "/pd/kunjungan/")
    for each in visit.team:
        _post(each.judge, subject, lines, f"/juri/kunjungan/{visit.id}")


def _post(person: User, subject: str, lines: list[str], path: str) -> None:
    greeting = _("Yth. %(name)s,", name=person.name)
    link = f"{current_app.config['BASE_URL']}{path}"
    body = "\n\n".join((greeting, "\n".join(lines), link))
    mail.post(recipient=person.email, subject=subject, body=body)
