"""The agency's pages once an entry is written: send, receipt, withdraw."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from award.core.access import requires
from award.core.problems import Invalid
from award.core.web import row_number
from award.entries import queries_signing
from award.entries.actions import signing as actions
from award.entries.forms_decisions import WithdrawForm
from award.entries.models import Entry
from award.entries.queries import entry_for
from award.entries.seal import sha256_of

signing = Blueprint("signing", __name__, url_prefix="/pd/usulan")
signing.add_app_template_global(queries_signing.outcome, "outcome_of")


@signing.post("/<int:entry_id>/kirim")
@requires("entry:read", entry_for)
def send(entry: Entry) -> Any:
    """Send the entry to the head of agency."""
    actions.send_to_head(entry=entry, actor=current_user)
    flash(_("Usulan terkirim ke kepala perangkat daerah."), "success")
    return redirect(url_for("entries.show", entry_id=entry.id))


@signing.get("/<int:entry_id>/tanda-terima")
@requires("entry:receipt", entry_for)
def receipt(entry: Entry) -> Any:
    """The proof of signature: when, what and by whom, to print."""
    shown = queries_signing.receipt(entry, request.args.get("nomor", type=row_number))
    if shown is None:
        abort(404)
    intact = sha256_of(shown.submission.content) == shown.submission.sha256
    return render_template("signing/receipt.html", entry=entry, receipt=shown, intact=intact)


@signing.route("/<int:entry_id>/tarik", methods=["GET", "POST"])
@requires("entry:withdraw", entry_for)
def withdraw(entry: Entry) -> Any:
    """Take the entry back, with a reason."""
    form = WithdrawForm()
    if form.validate_on_submit():
        try:
            actions.withdraw(entry=entry, reason=form.reason.data or "", actor=current_user)
        except Invalid as problem:
            form.refuse(problem)
        else:
            flash(_("Usulan “%(title)s” telah ditarik.", title=entry.title), "success")
            return redirect(url_for("entries.show", entry_id=entry.id))
    status = 422 if request.method == "POST" else 200
    return render_template("signing/withdraw.html", entry=entry, form=form), status


@signing.post("/<int:entry_id>/buka-kembali")
@requires("entry:reopen", entry_for)
def reopen(entry: Entry) -> Any:
    """Take up a withdrawn entry again."""
    actions.reopen(entry=entry, actor=current_user)
    flash(_("Usulan “%(title)s” dibuka kembali.", title=entry.title), "success")
    return redirect(url_for("entries.show", entry_id=entry.id))
