"""A certificate for a digital profile: the badge, its page, its key and its status."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, current_app, request

from award.certificates import queries
from award.certificates.models import Certificate
from award.certificates.verifying import badge_key, badges
from award.certificates.verifying.standing import Standing, standing
from award.certificates.views.verification import OFTEN, answer, page
from award.core.access import public
from award.core.limits import limiter

credentials = Blueprint("credentials", __name__)

SIGNED = "application/vc+jwt"


@credentials.get("/v/<code>/lencana")
@public
@limiter.limit(OFTEN)
def badge(code: str) -> Any:
    """What a badge is, for whoever holds the certificate; the badge itself for programs."""
    if request.accept_mimetypes.best_match(("text/html", SIGNED), "text/html") == SIGNED:
        return token(code)
    certificate = _known(code)
    return page(
        "verification/badge.html",
        certificate=certificate,
        facts=certificate.facts,
        valid=standing(certificate) is Standing.VALID,
        address=badges.credential(certificate, _base())["id"],
    )


@credentials.get("/v/<code>/lencana.jwt")
@public
@limiter.limit(OFTEN)
def token(code: str) -> Any:
    """The signed credential, only while the certificate is in force."""
    certificate = _known(code)
    if standing(certificate) is not Standing.VALID:
        abort(410)
    claims = badges.claims(certificate, _base())
    signed = badge_key.sign(claims, current_app.config["DATA_DIR"], _base())
    return _handed_out(signed, f"lencana-{certificate.code}.jwt")


@credentials.get("/v/<code>/lencana/status")
@public
@limiter.limit(OFTEN)
def status(code: str) -> Any:
    """Whether the credential was revoked."""
    return answer(badges.revocations(_known(code), _base()))


@credentials.get(badges.ISSUER)
@public
@limiter.limit(OFTEN)
def issuer() -> Any:
    """Who issues."""
    return answer({"@context": list(badges.CONTEXTS), **badges.issuer(_base())})


@credentials.get("/.well-known/jwks.json")
@public
@limiter.limit(OFTEN)
def keys() -> Any:
    """The public key that badges are checked with, as a set."""
    return answer({"keys": [_public_key()]})


@credentials.get(f"{badges.KEYS}/<mark>")
@public
@limiter.limit(OFTEN)
def key(mark: str) -> Any:
    """The same key alone, at the address that badges name."""
    found = _public_key()
    return answer(found) if found["kid"].endswith(f"/{mark}") else abort(404)


def _public_key() -> dict[str, str]:
    return badge_key.public_key(current_app.config["DATA_DIR"], _base())


def _known(code: str) -> Certificate:
    return queries.by_code(code) or abort(404)


def _base() -> str:
    return str(current_app.config["BASE_URL"])


def _handed_out(signed: str, name: str) -> Response:
    response = Response(signed, mimetype=SIGNED)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = "no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
