"""A judge puts a different opinion into the minutes."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from award.competitions.models import Edition
from award.core.access import requires
from award.core.problems import Invalid
from award.results import actions
from award.results.forms import DissentForm
from award.results.queries import overriding

dissent = Blueprint("dissent", __name__, url_prefix="/juri/pendapat")


@dissent.route("/<int:edition_id>", methods=["GET", "POST"])
@requires("dissent:record", overriding.judged_by)
def record(edition: Edition) -> Any:
    """Write a dissent; what was written stays."""
    form = DissentForm()
    if form.validate_on_submit():
        try:
            actions.dissent(edition=edition, text=form.text.data, actor=current_user)
        except Invalid as problem:
            form.text.errors = [problem.sentence]
        else:
            flash(_("Pendapat Anda tercatat dan masuk ke berita acara."), "success")
            return redirect(url_for(".record", edition_id=edition.id))
    own = [each for each in overriding.dissents(edition) if each.judge_id == current_user.id]
    page = render_template("dissent/record.html", form=form, edition=edition, own=own)
    return page, 422 if form.is_submitted() else 200
