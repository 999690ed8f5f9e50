"""Another date or place for all certificates of a batch."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import ngettext
from flask_login import current_user

from award.approvals.actions import check_password
from award.approvals.views.proposing import password_asked
from award.certificates import actions, queries
from award.certificates.actions.redate import Redating, redating
from award.certificates.facts import Facts
from award.certificates.forms import RedateForm
from award.certificates.models import Batch
from award.certificates.views.batches import batches
from award.certificates.views.correcting import lay_out, refusals_told
from award.core.access import requires

MOST_TRIED = 200
"""Pages laid out before anything is superseded, the fullest ones: some seconds. On all of them
the same line changes."""


@batches.route("/<int:batch_id>/tanggal", methods=["GET", "POST"])
@requires("certificate:read", queries.batch_by_id)
@password_asked
def redate(batch: Batch) -> Any:
    """Where and when they say; then all of them again with another place or date."""
    form = RedateForm(data={"dated": batch.dated, "place": batch.place})
    form.decided_on = batch.edition.decree_date
    if form.validate_on_submit() and (made := _redated(batch, form)):
        count = queries.batch_progress(made).total
        flash(
            ngettext(
                "%(num)s piagam diganti. Penggantinya ada di sini.",
                "%(num)s piagam diganti. Penggantinya ada di sini.",
                count,
            ),
            "success",
        )
        return redirect(url_for("batches.show", batch_id=made.id))
    found = queries.batch_progress(batch)
    standing = found.ready + found.unsigned + found.failed
    page = render_template("batches/redate.html", batch=batch, form=form, standing=standing)
    return page, 422 if form.is_submitted() else 200


def _redated(batch: Batch, form: RedateForm) -> Batch | None:
    """The new batch, or nothing when the form now says why not."""
    wanted = {"dated": form.dated.data, "place": form.place.data}
    with refusals_told(form):
        check_password(current_user, form.password.data)  # printing for nothing takes seconds
        _try_pages(redating(batch, **wanted))
        return actions.redate(
            batch=batch,
            **wanted,
            reason=form.reason.data,
            password=form.password.data,
            actor=current_user,
        )
    return None


def _try_pages(found: Redating) -> None:
    """Lay new ones out before the old ones are given up."""
    sheets = sorted((each for one in found.drafts for each in one.sheets), key=_fullness)
    lay_out(sheets[-MOST_TRIED:], found.terms.style)


def _fullness(facts: Facts) -> int:
    return sum(len(each) for each in facts.to_dict().values() if isinstance(each, str))
