"""Disqualifying an entry, taking it back, and what its agency reads about it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from award.approvals.views.proposing import password_asked, proposing
from award.core.access import requires
from award.results.approvals_ruling import DISQUALIFY, REINSTATE
from award.results.queries.rulings import Ruling, ruling_for

rulings = Blueprint("rulings", __name__)


@rulings.route("/panitia/hasil/usulan/<int:entry_id>/diskualifikasi", methods=["GET", "POST"])
@requires("entry:disqualify", ruling_for)
@password_asked
def disqualify(ruling: Ruling) -> Any:
    """Propose to disqualify an entry."""
    return proposing(DISQUALIFY, ruling)


@rulings.route("/panitia/hasil/usulan/<int:entry_id>/pulihkan", methods=["GET", "POST"])
@requires("entry:reinstate", ruling_for)
@password_asked
def reinstate(ruling: Ruling) -> Any:
    """Propose to take a disqualification back."""
    return proposing(REINSTATE, ruling)


@rulings.get("/pd/usulan/<int:entry_id>/diskualifikasi")
@requires("ruling:own", ruling_for)
def own(ruling: Ruling) -> Any:
    """Why the agency's own entry is out."""
    return render_template("rulings/own.html", entry=ruling.entry, ruling=ruling.standing)
