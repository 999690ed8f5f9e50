"""The agency's page: when its entries are visited."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template
from flask_login import current_user

from award.core.access import requires
from award.visits import queries
from award.visits.queries.plans import by_day
from award.visits.states import VisitState

agency_visits = Blueprint("agency_visits", __name__, url_prefix="/pd/kunjungan")


@agency_visits.get("/")
@requires("visit:list_of_agency")
def index() -> Any:
    """Visits to the agency's entries by day, and those called off."""
    found = queries.agency_visits(current_user)
    return render_template(
        "agency_visits/index.html",
        days=by_day([each for each in found if each.state == VisitState.PLANNED]),
        cancelled=[each for each in found if each.state == VisitState.CANCELLED],
    )
