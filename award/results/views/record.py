"""Snapshots of a result and what is printed of them."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from flask import Response, render_template
from flask_login import current_user
from werkzeug.exceptions import NotFound

from award.competitions import queries as competitions
from award.competitions.models import Edition
from award.competitions.states import EditionState
from award.core import files
from award.core.access import requires
from award.core.problems import Refused
from award.judging.rules_wall import KEPT_OUT
from award.results.models_record import Paper, Snapshot
from award.results.queries import hearing, unseen
from award.results.states import PaperKind
from award.results.views.boards import results
from award.results.words import PAPERS, SNAPSHOTS

ENDINGS = {
    PaperKind.MINUTES: ("berita-acara", "pdf"),
    PaperKind.ANNEX: ("lampiran-keputusan", "pdf"),
    PaperKind.WORKBOOK: ("rekapitulasi", "xlsx"),
    PaperKind.TABLE: ("nilai-rinci", "csv"),
}
MARKS = {PaperKind.WORKBOOK, PaperKind.TABLE}
"""Papers with every judge's marks: until publication not for whoever is bound to an entry."""
MOMENT = (1980, 1, 1, 0, 0, 0)
"""What files in an archive say of their time, so that the same papers give the same archive."""


@results.get("/<int:edition_id>/rekaman")
@requires("results:see", competitions.edition_by_id)
def records(edition: Edition) -> Any:
    """Every snapshot with its papers, the newest first."""
    return render_template(
        "results/records.html",
        edition=edition,
        snapshots=hearing.snapshots(edition),
        kinds=SNAPSHOTS,
        papers=PAPERS,
    )


@results.get("/rekaman/<int:snapshot_id>/<kind>")
@requires("results:paper", hearing.paper_for)
def paper(paper: Paper) -> Response:
    """One paper of a snapshot as a file."""
    if paper.kind in MARKS:
        _refuse_bound(paper.snapshot)
    name, ending = _name(paper), ENDINGS[paper.kind][1]
    if ending == "csv":
        return Response(
            files.load(paper.sha256),
            mimetype="text/csv",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
    return files.send(files.path_of(paper.sha256), name, ending)


@results.get("/rekaman/<int:snapshot_id>.zip")
@requires("results:paper", hearing.snapshot_by_id)
def papers(snapshot: Snapshot) -> Response:
    """All papers of a snapshot in one archive."""
    _refuse_bound(snapshot)
    if len(snapshot.papers) < len(PaperKind):
        raise NotFound
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in snapshot.papers:
            info = zipfile.ZipInfo(_name(each), MOMENT)
            archive.writestr(info, files.load(each.sha256))
    name = f"dokumen-hasil-{snapshot.edition.year}-{snapshot.number}.zip"
    return Response(
        target.getvalue(),
        mimetype=files.MEDIA_TYPES["zip"],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _refuse_bound(snapshot: Snapshot) -> None:
    edition = snapshot.edition
    if edition.state != EditionState.PUBLISHED and unseen.bound(current_user, edition):
        raise Refused(KEPT_OUT)


def _name(paper: Paper) -> str:
    word, ending = ENDINGS[paper.kind]
    snapshot = paper.snapshot
    return f"{word}-{snapshot.edition.year}-{snapshot.number}.{ending}"
