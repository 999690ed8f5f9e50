"""The demonstration: invented people and data with which each role has something to do."""

from __future__ import annotations

from flask import Flask, current_app

from award.core.db import db
from award.core.problems import Refused
from award.demo.accounts import ACCOUNTS, JUDGE, ORGANISER, PASSWORD, enter_accounts
from award.people import queries

__all__ = [
    "ACCOUNTS",
    "JUDGE",
    "ORGANISER",
    "PASSWORD",
    "enter_accounts",
    "init_app",
    "load_once",
]


def init_app(app: Flask) -> None:
    """Let a demonstration show its accounts on the sign-in page."""
    if app.config["DEMO"]:
        app.jinja_env.globals.update(demo_accounts=ACCOUNTS, demo_password=PASSWORD)


def load_once() -> bool:
    """Fill an empty database and commit; ``False`` when somebody already has an account.

    Refuses outside a demonstration, because the password of its accounts is public.
    """
    if not current_app.config["DEMO"]:
        raise Refused("only with DEMO=1")
    if queries.users():
        return False
    # Not with the module: the web server registers commands too and need not carry all this.
    from award.demo.seasons import enter_seasons

    enter_accounts()
    enter_seasons()
    db.session.commit()
    return True
