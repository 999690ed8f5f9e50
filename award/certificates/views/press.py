"""The organiser's files for the press: ordered, then fetched."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user

from award.certificates import queries, words
from award.certificates.actions import ceremony as actions_ceremony
from award.certificates.forms_ceremony import PressForm
from award.certificates.models import Batch
from award.certificates.packing import presswork
from award.certificates.packing.ordered import Stage
from award.certificates.packing.presswork import Wish
from award.core import files
from award.core.access import requires
from award.core.db import db

press = Blueprint("press", __name__, url_prefix="/panitia/sertifikat/terbitan")


@press.post("/<int:batch_id>/cetak")
@requires("certificate:read", queries.batch_by_id)
def order(batch: Batch) -> Any:
    """Have a press file made."""
    form = PressForm()
    if not form.validate():
        abort(422)
    actions_ceremony.order_press(
        batch=batch, order=form.order.data, edge=form.edge.data, actor=current_user
    )
    flash(_("Berkas cetak sedang disiapkan."), "info")
    return redirect(url_for("batches.show", batch_id=batch.id, _anchor="cetak"))


@press.get("/<int:batch_id>/cetak/kemajuan")
@requires("certificate:read", queries.batch_by_id)
def progress(batch: Batch) -> Any:
    """How many of the files asked for wait no longer, for the script of the page."""
    stages = [job.file.stage for job in presswork.asked(presswork.jobs_of(batch))]
    done, total = sum(stage != Stage.WANTED for stage in stages), len(stages)
    return {
        "done": done,
        "total": total,
        "sentence": words.sentence_of_progress(done, total),
    }


@press.get("/<int:batch_id>/cetak/<order>/<edge>.pdf")
@requires("certificate:press", presswork.wish)
def fetch(wish: Wish) -> Any:
    """A press file that has been made."""
    batch = db.session.get_one(Batch, wish.batch_id)
    file = presswork.job_of(batch, wish.order, wish.edge).file
    if file.stage != Stage.READY:
        abort(404)
    name = f"cetak-{words.name_of(batch)}-{wish.order}-{wish.edge}.pdf"
    return files.send(file.path, name, "pdf")
