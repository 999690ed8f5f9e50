"""Mail about the time of a presentation."""

from __future__ import annotations

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from award.core import mail
from award.core.language import local, moment_both
from award.entries.actions.letters import writers
from award.judging.models_day import RunningOrder, Slot


def told(slot: Slot, order: RunningOrder) -> None:
    """Tell the writers of an entry when it is presented, or that its time has changed."""
    # Official letters are in Indonesian, whatever language their cause was clicked in.
    with force_locale("id"):
        title = slot.entry.title
        if slot.told_at is None:
            subject = _("Waktu presentasi: %(title)s", title=title)
        else:
            subject = _("Waktu presentasi berubah: %(title)s", title=title)
        body = _(
            "%(round)s usulan Anda dimulai %(when)s.\nPaparan %(talk)s menit, tanya jawab "
            "%(questions)s menit. Hadirlah 15 menit lebih awal.",
            round=local(order.round.name),
            when=moment_both(slot.starts_at),
            talk=order.talk,
            questions=order.questions,
        )
        link = f"{current_app.config['BASE_URL']}/pd/presentasi"
        for person in writers(slot.entry):
            greeting = _("Yth. %(name)s,", name=person.name)
            mail.post(
                recipient=person.email, subject=subject, body=f"{greeting}\n\n{body}\n\n{link}"
            )
