"""Editions: the list, a new one, what one is and lacks, its kept versions."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from award.competitions import actions, queries, words
from award.competitions import blueprint as bp
from award.competitions.blueprint_faults import examine, faults
from award.competitions.forms import StartForm
from award.competitions.models import Edition, EditionVersion
from award.competitions.views.contents import contents, page_address
from award.core import ledger
from award.core.access import requires
from award.core.problems import Invalid

editions = Blueprint("editions", __name__, url_prefix="/panitia/edisi")


@editions.get("/")
@requires("edition:manage")
def index() -> Any:
    """All editions."""
    return render_template("editions/index.html", editions=queries.editions(), states=words.STATES)


@editions.route("/baru", methods=["GET", "POST"])
@requires("edition:manage")
def create() -> Any:
    """Begin an edition from a preset, an earlier edition or a file."""
    form = StartForm()
    form.offer(bp.presets(), queries.editions())
    found: dict[str, object] = {}
    if form.validate_on_submit():
        try:
            year: Any = form.year.data
            edition = actions.start_edition(blueprint=_source(form), year=year, actor=current_user)
            flash(_("Edisi %(year)s siap diatur.", year=edition.year), "success")
            return redirect(url_for("editions.show", edition_id=edition.id))
        except Invalid as problem:
            found = problem.fields
    status = 422 if request.method == "POST" else 200
    return render_template("editions/create.html", form=form, faults=found), status


def _source(form: StartForm) -> bp.Blueprint:
    """The blueprint chosen; Invalid with every fault of a file."""
    if form.document is not None:
        if found := examine(form.document):
            raise Invalid("", {each.where: each.message for each in found})
        return bp.parse(form.document)
    kind, _colon, name = form.source.data.partition(":")
    if kind == "preset":
        return bp.load(name)
    edition = queries.edition_by_id(current_user, int(name))
    assert edition is not None
    return queries.blueprint_of(edition)


@editions.get("/<int:edition_id>")
@requires("edition:manage", queries.edition_by_id)
def show(edition: Edition) -> Any:
    """Where the edition stands, what is in it, what it lacks."""
    return _overview(edition)


def _overview(edition: Edition) -> str:
    found = faults(queries.blueprint_of(edition))
    return render_template(
        "editions/show.html",
        edition=edition,
        state=words.STATES[edition.state],
        contents=contents(edition),
        faults=[(each.message, page_address(edition, each.where)) for each in found],
        versions=queries.version_count(edition),
    )


@editions.post("/<int:edition_id>/buka")
@requires("edition:manage", queries.edition_by_id)
def open_(edition: Edition) -> Any:
    """Open it for entries."""
    try:
        actions.open_edition(edition=edition, actor=current_user)
    except Invalid:
        return _overview(edition), 422
    flash(_("Edisi %(year)s dibuka untuk perangkat daerah.", year=edition.year), "success")
    return redirect(url_for("editions.show", edition_id=edition.id))


@editions.get("/<int:edition_id>/versi")
@requires("edition:manage", queries.edition_by_id)
def versions(edition: Edition) -> Any:
    """The kept versions."""
    return render_template(
        "editions/versions.html", edition=edition, versions=queries.versions(edition)
    )


@editions.get("/<int:edition_id>/versi/<int:number>.json")
@requires("edition:manage", queries.version_by_number)
def version(kept: EditionVersion) -> Response:
    """One version, byte for byte what its SHA-256 was taken of."""
    return _json(kept.document, f"edisi-{kept.edition_id}-versi-{kept.number}.json")


@editions.get("/<int:edition_id>/templat.json")
@requires("edition:manage", queries.edition_by_id)
def document(edition: Edition) -> Response:
    """The edition as it stands, to begin another one from."""
    name = f"edisi-{edition.year}-{edition.preset}.json"
    return _json(bp.to_document(queries.blueprint_of(edition)), name)


def _json(document: dict[str, Any], name: str) -> Response:
    answer = Response(ledger.canonical(document), mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
