"""Correcting a certificate, and asking to honour again whose certificate was withdrawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from flask import current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from award.approvals.actions import check_password
from award.approvals.views.proposing import password_asked, proposing, tell
from award.certificates import actions, queries, words
from award.certificates.actions.correct import keep_off, wanted
from award.certificates.anew import anew
from award.certificates.facts import Facts, UnprintableError
from award.certificates.forms import CorrectForm, RedateForm
from award.certificates.models import Certificate
from award.certificates.printing.imprint import of_style
from award.certificates.printing.specimen import print_specimens
from award.certificates.style import Style
from award.certificates.views.batches import batches
from award.core import clock
from award.core.access import requires
from award.core.db import db
from award.core.problems import Invalid


@batches.route("/piagam/<int:certificate_id>/koreksi", methods=["GET", "POST"])
@requires("certificate:correct", queries.certificate_by_id)
@password_asked
def correct(certificate: Certificate) -> Any:
    """What differs, old beside new; then a new certificate that supersedes this one."""
    keep_off(certificate, current_user)
    form = _form(certificate)
    found = anew(certificate, dated=form.dated.data, place=form.place.data)
    form.offer(found.changes if found else [])
    if form.validate_on_submit() and (made := _corrected(certificate, form)):
        flash(_("Piagam %(number)s menggantikan yang lama.", number=made.number), "success")
        return redirect(url_for("batches.certificate", certificate_id=made.id))
    page = render_template(
        "batches/correct.html", certificate=certificate, found=found, form=form, words=words
    )
    return page, 422 if form.is_submitted() else 200


def _form(certificate: Certificate) -> CorrectForm:
    """With place and date as they are printed."""
    batch = certificate.batch
    form = CorrectForm(data={"dated": batch.dated, "place": batch.place})
    form.decided_on = batch.edition.decree_date
    return form


def _corrected(certificate: Certificate, form: CorrectForm) -> Certificate | None:
    """The new certificate, or nothing when the form now says why not."""
    with refusals_told(form):
        check_password(current_user, form.password.data)  # printing for nothing takes seconds
        _try_page(certificate, form)
        return actions.correct(
            certificate=certificate,
            parts=form.parts.data,
            dated=form.dated.data,
            place=form.place.data,
            reason=form.reason.data,
            password=form.password.data,
            actor=current_user,
        )
    return None


@contextmanager
def refusals_told(form: RedateForm) -> Iterator[None]:
    """Whatever keeps new certificates from being issued or printed ends as words of the form."""
    try:
        yield
    except Invalid as problem:
        tell(form, _about(form, problem))
    except UnprintableError as refusal:
        form.form_errors.extend(words.sentence_of(fault) for fault in refusal.faults)


def _about(form: RedateForm, problem: Invalid) -> Invalid:
    """A fault of the new facts has no field here: it stands at the top."""
    elsewhere = [sentence for name, sentence in problem.fields.items() if name not in form]
    return Invalid(elsewhere[0]) if elsewhere else problem


def _try_page(certificate: Certificate, form: CorrectForm) -> None:
    """Lay the new one out before the old one is given up."""
    when = {"dated": form.dated.data, "place": form.place.data}
    _parts, terms, draft = wanted(certificate, form.parts.data, **when)
    lay_out(draft.sheets, terms.style)


def lay_out(sheets: Sequence[Facts], style: Style) -> None:
    """Try pages. Nothing is written meanwhile: printing must not keep writers waiting.

    Raises `UnprintableError` when one of them does not fit.
    """
    faces = Path(current_app.config["DATA_DIR"]) / "typefaces"
    db.session.rollback()
    print_specimens(sheets, style, of_style(style), faces)


@batches.route("/piagam/<int:certificate_id>/terbitkan-kembali", methods=["GET", "POST"])
@requires("certificate:reissue", queries.certificate_by_id)
@password_asked
def reissue(certificate: Certificate) -> Any:
    """Propose to honour again whose certificate was withdrawn."""
    return proposing("certificate.reissue", certificate, trial=partial(_try_again, certificate))


def _try_again(certificate: Certificate) -> None:
    """Lay out what would be issued today; whether it may be issued is not said here."""
    if found := anew(certificate, dated=clock.today()):
        try:
            lay_out(found.draft.sheets, found.terms.style)
        except UnprintableError as refusal:
            raise Invalid(words.sentence_of(refusal.faults[0])) from None
