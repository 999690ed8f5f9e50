"""Public pages on which anyone checks a certificate by its code."""

from __future__ import annotations

from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _

from award.certificates import codes, queries, queries_public, words_public
from award.certificates.forms_public import CodeForm, FileForm
from award.certificates.models import Certificate
from award.certificates.signing.words import signature_sentence
from award.certificates.verifying import standing
from award.certificates.verifying.statement import statement
from award.certificates.words import predicate_of
from award.core.access import public
from award.core.limits import limiter
from award.core.text import folded

verification = Blueprint("verification", __name__)

OFTEN = "60 per minute"
"""Enough for an office that checks a pile of certificates; far too little to guess 100 bits."""


@verification.get("/verifikasi")
@public
@limiter.limit(OFTEN)
def enter() -> Any:
    """Enter a code, with the number beside it or without, or choose a file."""
    form = CodeForm(request.args)
    if "kode" not in request.args:
        return page("verification/enter.html", form=CodeForm(None), upload=FileForm(None))
    if form.validate() and (code := codes.normal(form.kode.data)) and _agree(form, code):
        return redirect(url_for("verification.show", code=code))
    return _unknown(form)


def _agree(form: CodeForm, code: str) -> bool:
    """Whether the number typed, if any, is the one of the code: both or neither are known."""
    if not form.nomor.data:
        return True
    certificate = queries.by_code(code)
    return certificate is not None and folded(certificate.number) == folded(form.nomor.data)


@verification.get("/v/<code>")
@public
@limiter.limit(OFTEN)
def show(code: str) -> Any:
    """What the certificate with this code says, and whether it is in force."""
    if asks_for_json():
        return show_json(code)
    certificate = queries.by_code(code)
    if certificate is None:
        return _unknown(CodeForm(kode=code[:100]))
    return page("verification/show.html", **told(certificate))


@verification.get("/v/<code>.json")
@public
@limiter.limit(OFTEN)
def show_json(code: str) -> Any:
    """The same for machines."""
    certificate = queries.by_code(code)
    if certificate is None:
        return answer({"error": _("Tidak ada piagam dengan kode ini."), "status": 404}, 404)
    trail = queries_public.trail(certificate)
    return answer(statement(certificate, trail, current_app.config["BASE_URL"]))


def told(certificate: Certificate) -> dict[str, Any]:
    """What templates need to tell about a certificate."""
    return {
        "certificate": certificate,
        "facts": certificate.facts,
        "predicate": predicate_of(certificate.facts["predicate"]),
        "standing": standing.standing(certificate),
        "since": standing.since(certificate),
        "reason": standing.reason(certificate),
        "specimen": standing.is_specimen(certificate),
        "signature": signature_sentence(certificate),
        "trail": queries_public.trail(certificate),
        "words": words_public,
    }


def asks_for_json() -> bool:
    """Whether a machine asks: a browser never prefers JSON."""
    kinds = ("text/html", "application/json")
    return request.accept_mimetypes.best_match(kinds, "text/html") == "application/json"


def page(template: str, status: int = 200, **facts: Any) -> Response:
    """A page that is not for search engines: whoever holds the certificate holds the address."""
    response = make_response(render_template(template, **facts), status)
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Vary"] = "Accept, Accept-Language, Cookie"
    return response


def answer(content: Any, status: int = 200) -> Response:
    """JSON for programs on any site; kept copies are asked about every time, so that nobody
    believes in what has been revoked."""
    response = jsonify(content)
    response.status_code = status
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = "no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Vary"] = "Accept, Accept-Language"
    response.add_etag()
    response.make_conditional(request)
    return response


def _unknown(form: CodeForm) -> Response:
    return page("verification/unknown.html", 404, form=form)
