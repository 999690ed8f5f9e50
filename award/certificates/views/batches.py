"""The organiser's pages of what has been issued: batches, downloads, one certificate."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from award.approvals.queries import open_of
from award.approvals.views.proposing import password_asked, proposing
from award.certificates import actions, history, queries, words
from award.certificates.forms import RevokeForm
from award.certificates.forms_ceremony import PressForm
from award.certificates.models import Batch, Certificate
from award.certificates.packing import overdue, packs, presswork
from award.certificates.signing.words import signature_sentence
from award.certificates.states import CertificateState
from award.core import files, jobs
from award.core.access import requires

batches = Blueprint("batches", __name__, url_prefix="/panitia/sertifikat/terbitan")

GRAVE = ("certificate.revoke", "certificate.reissue")
"""What takes two people, and may be waiting for the second one."""


@batches.get("/<int:batch_id>")
@requires("certificate:read", queries.batch_by_id)
def show(batch: Batch) -> Any:
    """How far a batch is, and its certificates."""
    progress = queries.batch_progress(batch)
    state, page = _state_asked(), max(1, request.args.get("hal", 1, int))
    certificates, pages = history.listed(batch, state, page)
    return render_template(
        "batches/show.html",
        batch=batch,
        certificates=certificates,
        chosen=state,
        page=page,
        pages=pages,
        progress=progress,
        left=history.seconds_left(batch, progress.queued),
        bound=overdue.pack_of(batch.id) is not None,
        press=PressForm(),
        presses=presswork.asked(presswork.jobs_of(batch)),
        words=words,
    )


def _state_asked() -> CertificateState | None:
    asked = request.args.get("keadaan", "")
    return next((state for state in CertificateState if state.value == asked), None)


@batches.get("/<int:batch_id>/kemajuan")
@requires("certificate:read", queries.batch_by_id)
def progress(batch: Batch) -> Any:
    """How far a batch is, for the script of its page."""
    found = queries.batch_progress(batch)
    left = history.seconds_left(batch, found.queued)
    sentence = words.sentence_of_progress(found.done, found.total, left)
    return {"done": found.done, "total": found.total, "sentence": sentence}


@batches.get("/<int:batch_id>/zip/kemajuan")
@requires("certificate:read", queries.batch_by_id)
def pack_progress(batch: Batch) -> Any:
    """Whether the pack is made, for the script of the page."""
    bound = overdue.pack_of(batch.id) is not None
    return {"done": int(bound), "total": 1, "sentence": words.sentence_of_zip(bound)}


@batches.get("/<int:batch_id>/zip")
@requires("certificate:read", queries.batch_by_id)
def pack(batch: Batch) -> Any:
    """All certificates in force, with lists and checksums."""
    if (path := overdue.pack_of(batch.id)) is None:
        abort(404)
    return files.send(path, f"{words.name_of(batch)}.zip", "zip")


@batches.post("/<int:batch_id>/siapkan")
@requires("certificate:read", queries.batch_by_id)
def bind(batch: Batch) -> Any:
    """Have the packs made again."""
    jobs.enqueue("certificates.bind", batch_id=batch.id)
    flash(_("Berkas sedang disiapkan."), "info")
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
        bound=queries.why_kept_off(current_user, certificate),
        signature=signature_sentence(certificate),
        steps=history.story(certificate),
        proposed=next(filter(None, (open_of(kind, certificate.id) for kind in GRAVE)), None),
        words=words,
    )


@batches.get("/piagam/<int:certificate_id>.pdf")
@requires("certificate:read", queries.certificate_by_id)
def download(certificate: Certificate) -> Any:
    """The PDF as it was made, also after it was withdrawn or corrected; unsigned while it waits."""
    return _sent(certificate, certificate.sha256 or certificate.base_sha256)


@batches.get("/piagam/<int:certificate_id>-en.pdf")
@requires("certificate:read", queries.certificate_by_id)
def courtesy(certificate: Certificate) -> Any:
    """The English courtesy copy."""
    return _sent(certificate, certificate.courtesy_sha256, "-en")


def _sent(certificate: Certificate, sha256: str, mark: str = "") -> Any:
    if not sha256:
        abort(404)
    name = packs.file_name(queries.printed_one(certificate)).removesuffix(".pdf")
    return files.send(files.path_of(sha256), f"{name}{mark}.pdf", "pdf")


@batches.route("/piagam/<int:certificate_id>/cabut", methods=["GET", "POST"])
@requires("certificate:revoke", queries.certificate_by_id)
@password_asked
def revoke(certificate: Certificate) -> Any:
    """Propose to withdraw a certificate."""
    return proposing("certificate.revoke", certificate, form=RevokeForm())
