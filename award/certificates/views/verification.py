"""Public pages on which anyone checks a certificate."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for

from award.certificates import codes, queries, words
from award.certificates.forms import CodeForm
from award.core.access import public
from award.core.limits import limiter

verification = Blueprint("verification", __name__)

OFTEN = "60 per minute"
"""Enough for an office that checks a pile of certificates; far too little to guess 100 bits."""


@verification.get("/verifikasi")
@public
@limiter.limit(OFTEN)
def enter() -> Any:
    """Enter a code; one that could be a code leads to its page."""
    form = CodeForm(request.args)
    if "kode" not in request.args:
        return render_template("verification/enter.html", form=CodeForm(None))
    if form.validate() and (code := codes.normal(form.kode.data)):
        return redirect(url_for("verification.show", code=code))
    return _unknown(form)


@verification.get("/v/<code>")
@public
@limiter.limit(OFTEN)
def show(code: str) -> Any:
    """What the certificate with this code says, and whether it is in force."""
    certificate = queries.by_code(code)
    if certificate is None:
        return _unknown(CodeForm(kode=code[:100]))
    page = render_template(
        "verification/show.html",
        certificate=certificate,
        facts=certificate.facts,
        act=queries.issue_act(certificate.batch_id),
        words=words,
    )
    return _unlisted(make_response(page))


def _unknown(form: CodeForm) -> Response:
    return _unlisted(make_response(render_template("verification/unknown.html", form=form), 404))


def _unlisted(response: Response) -> Response:
    """Not for search engines: whoever holds the certificate holds the address."""
    response.headers["X-Robots-Tag"] = "noindex"
    return response
