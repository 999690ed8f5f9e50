"""The organiser freezes and publishes the result of an edition."""

from __future__ import annotations

from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from award.competitions import queries as competitions
from award.competitions.models import Edition
from award.core.access import requires
from award.core.problems import Invalid
from award.results import actions, queries, ranking
from award.results.course import scoring_rounds
from award.results.forms import FreezeForm, PublishForm, ReasonForm
from award.results.queries import published, unseen
from award.results.states import WINNING_PLACES
from award.results.views.boards import results, words


@results.route("/<int:edition_id>/kunci", methods=["GET", "POST"])
@requires("results:freeze", competitions.edition_by_id)
def freeze(edition: Edition) -> Any:
    """Show who would win with so many places, then freeze it."""
    settings = edition.settings
    form = FreezeForm(
        request.values,
        data={"juara": settings.winners, "harapan": settings.runners_up},
        meta={"csrf": request.method == "POST"},
    )
    problem, valid = None, form.validate()
    if form.is_submitted() and valid:
        try:
            actions.freeze(edition=edition, actor=current_user, places=form.places())
        except Invalid as found:
            problem = found.sentence
        else:
            flash(
                _("Hasil akhir dikunci. Hasil belum terlihat oleh siapa pun selain panitia."),
                "success",
            )
            return redirect(url_for(".board", edition_id=edition.id))
    lists = queries.final_standings(edition)
    places, quotas = form.places() if valid else WINNING_PLACES, queries.quotas_of(edition)
    return render_template(
        "results/freeze.html",
        form=form,
        edition=edition,
        problem=problem,
        hidden=unseen.bound(current_user, edition),
        lists=[
            (each, ranking.medals((one.placed for one in each.standings), places, quotas))
            for each in lists
            if each.standings
        ],
        **words(edition),
    ), 422 if form.is_submitted() else 200


@results.route("/<int:edition_id>/buka-kunci", methods=["GET", "POST"])
@requires("results:unfreeze", competitions.edition_by_id)
def unfreeze(edition: Edition) -> Any:
    """Take the frozen result back, with the reason."""
    form = ReasonForm()
    if form.validate_on_submit():
        actions.unfreeze(edition=edition, reason=form.reason.data, actor=current_user)
        flash(_("Kunci hasil akhir dibuka."), "success")
        return redirect(url_for(".board", edition_id=edition.id))
    status = 422 if form.is_submitted() else 200
    return render_template("results/unfreeze.html", form=form, edition=edition), status


@results.route("/<int:edition_id>/umumkan", methods=["GET", "POST"])
@requires("results:publish", competitions.edition_by_id)
def publish(edition: Edition) -> Any:
    """Say exactly what becomes public and who is told, then publish."""
    form = PublishForm()
    if form.validate_on_submit() and _published(form, edition):
        return redirect(url_for("winners.year", year=edition.year))
    told = published.concerned(edition)
    return render_template(
        "results/publish.html",
        form=form,
        edition=edition,
        honours=published.honours(edition),
        rounds=scoring_rounds(edition),
        judges=queries.judge_count(edition),
        told=told,
        entries=len({each.entry_id for found in told.values() for each in found}),
        agencies=len({person.agency_id for person in told}),
        **words(edition),
    ), 422 if form.is_submitted() else 200


def _published(form: PublishForm, edition: Edition) -> bool:
    path = url_for("winners.year", year=edition.year)
    try:
        actions.publish(
            edition=edition,
            decree_number=form.decree_number.data,
            decree_date=form.decree_date.data,
            actor=current_user,
            address=f"{current_app.config['BASE_URL']}{path}",
        )
    except Invalid as problem:
        for name, sentence in problem.fields.items():
            form[name].errors = [sentence]
        return False
    flash(_("Hasil diumumkan. Perangkat daerah mendapat surel."), "success")
    return True
