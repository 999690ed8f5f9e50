"""The organiser's overview of certificates: editions, kinds, batches."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from award.certificates import queries, recipients, words
from award.competitions.models import Edition
from award.competitions.queries import edition_by_id
from award.core.access import requires

certificates = Blueprint("certificates", __name__, url_prefix="/panitia/sertifikat")


@certificates.get("/")
@requires("certificate:list")
def index() -> Any:
    """Editions whose results stand."""
    return render_template("certificates/index.html", editions=queries.editions())


@certificates.get("/<int:edition_id>")
@requires("certificate:manage", edition_by_id)
def edition(edition: Edition) -> Any:
    """What has been issued and what remains, per kind."""
    progress = queries.edition_progress(edition)
    return render_template(
        "certificates/edition.html",
        edition=edition,
        standings=recipients.standings(edition),
        batches=queries.batches(edition),
        progress=progress,
        issued=queries.together(progress.values()),
        words=words,
    )
