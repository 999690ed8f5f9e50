"""An agency reads what it was told of its entry, and objects."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from award.core.access import can, requires
from award.core.problems import Invalid
from award.results import actions
from award.results.forms import ObjectionForm
from award.results.queries import hearing, published, rulings
from award.results.queries.hearing import Hearing
from award.results.views.entrant import own_result
from award.results.words import OBJECTIONS, OUTCOMES, PLACES


@own_result.get("/<int:entry_id>/sanggah")
@requires("objection:see", hearing.hearing_for)
def heard(hearing: Hearing) -> Any:
    """The provisional result of the own entry, the objections so far, and a form for one."""
    return _page(hearing, ObjectionForm())


@own_result.post("/<int:entry_id>/sanggah")
@requires("objection:file", hearing.hearing_for)
def object_to(hearing: Hearing) -> Any:
    """File an objection."""
    form = ObjectionForm()
    if form.validate_on_submit():
        try:
            actions.object_to(hearing=hearing, text=form.text.data, actor=current_user)
        except Invalid as problem:
            form.text.errors = [problem.sentence]
        else:
            flash(_("Sanggahan tercatat. Panitia menjawabnya secara tertulis."), "success")
            return redirect(url_for(".heard", entry_id=hearing.entry.id))
    return _page(hearing, form), 422


def _page(hearing: Hearing, form: ObjectionForm) -> str:
    return render_template(
        "own_result/heard.html",
        form=form,
        hearing=hearing,
        entry=hearing.entry,
        edition=hearing.entry.edition,
        end=published.own_decisions(hearing.entry).get(None),
        disqualified=rulings.standing(hearing.entry.id),
        may_object=can("objection:file", hearing),
        outcomes=OUTCOMES,
        places=PLACES,
        states=OBJECTIONS,
    )
