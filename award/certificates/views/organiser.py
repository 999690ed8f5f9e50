"""The organiser's pages before certificates are issued: overview, preparation, preview."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    url_for,
)
from flask_babel import gettext as _
from flask_login import current_user

from award.certificates import actions, drafting, queries, recipients, signatories, words
from award.certificates.drafting import Draft, Finding
from award.certificates.facts import UnprintableError
from award.certificates.forms import PrepareForm
from award.certificates.looks import look_of
from award.certificates.models import Signatory
from award.certificates.recipients import Preparation
from award.certificates.specimen import print_specimens
from award.competitions.models import Edition
from award.competitions.queries import edition_by_id
from award.core import clock
from award.core.access import requires
from award.core.db import db

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
    return render_template(
        "certificates/edition.html",
        edition=edition,
        standings=recipients.standings(edition),
        batches=queries.batches(edition),
        progress=queries.edition_progress(edition),
        words=words,
    )


@certificates.get("/<int:edition_id>/<kind>")
@requires("certificate:prepare", recipients.preparation)
def prepare(preparation: Preparation) -> Any:
    """The form for a batch, with the check of all recipients."""
    form = _form(preparation)
    return _page(preparation, form, _findings(_drafts(preparation, form), form))


@certificates.post("/<int:edition_id>/<kind>")
@requires("certificate:prepare", recipients.preparation)
def issue(preparation: Preparation) -> Any:
    """Issue to everyone who has none yet."""
    form = _form(preparation)
    if found := _refusal(preparation, form):
        return found
    batch = actions.issue(
        edition=preparation.edition,
        kind=preparation.kind,
        style=form.style,
        dated=form.dated.data,
        place=form.place.data,
        signer=form.signer,
        closing=form.closing.data or "",
        actor=current_user,
    )
    flash(_("Piagam sudah diterbitkan. PDF-nya sedang dibuat."), "success")
    return redirect(url_for("batches.show", batch_id=batch.id))


@certificates.post("/<int:edition_id>/<kind>/pratinjau")
@requires("certificate:prepare", recipients.preparation)
def preview(preparation: Preparation) -> Any:
    """A PDF of a few specimens, the longest texts among them."""
    form = _form(preparation)
    if found := _refusal(preparation, form):
        return found
    specimens = drafting.worth_a_look(_drafts(preparation, form))
    faces = Path(current_app.config["DATA_DIR"]) / "typefaces"
    db.session.rollback()  # nothing was written, and printing must not keep writers waiting
    try:
        pdf = print_specimens(specimens, form.style, faces)
    except UnprintableError as refusal:
        found = [Finding(fault, ()) for fault in refusal.faults]
        return _page(preparation, form, found, 422)
    return Response(pdf, mimetype="application/pdf", headers={"Cache-Control": "private, no-store"})


def _form(preparation: Preparation) -> PrepareForm:
    edition = preparation.edition
    form = PrepareForm(data=_defaults(edition))
    form.offer_designs()
    form.offer_signatories(signatories.signatories(), _signatory(preparation, form))
    form.decided_on = edition.decree_date
    return form


def _defaults(edition: Edition) -> dict[str, Any]:
    chosen = {
        "dated": max(filter(None, (clock.today(), edition.decree_date))),
        "place": edition.settings.place,
        "closing": edition.settings.closing_sentence[recipients.LANGUAGE],
    }
    if (last := queries.last_batch(edition)) is not None:
        chosen |= {"dated": last.dated, "place": last.place}
    return chosen


def _signatory(preparation: Preparation, form: PrepareForm) -> Signatory | None:
    """Who is likely to sign: as chosen for the kind, else the first in office on the date."""
    able = signatories.valid_on(form.dated.data or clock.today())
    chosen = look_of(preparation.edition, preparation.kind).signatory
    return chosen if chosen in able else next(iter(able), None)


def _drafts(preparation: Preparation, form: PrepareForm) -> list[Draft]:
    edition, kind, dated = preparation.edition, preparation.kind, form.dated.data or clock.today()
    wording = drafting.wording(
        edition,
        kind,
        dated=dated,
        place=form.place.data or "",
        signer=form.signer,
        closing=form.closing.data or "",
    )
    return drafting.drafts(edition, kind, dated=dated, wording=wording)


def _findings(drafts: list[Draft], form: PrepareForm) -> list[Finding]:
    """What is wrong with the recipients; what is wrong with the form stands at its fields."""
    found = drafting.findings(drafts, form.sound_design)
    return [each for each in found if each.fault.field not in form.facts_asked]


def _refusal(preparation: Preparation, form: PrepareForm) -> Any:
    """The page again when something is missing, or nothing."""
    sound = form.validate()
    drafts = _drafts(preparation, form)
    found = _findings(drafts, form)
    return None if sound and drafts and not found else _page(preparation, form, found, 422)


def _page(
    preparation: Preparation, form: PrepareForm, findings: list[Finding], status: int = 200
) -> Any:
    drafts = _drafts(preparation, form)
    page = render_template(
        "certificates/prepare.html",
        edition=preparation.edition,
        kind=preparation.kind,
        form=form,
        drafts=drafts,
        findings=findings,
        words=words,
    )
    return page, status
