"""Listing claims and giving verdicts on them."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from award.core.access import requires
from award.core.db import db
from award.core.language import hour
from award.core.problems import Invalid, Problem, Refused, Stale
from award.visits import actions, forms, queries
from award.visits.models import Claim, Visit
from award.visits.views.team import page, visits


def wants_json() -> bool:
    """Whether a script asks."""
    return request.accept_mimetypes.best == "application/json"


def refuse_other_person() -> None:
    """What a phone kept for one person is never taken from another who signed in there."""
    if request.form.get("person", str(current_user.id)) != str(current_user.id):
        raise Refused(_l("Isian ini milik orang lain yang memakai ponsel ini."))


def to_claim(claim: Claim) -> Any:
    """Back to the claim on the checklist."""
    anchor = f"klaim-{claim.id}"
    return redirect(url_for("visits.show", visit_id=claim.visit_id, _anchor=anchor))


@visits.post("/<int:visit_id>/klaim")
@requires("claim:write", queries.visit_for)
def add(visit: Visit) -> Any:
    """Put a claim on the list."""
    form = forms.ClaimForm().offer(visit.round.edition)
    try:
        claim = actions.add_claim(visit=visit, actor=current_user, **form.said())
    except Invalid as problem:
        return page(visit, problem, status=problem.status)
    flash(_("Klaim ditambahkan."), "success")
    return to_claim(claim)


def visit_of_claim(actor: Any, claim_id: int) -> Visit | None:
    claim = queries.claim_for(actor, claim_id)
    return None if claim is None else claim.visit


def asked_claim() -> Claim:
    claim = db.session.get(Claim, (request.view_args or {})["claim_id"])
    if claim is None:
        raise LookupError
    return claim


@visits.route("/klaim/<int:claim_id>/ubah", methods=["GET", "POST"])
@requires("claim:write", visit_of_claim)
def change(visit: Visit) -> Any:
    """Reword a claim, before anyone has judged it."""
    claim = asked_claim()
    form = forms.ClaimForm.of(claim)
    if form.validate_on_submit():
        try:
            actions.change_claim(claim=claim, actor=current_user, **form.said())
        except Invalid as problem:
            form.refuse(problem)
        else:
            flash(_("Klaim diubah."), "success")
            return to_claim(claim)
    shown = render_template("visits/claim.html", form=form, claim=claim, visit=visit)
    return shown, 422 if form.is_submitted() else 200


@visits.post("/klaim/<int:claim_id>/hapus")
@requires("claim:write", visit_of_claim)
def remove(visit: Visit) -> Any:
    """Take a claim off the list."""
    try:
        actions.remove_claim(claim=asked_claim(), actor=current_user)
    except Invalid as problem:
        return page(visit, problem, status=problem.status)
    flash(_("Klaim dihapus dari daftar."), "success")
    return redirect(url_for("visits.show", visit_id=visit.id))


@visits.post("/klaim/<int:claim_id>")
@requires("visit:read", visit_of_claim)
def answer(visit: Visit) -> Any:
    """Keep a verdict; a script is told the new version, or what stands when it clashes."""
    claim, given = asked_claim(), forms.Answer.read(request.form)
    try:
        refuse_other_person()
        actions.answer_claim(claim=claim, actor=current_user, **vars(given))
    except Problem as problem:
        if isinstance(problem, Stale) and wants_json():
            return {**_standing(claim), "error": str(problem)}, problem.status
        if wants_json():
            raise
        return page(visit, problem, claim.id, problem.status, given)
    if wants_json():
        return _standing(claim)
    flash(_("Jawaban tersimpan."), "success")
    return to_claim(claim)


def _standing(claim: Claim) -> dict[str, Any]:
    when = hour(claim.answered_at)
    return {
        "version": claim.version,
        "verdict": claim.verdict or "",
        "note": claim.note,
        "who": claim.answered_by.name if claim.answered_by else "",
        "saved": _("Tersimpan %(when)s", when=when) if when else "",
    }
