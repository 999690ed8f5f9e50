"""The organiser's list of those who sign certificates."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from award.certificates import signatories
from award.certificates.actions import signatories as actions
from award.certificates.forms_signatories import EndForm, SignatoryForm
from award.certificates.models import Signatory
from award.certificates.printing import intake
from award.core import clock, files
from award.core.access import requires
from award.core.problems import Invalid

pages = Blueprint("signatories", __name__, url_prefix="/panitia/sertifikat/penanda-tangan")


@pages.get("/")
@requires("signatory:manage")
def index() -> Any:
    """Who signs, who signed, and who will."""
    found = signatories.signatories()
    return render_template("signatories/index.html", signatories=found, today=clock.today())


@pages.route("/baru", methods=["GET", "POST"])
@requires("signatory:manage")
def add() -> Any:
    """Enter somebody."""
    form = SignatoryForm()
    if not form.is_submitted():
        return _page(form)
    try:
        picture = _sound(form) or ""
        actions.add_signatory(tenure=form.tenure, picture=picture, actor=current_user)
    except Invalid as problem:
        return _refused(form, problem)
    flash(_("Penanda tangan tersimpan."), "success")
    return redirect(url_for("signatories.index"))


@pages.get("/<int:signatory_id>")
@requires("signatory:manage", signatories.signatory_by_id)
def edit(signatory: Signatory) -> Any:
    """Correct somebody's particulars, or end the term."""
    return _page(SignatoryForm(obj=signatory), signatory)


@pages.post("/<int:signatory_id>")
@requires("signatory:manage", signatories.signatory_by_id)
def save(signatory: Signatory) -> Any:
    """Keep the corrected particulars."""
    form = SignatoryForm()
    try:
        picture = _sound(form, signatory)
        actions.change_signatory(
            signatory=signatory, tenure=form.tenure, picture=picture, actor=current_user
        )
    except Invalid as problem:
        return _refused(form, problem, signatory)
    flash(_("Penanda tangan tersimpan."), "success")
    return redirect(url_for("signatories.index"))


@pages.post("/<int:signatory_id>/akhiri")
@requires("signatory:manage", signatories.signatory_by_id)
def end(signatory: Signatory) -> Any:
    """Set the last day in office."""
    form = EndForm()
    if not form.validate():
        return _page(SignatoryForm(None, obj=signatory), signatory, 422, form)
    try:
        actions.end_signatory(signatory=signatory, last_day=form.last_day.data, actor=current_user)
    except Invalid as problem:
        form.last_day.errors = [problem.sentence]
        return _page(SignatoryForm(None, obj=signatory), signatory, 422, form)
    flash(_("Masa jabatan %(name)s diakhiri.", name=signatory.name), "success")
    return redirect(url_for("signatories.index"))


@pages.get("/<int:signatory_id>/tanda-tangan.png")
@requires("signatory:manage", signatories.signatory_by_id)
def picture(signatory: Signatory) -> Any:
    """The picture of the signature."""
    path = files.path_of(signatory.picture) if signatory.picture else None
    if path is None or not path.exists():
        abort(404)
    return files.send(path, "tanda-tangan.png", "png", inline=True)


def _sound(form: SignatoryForm, own: Signatory | None = None) -> str | None:
    """The picture to keep, as `_picture` says; raises with everything that is wrong, at once."""
    sound, found = form.validate(), actions.problems(form.tenure, own)
    try:
        picture = _picture(form)
    except Invalid as problem:
        found |= problem.fields
    if found or not sound:
        raise Invalid("", found)
    return picture


def _picture(form: SignatoryForm) -> str | None:
    """SHA-256 of the picture to keep, empty to take it away, `None` to leave it as it is."""
    if (content := form.chosen) is not None:
        return files.store(intake.taken_in(content, "picture")).sha256
    return "" if form.remove_picture.data else None


def _refused(form: SignatoryForm, problem: Invalid, signatory: Signatory | None = None) -> Any:
    for name, sentence in problem.fields.items():
        form[name].errors = form[name].errors or [sentence]
    return _page(form, signatory, 422)


def _page(
    form: SignatoryForm,
    signatory: Signatory | None = None,
    status: int = 200,
    ending: EndForm | None = None,
) -> Any:
    page = render_template(
        "signatories/edit.html",
        form=form,
        signatory=signatory,
        ending=ending or EndForm(None),
        open_ended=signatory is not None and signatory.valid_until is None,
    )
    return page, status
