"""Mail to the organisers when a judge steps back: somebody has to find another one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from award.competitions.models import Round
from award.core import mail
from award.core.language import local
from award.judging.models import Assignment
from award.people.models import User
from award.people.queries import people_with
from award.people.states import Role


def told(ended: Sequence[Assignment], actor: User) -> None:
    """Tell every organiser but the actor how many sheets of which round have lost their judge."""
    for round_, lost in groupby(ended, lambda each: each.round):
        count = len(list(lost))
        for person in people_with(Role.ORGANISER):
            if person.id != actor.id:
                _post(person, round_, count)


def _post(person: User, round_: Round, count: int) -> None:
    # Neither judge nor entry is named: an organiser may be bound to it.
    with force_locale("id"):
        body = _(
            "Yth. %(name)s,\n\nKarena benturan kepentingan, %(count)s lembar pada %(round)s "
            "kehilangan jurinya. Tunjuk penggantinya di halaman penugasan.\n\n%(address)s",
            name=person.name,
            count=count,
            round=local(round_.name),
            address=f"{current_app.config['BASE_URL']}/panitia/penilaian/{round_.id}",
        )
        subject = _("Juri mundur: %(round)s", round=local(round_.name))
        mail.post(recipient=person.email, subject=subject, body=body)
