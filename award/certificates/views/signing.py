"""The organiser's pages about signing: out to the official tool and back, or with our own key."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from award.approvals.views.proposing import password_asked
from award.certificates import queries, words
from award.certificates import queries_signing as signing
from award.certificates.actions import signing as actions
from award.certificates.forms_signing import PassphraseForm, ReturnForm
from award.certificates.models import Batch
from award.certificates.models_signing import Intake
from award.certificates.packing import for_signing as packs_signing
from award.certificates.signing import launch, uploads
from award.certificates.signing import words as signing_words
from award.certificates.signing.turn import taken
from award.core import files, jobs
from award.core.access import requires
from award.core.db import db
from award.core.limits import takes_uploads
from award.core.problems import Invalid

sealing = Blueprint("sealing", __name__, url_prefix="/panitia/sertifikat/terbitan")

MOST_UPLOADED = 256 * uploads.MEBIBYTE


@sealing.route("/<int:batch_id>/tanda-tangan", methods=["GET", "POST"])
@takes_uploads(MOST_UPLOADED, uploads.MOST_FILES)
@requires("certificate:import", queries.batch_by_id)
def bring(batch: Batch) -> Any:
    """Take certificates to the official tool and bring the signed ones back."""
    form = ReturnForm()
    if form.validate_on_submit():
        return redirect(url_for("sealing.result", intake_id=_received(batch, form)))
    waiting = signing.unsigned(batch.id)
    page = render_template(
        "sealing/bring.html",
        batch=batch,
        form=form,
        progress=signing.progress(batch.id),
        exported=bool(waiting) and _is_exported(batch),
        intakes=signing.intakes(batch.id),
        rooted=bool(signing.root_files()),
        words=words,
    )
    return page, 422 if form.errors else 200


def _received(batch: Batch, form: ReturnForm) -> int:
    sent = form.files.data or []
    names = [files.safe_name(each.filename or "") for each in sent]
    intake = actions.receive(batch=batch, names=names, actor=current_user)
    try:
        packs_signing.keep(intake.id, sent)
    except OSError as problem:
        raise Invalid(signing_words.FAULTS["storage"]) from problem
    return intake.id


@sealing.get("/<int:batch_id>/belum-bertanda-tangan.zip")
@requires("certificate:import", queries.batch_by_id)
def export(batch: Batch) -> Any:
    """Everything that waits for a signature, in one ZIP."""
    path = packs_signing.path_of(batch.id, signing.unsigned(batch.id))
    if not path.exists():
        abort(404)
    name = f"untuk-ditandatangani-{batch.edition.year}-{batch.id}.zip"
    return files.send(path, name, "zip")


@sealing.get("/<int:batch_id>/belum-bertanda-tangan/kemajuan")
@requires("certificate:import", queries.batch_by_id)
def export_progress(batch: Batch) -> Any:
    """Whether that ZIP is made, for the script of the page."""
    made = _is_exported(batch)
    return {"done": int(made), "total": 1, "sentence": words.sentence_of_zip(made)}


def _is_exported(batch: Batch) -> bool:
    return packs_signing.path_of(batch.id, signing.unsigned(batch.id)).exists()


@sealing.post("/<int:batch_id>/belum-bertanda-tangan")
@requires("certificate:import", queries.batch_by_id)
def prepare_export(batch: Batch) -> Any:
    """Have the ZIP made again."""
    jobs.enqueue("certificates.export", batch_id=batch.id)
    flash(_("Berkas sedang disiapkan."), "info")
    return redirect(url_for("sealing.bring", batch_id=batch.id))


@sealing.get("/tanda-tangan/<int:intake_id>")
@requires("certificate:intake", signing.intake_by_id)
def result(intake: Intake) -> Any:
    """What became of each file that was brought back."""
    accepted = [each for each in intake.results if each["outcome"] == "accepted"]
    return render_template(
        "sealing/result.html",
        intake=intake,
        accepted=len(accepted),
        refused=sum(each["outcome"] in signing_words.REFUSALS for each in intake.results),
        expected=_expected(intake),
        unproven=any(each["signature"] and not each["signature"]["trusted"] for each in accepted),
        differing=sum(not _as_printed(each, intake.batch) for each in accepted),
        signing_words=signing_words,
    )


def _as_printed(result: dict[str, Any], batch: Batch) -> bool:
    return signing_words.names_printed(result["signature"], batch.signer_name)


@sealing.get("/tanda-tangan/<int:intake_id>/kemajuan")
@requires("certificate:intake", signing.intake_by_id)
def result_progress(intake: Intake) -> Any:
    """How many files have been examined, for the script of the page."""
    sentence = _("%(number)s berkas diperiksa", number=intake.checked)
    total = intake.checked if intake.done_at else _expected(intake)
    return {"done": intake.checked, "total": total, "sentence": sentence}


def _expected(intake: Intake) -> int:
    """About how many files there are: what is inside a ZIP shows only on the way."""
    waiting = signing.progress(intake.batch_id).unsigned
    return max(intake.checked + 1, len(intake.names), waiting)


@sealing.route("/<int:batch_id>/kunci-instansi", methods=["GET", "POST"])
@requires("certificate:seal", queries.batch_by_id)
@password_asked
def seal(batch: Batch) -> Any:
    """Sign what waits with the organisation's own key, by whoever knows its passphrase."""
    form, p12 = PassphraseForm(), current_app.config["SIGNING_P12"]
    if p12 and form.validate_on_submit():
        said = _started(batch.id, Path(p12), form)
        if said == launch.BEGUN:
            flash(_("Penandatanganan dimulai dan berlanjut di latar belakang."), "success")
            return redirect(url_for("sealing.seal", batch_id=batch.id))
        fault = signing_words.FAULTS.get(said, signing_words.FAULTS["document"])
        form.passphrase.errors = [fault]
    page = render_template(
        "sealing/seal.html",
        batch=batch,
        form=form,
        configured=bool(p12),
        running=signing_words.FAULTS["running"] if taken(batch.id) else None,
        progress=signing.progress(batch.id),
        stopped=_stopped(batch.id),
        words=words,
    )
    return page, 422 if form.errors else 200


def _stopped(batch_id: int) -> str:
    """Why signing stopped last; empty where it did not."""
    fault = signing.last_fault(batch_id)
    return str(signing_words.FAULTS[fault]) if fault else ""


def _started(batch_id: int, p12: Path, form: PassphraseForm) -> str:
    if taken(batch_id):
        return "running"
    by = current_user.id
    db.session.rollback()  # nobody has to wait while the key is being opened
    return launch.start(batch_id, p12, form.passphrase.data or "", by)


@sealing.get("/<int:batch_id>/kunci-instansi/kemajuan")
@requires("certificate:seal", queries.batch_by_id)
def seal_progress(batch: Batch) -> Any:
    """How many are signed, for the script of the page: all there is to wait for once it stops."""
    found = signing.progress(batch.id)
    total = found.signed + found.unsigned
    sentence = words.sentence_of_progress(found.signed, total)
    if stopped := _stopped(batch.id):
        sentence = f"{sentence}. {stopped}"
    expected = total if taken(batch.id) else found.signed
    return {"done": found.signed, "total": expected, "sentence": sentence}
