"""Landing page and the start page of each role."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from award.core.access import public, signed_in
from award.core.navigation import NavItem, offer
from award.home import dashboards, queries
from award.people.states import Role
from award.results.queries import published_editions

pages = Blueprint("home", __name__)
offer(NavItem("home.start", _l("Beranda"), 0, roles=frozenset(Role)))


@pages.get("/")
@public
def landing() -> Any:
    """What the programme is, where it stands, and who won last."""
    return render_template(
        "home/landing.html",
        running=queries.running_editions(),
        published=published_editions(),
        counts=queries.public_counts(),
        newest=queries.newest_winners(),
    )


@pages.get("/beranda")
@signed_in
def start() -> Any:
    """What is due and what waits for the person signed in."""
    return render_template(
        "home/start.html",
        cards=dashboards.cards(current_user),
        running=queries.running_editions(),
    )


@pages.get("/privasi")
@public
def privacy() -> Any:
    """What is kept of people, why, and for how long."""
    return render_template("home/privacy.html")
