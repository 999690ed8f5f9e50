"""Preparing a batch: everyone is checked, five are shown, then all are issued."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Response, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from award.certificates import actions, drafting, queries, recipients, signatories, words
from award.certificates import preflight as checks
from award.certificates.dating import likely_date
from award.certificates.drafting import Terms
from award.certificates.facts import UnprintableError
from award.certificates.findings import Finding
from award.certificates.forms import PrepareForm
from award.certificates.looks import look_of
from award.certificates.models import LayoutCheck, Signatory
from award.certificates.preflight import Preflight
from award.certificates.printing.imprint import of_style
from award.certificates.printing.specimen import print_specimens
from award.certificates.recipients import Preparation
from award.certificates.views import mending
from award.certificates.views.organiser import certificates
from award.core import clock
from award.core.access import ensure, requires
from award.core.db import db


@certificates.get("/<int:edition_id>/<kind>")
@requires("certificate:prepare", recipients.preparation)
def prepare(preparation: Preparation) -> Any:
    """The form for a batch, with the check of all recipients."""
    form = _form(preparation)
    return _page(preparation, form, _known(preparation, form))


@certificates.post("/<int:edition_id>/<kind>")
@requires("certificate:prepare", recipients.preparation)
def issue(preparation: Preparation) -> Any:
    """Issue to everyone who has none yet."""
    ensure("certificate:issue", preparation.edition, current_user)
    form = _form(preparation)
    if found := _refusal(preparation, form):
        return found
    batch = actions.issue(
        edition=preparation.edition,
        kind=preparation.kind,
        terms=_terms(preparation, form),
        actor=current_user,
    )
    flash(_("Piagam sudah diterbitkan. PDF-nya sedang dibuat."), "success")
    return redirect(url_for("batches.show", batch_id=batch.id))


@certificates.post("/<int:edition_id>/<kind>/periksa")
@requires("certificate:prepare", recipients.preparation)
def check(preparation: Preparation) -> Any:
    """Have everyone laid out."""
    form = _form(preparation)
    if not form.validate() or not _known(preparation, form).drafts:
        return _page(preparation, form, _known(preparation, form), 422)
    actions.ask_layout(
        edition=preparation.edition,
        kind=preparation.kind,
        terms=_terms(preparation, form),
        actor=current_user,
    )
    return redirect(_address(preparation))


@certificates.get("/periksa/<int:check_id>")
@requires("certificate:check", checks.check_by_id)
def checking(check: LayoutCheck) -> Any:
    """How far a layout check is, for the script of its page."""
    sentence = words.sentence_of_progress(check.done, check.total)
    return {"done": check.done, "total": check.total, "sentence": sentence}


@certificates.post("/<int:edition_id>/<kind>/pratinjau")
@requires("certificate:prepare", recipients.preparation)
def preview(preparation: Preparation) -> Any:
    """A PDF of a few specimens, the longest texts among them."""
    form = _form(preparation)
    known = _known(preparation, form)
    if not form.validate() or not known.drafts:
        return _page(preparation, form, known, 422)
    specimens = drafting.worth_a_look(known.drafts)
    faces, style = (
        Path(current_app.config["DATA_DIR"]) / "typefaces",
        _terms(preparation, form).style,
    )
    db.session.rollback()  # nothing was written, and printing must not keep writers waiting
    try:
        pdf = print_specimens(specimens, style, of_style(style), faces)
    except UnprintableError as refusal:
        found = [Finding(fault, ()) for fault in refusal.faults]
        return _page(preparation, form, Preflight(known.drafts, found, None), 422)
    return Response(pdf, mimetype="application/pdf", headers={"Cache-Control": "private, no-store"})


def _address(preparation: Preparation) -> str:
    kind = words.ADDRESSES[preparation.kind]
    return url_for("certificates.prepare", edition_id=preparation.edition.id, kind=kind)


def _form(preparation: Preparation) -> PrepareForm:
    form = PrepareForm(data=_defaults(preparation))
    form.decided_on = preparation.edition.decree_date
    able = signatories.not_over_by(form.decided_on)
    form.offer_signatories(able, _signatory(preparation, form))
    return form


def _defaults(preparation: Preparation) -> dict[str, Any]:
    """What was checked last; else as in the batch issued last; else as the edition says."""
    edition = preparation.edition
    last = checks.latest_check(edition, preparation.kind)
    if last is not None:
        return {"dated": last.dated, "place": last.place, "signatory": last.signatory_id}
    if (batch := queries.last_batch(edition)) is not None:
        return {"dated": batch.dated, "place": batch.place}
    return {"dated": likely_date(edition), "place": edition.settings.place}


def _signatory(preparation: Preparation, form: PrepareForm) -> Signatory | None:
    """Who is likely to sign: as chosen for the kind, else the first in office on the date."""
    able = signatories.valid_on(form.dated.data or clock.today())
    chosen = look_of(preparation.edition, preparation.kind).signatory
    return chosen if chosen in able else next(iter(able), None)


def _terms(preparation: Preparation, form: PrepareForm) -> Terms:
    return drafting.terms(
        preparation.edition,
        preparation.kind,
        dated=form.dated.data or clock.today(),
        place=form.place.data or "",
        signatory=form.chosen_signatory,
    )


def _known(preparation: Preparation, form: PrepareForm) -> Preflight:
    return checks.preflight(preparation.edition, preparation.kind, _terms(preparation, form))


def _refusal(preparation: Preparation, form: PrepareForm) -> Any:
    """The page again when something is open, or nothing."""
    sound, known = form.validate(), _known(preparation, form)
    return None if sound and known.clear else _page(preparation, form, known, 422)


def _page(preparation: Preparation, form: PrepareForm, known: Preflight, status: int = 200) -> Any:
    page = render_template(
        "certificates/prepare.html",
        edition=preparation.edition,
        kind=preparation.kind,
        form=form,
        known=known,
        shown=[each for each in known.findings if not form.asks(each.fault)],
        look=look_of(preparation.edition, preparation.kind),
        outdated=checks.outdated(preparation.edition, preparation.kind, known),
        mending=mending,
        words=words,
    )
    return page, status
