"""Around a request: the transaction, unmarked views, headers, errors, template tools."""

from __future__ import annotations

import hashlib
from collections.abc import MutableMapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import structlog
from flask import (
    Flask,
    Response,
    abort,
    current_app,
    g,
    render_template,
    request,
    session,
)
from flask.templating import Environment
from flask_login import current_user
from flask_wtf.csrf import CSRFError, CSRFProtect
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map

from award.core import access, clock, fonts, icons, navigation, receiving, typed
from award.core.db import db, reading
from award.core.language import LANGUAGES, language
from award.core.problems import Problem

LARGEST_NUMBER = 2**31 - 1
"""No row has a larger number: PostgreSQL's integer ends here."""
SIGNED_SECONDS = 300
"""So long after it was signed a session is signed anew, and lasts its whole time again."""
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
OPEN_ENDPOINTS = frozenset({"static", "bootstrap.static", "font"})
POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; script-src 'self'; "
    "font-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}

csrf = CSRFProtect()
log = structlog.get_logger()


def init_app(app: Flask) -> None:
    """Wrap every request."""
    if proxies := app.config["TRUSTED_PROXIES"]:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies
        )
    app.url_map.converters["int"] = RowNumber
    app.before_request(begin)
    app.before_request(guard)
    csrf.init_app(app)
    app.after_request(settle)
    app.teardown_request(end)
    _handle_errors(app)
    fonts.init_app(app)
    app.context_processor(tools)
    # Globals, so that imported macros have them too.
    app.jinja_env.globals.update(
        can=access.can,
        why_not=access.why_not,
        icon=icons.icon,
        static_url=static_url,
        navigation=navigation.links,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def begin() -> None:
    """Say whether this request may write, before its first statement."""
    g.reading = reading.set(request.method in SAFE_METHODS)
    if request.method not in SAFE_METHODS and request.endpoint is not None:
        receiving.receive(app_view(request.endpoint))


def end(_error: BaseException | None) -> None:
    """Leave the thread as it was found."""
    if (token := g.pop("reading", None)) is not None:
        reading.reset(token)


def guard() -> None:
    """Deny by default: a view without an access mark is never served."""
    if request.endpoint is None or request.endpoint in OPEN_ENDPOINTS:
        return
    mark = getattr(app_view(request.endpoint), "access", None)
    if mark is None:
        abort(403)
    if mark.kind != "public" and not current_user.is_authenticated:
        abort(401)


def app_view(endpoint: str) -> Any:
    """The function behind an endpoint."""
    return current_app.view_functions[endpoint]


def settle(response: Response) -> Response:
    """Commit what succeeded, undo what did not; GET never writes."""
    if request.method in SAFE_METHODS or response.status_code >= 400:
        db.session.rollback()
    else:
        db.session.commit()
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if current_user_known():
        response.headers.setdefault("Cache-Control", "private, no-store")
        _stay_signed_in()
    return response


def _stay_signed_in() -> None:
    now = int(clock.now().timestamp())
    if abs(now - session.get("signed", 0)) > SIGNED_SECONDS:
        session["signed"] = now


def current_user_known() -> bool:
    """Whether this answer was made for someone who has signed in."""
    return "_user_id" in session and request.endpoint not in OPEN_ENDPOINTS


class Names(Environment):
    """Templates that keep their names in one dictionary: Jinja compares them at every import."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What every template knows, and what this one knows besides."""
        return {**self.globals, **(d or {})}


class RowNumber(IntegerConverter):
    """``<int:…>`` in an address: what no database could hold is not found."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=LARGEST_NUMBER)


def row_number(text: str) -> int:
    """A number asked for in a query string, as ``type`` of ``request.args.get``."""
    number = int(text)
    if not 0 <= number <= LARGEST_NUMBER:
        raise ValueError("no row has this number")
    return number


def local_path(target: str | None, fallback: str) -> str:
    """A path on this site or the fallback: never an open redirect."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return fallback
    parts = urlsplit(target)
    if parts.scheme or parts.netloc or "\\" in target or any(ord(c) < 32 for c in target):
        return fallback
    return target


def tools() -> dict[str, Any]:
    """What every template may use."""
    return {
        "language": language(),
        "languages": LANGUAGES,
        "theme": session.get("theme", "auto"),
        "here": page_address(),
    }


def page_address() -> str:
    """Where a switch leads back to: this page, else the one before; empty when neither is a page.

    A form that was refused is shown under an address that may answer only what is sent to it.
    """
    here = request.full_path.rstrip("?")
    if request.method in SAFE_METHODS or answers_get(request.path):
        return here
    before = urlsplit(request.referrer or "")
    path = before._replace(scheme="", netloc="", fragment="").geturl()
    return path if before.netloc == request.host and answers_get(before.path) else ""


def answers_get(path: str) -> bool:
    """Whether a page of ours has this path."""
    adapter = current_app.create_url_adapter(request)
    return adapter is not None and adapter.test(path, method="GET")


def static_url(name: str) -> str:
    """The address of a file of ours, a new one when the file has changed."""
    return f"{request.script_root}{current_app.static_url_path}/{name}?v={_mark(name)}"


@cache
def _mark(name: str) -> str:
    return hashlib.sha256((Path(str(current_app.static_folder)) / name).read_bytes()).hexdigest()[
        :8
    ]


def _handle_errors(app: Flask) -> None:
    app.register_error_handler(Problem, _problem)
    app.register_error_handler(IntegrityError, _clash)
    app.register_error_handler(DataError, _unfit)
    app.register_error_handler(OperationalError, _busy)
    app.register_error_handler(CSRFError, _expired)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _crash)


def page(status: int, sentence: object = "") -> tuple[Any, int]:
    """The error page of a status, as JSON for scripts that ask for it."""
    db.session.rollback()
    if request.accept_mimetypes.best == "application/json":
        return {"error": str(sentence or ""), "status": status}, status
    facts = {"status": status, "sentence": sentence, "lost": typed.lost()}
    if status < 500:
        return render_template("errors/error.html", **facts), status
    # The database may be what failed: this page asks it nothing, not even who is reading.
    template = current_app.jinja_env.get_template("errors/error.html")
    return template.render(**tools(), **facts, bare=True), status


def _problem(problem: Problem) -> tuple[Any, int]:
    return page(problem.status, problem.sentence)


def _clash(error: IntegrityError) -> tuple[Any, int]:
    log.warning("the database refused", error=str(error.orig))
    return page(409)


def _unfit(error: DataError) -> tuple[Any, int]:
    # A character or a number that this database cannot hold: the sender's to mend, not a crash.
    log.warning("the database could not hold a value", error=str(error.orig))
    return page(422)


def _busy(error: OperationalError) -> tuple[Any, int]:
    log.error("the database did not answer", error=str(error.orig))
    return page(503)


def _expired(_error: CSRFError) -> tuple[Any, int]:
    if not current_user.is_authenticated:
        return _http_page(401)
    return page(400, None)


def _http(error: HTTPException) -> tuple[Any, int]:
    return _http_page(error.code or 500)


def _http_page(status: int) -> tuple[Any, int]:
    if status == 413:
        receiving.swallow()
    if status == 401:
        db.session.rollback()
        if request.accept_mimetypes.best != "application/json":
            try:
                answer: tuple[Any, int] = current_app.extensions["sign_in_page"]()
            except RequestEntityTooLarge:
                return _http_page(413)
            return answer
    return page(status)


def _crash(error: Exception) -> tuple[Any, int]:
    log.exception("unexpected", path=request.path, error=repr(error))
    return page(500)
