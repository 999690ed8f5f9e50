"""The organiser decides rounds and records the plenary's votes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import NotFound

from award.competitions import queries as competitions
from award.competitions.models import Edition, Round
from award.core.access import requires
from award.core.problems import Invalid
from award.results import actions, queries
from award.results.course import next_round
from award.results.forms import VoteForm, decide_form, vote_form
from award.results.queries import CategoryStandings, Standing, boards, unseen
from award.results.views.boards import results, thin, words


def _tie(lists: Sequence[CategoryStandings]) -> tuple[CategoryStandings, list[Standing]]:
    """The tie that holds the entry of the address; 404 when there is none to vote on."""
    entry_id = request.args.get("usulan", 0, type=int)
    for each in lists:
        for group in each.votable:
            if entry_id in group:
                return each, [one for one in each.standings if one.entry_id in group]
    raise NotFound


def _voted(form: VoteForm, edition: Edition, round_: Round | None) -> bool:
    if not form.validate_on_submit():
        return False
    actions.vote(
        edition=edition,
        round_=round_,
        order=form.order(),
        reason=form.reason.data,
        actor=current_user,
    )
    flash(_("Keputusan pleno tercatat."), "success")
    return True


def _vote_page(form: VoteForm, edition: Edition, found: CategoryStandings, back: str) -> Any:
    page = render_template(
        "results/vote.html",
        form=form,
        edition=edition,
        found=found,
        back=back,
        **words(edition),
    )
    return page, 422 if form.is_submitted() else 200


@results.route("/tahap/<int:round_id>/pleno", methods=["GET", "POST"])
@requires("results:vote", boards.round_for)
def vote(round_: Round) -> Any:
    """Record the plenary's order of a tie in a round."""
    found, tied = _tie(queries.round_standings(round_, parts=False))
    form, back = (
        vote_form(tied),
        url_for(".round_page", round_id=round_.id, kategori=found.category.key),
    )
    if _voted(form, round_.edition, round_):
        return redirect(back)
    return _vote_page(form, round_.edition, found, back)


@results.route("/<int:edition_id>/akhir/pleno", methods=["GET", "POST"])
@requires("results:vote_final", competitions.edition_by_id)
def vote_final(edition: Edition) -> Any:
    """Record the plenary's order of a tie in the final list."""
    found, tied = _tie(queries.final_standings(edition))
    form, back = (
        vote_form(tied),
        url_for(".final", edition_id=edition.id, kategori=found.category.key),
    )
    if _voted(form, edition, None):
        return redirect(back)
    return _vote_page(form, edition, found, back)


@results.route("/tahap/<int:round_id>/tetapkan", methods=["GET", "POST"])
@requires("results:decide", boards.round_for)
def decide(round_: Round) -> Any:
    """Say who goes on, then do it."""
    lists = queries.round_standings(round_, parts=False)
    form = decide_form([each for each in lists if each.split])
    problem = None
    if form.validate_on_submit():
        try:
            actions.decide_round(round_=round_, actor=current_user, widen=form.widen.data)
        except Invalid as found:
            problem = found.sentence
        else:
            flash(_("Tahap ini sudah ditetapkan."), "success")
            return redirect(url_for(".round_page", round_id=round_.id))
    return render_template(
        "results/decide.html",
        form=form,
        round=round_,
        edition=round_.edition,
        after=next_round(round_),
        lists=lists,
        hidden=unseen.bound(current_user, round_.edition),
        thin=thin(round_, lists),
        problem=problem,
    ), 422 if form.is_submitted() else 200


@results.route("/tahap/<int:round_id>/batalkan", methods=["GET", "POST"])
@requires("results:undecide", boards.round_for)
def undecide(round_: Round) -> Any:
    """Say what is lost, then take the decision back."""
    if request.method == "POST":
        actions.undecide_round(round_=round_, actor=current_user)
        flash(_("Penetapan tahap ini dibatalkan."), "success")
        return redirect(url_for(".round_page", round_id=round_.id))
    return render_template(
        "results/undecide.html", round=round_, edition=round_.edition, after=next_round(round_)
    )
