"""Mail about an entry: to the heads it waits for, and to the staff who wrote it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from award.core import mail
from award.core.language import local, moment_both
from award.entries.models import Entry
from award.entries.states import ScreeningOutcome
from award.people.models import User
from award.people.queries import people_with
from award.people.states import Role

# Official letters are in Indonesian, whatever language their cause was clicked in.


def waiting(entry: Entry, actor: User) -> None:
    """Tell the heads who may sign that the entry waits for them."""
    with force_locale("id"):
        _post(
            [head for head in signers(entry) if head.id != actor.id],
            _("Usulan menunggu tanda tangan Anda: %(title)s", title=entry.title),
            _("Periksa usulan ini, lalu tandatangani atau kembalikan dengan catatan:"),
            f"/kepala/usulan/{entry.id}",
        )


def handed_back(entry: Entry, note: str) -> None:
    """Tell the writers why their head gave the entry back."""
    with force_locale("id"):
        _post(
            writers(entry),
            _("Kepala mengembalikan usulan: %(title)s", title=entry.title),
            _("Catatan kepala:\n%(note)s", note=note),
            f"/pd/usulan/{entry.id}",
        )


def screened(entry: Entry, outcome: ScreeningOutcome, reasons: Sequence[str], note: str) -> None:
    """Tell the writers what was decided, why, and until when they may correct it."""
    with force_locale("id"):
        subject = {
            ScreeningOutcome.PASS: _("Lolos seleksi administrasi: %(title)s", title=entry.title),
            ScreeningOutcome.RETURN: _("Perlu diperbaiki: %(title)s", title=entry.title),
            ScreeningOutcome.REJECT: _(
                "Tidak lolos seleksi administrasi: %(title)s", title=entry.title
            ),
        }[outcome]
        _post(
            writers(entry),
            subject,
            _findings(entry, outcome, reasons, note),
            f"/pd/usulan/{entry.id}",
        )


def _findings(entry: Entry, outcome: ScreeningOutcome, reasons: Sequence[str], note: str) -> str:
    lines = [f"- {local(each.name)}" for each in entry.edition.reasons if each.key in reasons]
    if note:
        lines.append(_("Catatan panitia:\n%(note)s", note=note))
    if outcome is ScreeningOutcome.RETURN:
        due = moment_both(entry.correction_due)
        lines.append(_("Perbaiki dan tandatangani lagi paling lambat %(due)s.", due=due))
    return "\n".join(lines) or _("Usulan Anda maju ke tahap penilaian.")


def signers(entry: Entry) -> Sequence[User]:
    """The heads of the entry's agency, or of its root agency where it has none."""
    return entry.agency.heads or people_with(Role.HEAD, entry.wall_id)


def writers(entry: Entry) -> Sequence[User]:
    """The staff of the entry's agency, or of its root agency where it has none."""
    own = people_with(Role.STAFF, entry.agency_id)
    return own or people_with(Role.STAFF, entry.wall_id)


def _post(people: Iterable[User], subject: str, body: str, path: str) -> None:
    link = f"{current_app.config['BASE_URL']}{path}"
    for person in people:
        greeting = _("Yth. %(name)s,", name=person.name)
        mail.post(recipient=person.email, subject=subject, body=f"{greeting}\n\n{body}\n\n{link}")
