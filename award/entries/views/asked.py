"""Which edition a list was asked for."""

from __future__ import annotations

from flask import abort, request

from award.competitions.models import Edition
from award.competitions.queries import current_edition
from award.core.db import db
from award.core.web import row_number


def asked_edition() -> Edition | None:
    """The edition named by ``edisi`` (404 when there is none), else the present one, if any."""
    if not request.args.get("edisi"):
        return current_edition()
    number = request.args.get("edisi", -1, type=row_number)
    return db.session.get(Edition, number) or abort(404)
