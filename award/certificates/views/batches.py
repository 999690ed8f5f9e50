"""The organiser's pages of what has been issued: batches, downloads, one certificate."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from award.approvals.queries import open_of
from award.approvals.views.proposing import password_asked, proposing
from award.certificates import actions, packs, presswork, queries, words
from award.certificates.forms import RevokeForm
from award.certificates.forms_ceremony import PressForm
from award.certificates.models import Batch, Certificate
from award.core import files, jobs
from award.core.access import requires

batches = Blueprint("batches", __name__, url_prefix="/panitia/sertifikat/terbitan")


@batches.get("/<int:batch_id>")
@requires("certificate:read", queries.batch_by_id)
def show(batch: Batch) -> Any:
    """How far a batch is, and its certificates."""
    printed = queries.printed(batch.id)
    return render_template(
        "batches/show.html",
        batch=batch,
        certificates=queries.certificates(batch),
        progress=queries.batch_progress(batch),
        bound=bool(printed) and packs.path_of(batch.id, printed).exists(),
        press=PressForm(),
        presses=presswork.jobs_of(batch),
        words=words,
    )


@batches.get("/<int:batch_id>/kemajuan")
@requires("certificate:read", queries.batch_by_id)
def progress(batch: Batch) -> Any:
    """How far a batch is, for the script of its page."""
    found = queries.batch_progress(batch)
    sentence = _("%(done)s dari %(total)s", done=found.done, total=found.total)
    return {"done": found.done, "total": found.total, "sentence": sentence}


@batches.get("/<int:batch_id>/zip")
@requires("certificate:read", queries.batch_by_id)
def pack(batch: Batch) -> Any:
    """All certificates in force, with lists and checksums."""
    path = packs.path_of(batch.id, queries.printed(batch.id))
    if not path.exists():
        abort(404)
    return files.send(path, f"{words.name_of(batch)}.zip", "zip")


@batches.post("/<int:batch_id>/siapkan")
@requires("certificate:read", queries.batch_by_id)
def bind(batch: Batch) -> Any:
    """Have the packs made again."""
    jobs.enqueue("certificates.bind", batch_id=batch.id)
    flash(_("Berkas sedang disiapkan. Muat ulang halaman ini sebentar lagi."), "info")
    return redirect(url_for("batches.show", batch_id=batch.id))


@batches.post("/<int:batch_id>/ulangi")
@requires("certificate:read", queries.batch_by_id)
def retry(batch: Batch) -> Any:
    """Start again whatever failed."""
    actions.retry_failed(batch=batch, actor=current_user)
    return redirect(url_for("batches.show", batch_id=batch.id))


@batches.get("/piagam/<int:certificate_id>")
@requires("certificate:read", queries.certificate_by_id)
def certificate(certificate: Certificate) -> Any:
    """One certificate as issued, with what may still be done."""
    return render_template(
        "batches/certificate.html",
        certificate=certificate,
        proposed=open_of("certificate.revoke", certificate.id),
        words=words,
    )


@batches.get("/piagam/<int:certificate_id>.pdf")
@requires("certificate:read", queries.certificate_by_id)
def download(certificate: Certificate) -> Any:
    """The PDF as it was made, also after revocation."""
    if not certificate.sha256:
        abort(404)
    name = packs.file_name(queries.printed_one(certificate))
    return files.send(files.path_of(certificate.sha256), name, "pdf")


@batches.route("/piagam/<int:certificate_id>/cabut", methods=["GET", "POST"])
@requires("certificate:revoke", queries.certificate_by_id)
@password_asked
def revoke(certificate: Certificate) -> Any:
    """Propose to withdraw a certificate."""
    return proposing("certificate.revoke", certificate, form=RevokeForm())
