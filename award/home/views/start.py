"""Landing page and the start page of each role."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template
from flask_babel import lazy_gettext as _l

from award.core.access import public, signed_in
from award.core.navigation import NavItem, offer
from award.people.states import Role

pages = Blueprint("home", __name__)
offer(NavItem("home.start", _l("Beranda"), 0, roles=frozenset(Role)))


@pages.get("/")
@public
def landing() -> Any:
    """What the programme is, and where it stands."""
    return render_template("home/landing.html")


@pages.get("/beranda")
@signed_in
def start() -> Any:
    """What is due and what waits for the person signed in."""
    return render_template("home/start.html")
