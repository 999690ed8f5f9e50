"""A visitor of the site as tests see it: pages with text, forms with their token."""

from __future__ import annotations

import secrets
from functools import cached_property
from typing import Any

from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from award.core.db import db
from award.people.models import User


class Page:
    """An answer: its status, its text as a reader sees it, and its parts."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code

    @cached_property
    def soup(self) -> BeautifulSoup:
        return BeautifulSoup(self.response.data, "html.parser")

    @cached_property
    def text(self) -> str:
        return " ".join(self.soup.get_text(" ").split())

    @property
    def json(self) -> Any:
        return self.response.get_json()

    @property
    def location(self) -> str:
        return self.response.headers.get("Location", "")

    def fields(self, selector: str = "main form") -> dict[str, Any]:
        """What the form would send as it stands, its token left out."""
        found: dict[str, Any] = {}
        for control in self.soup.select(selector)[0].select("input, select, textarea"):
            name, kind = str(control.get("name", "")), control.get("type")
            if not name or name == "csrf_token" or kind in ("submit", "file"):
                continue
            if control.name == "textarea":
                found[name] = control.text.removeprefix("\n").removeprefix("\r\n")
            elif control.name == "select":
                chosen = control.select_one("option[selected]") or control.select_one("option")
                found[name] = str(chosen["value"]) if chosen else ""
            elif kind not in ("checkbox", "radio"):
                found[name] = control.get("value", "")
            elif control.has_attr("checked"):
                found.setdefault(name, []).append(control.get("value", "y"))
        return found

    def all(self, selector: str) -> list[str]:
        return [" ".join(found.get_text(" ").split()) for found in self.soup.select(selector)]


class Visitor:
    """Someone with a browser; ``user`` has already signed in."""

    def __init__(self, app: Flask, user: User | None = None, language: str = "id") -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()
        self.seed = secrets.token_hex(20)
        with self.client.session_transaction() as session:
            session["csrf_token"] = self.seed
            session["language"] = language
            if user is not None:
                session["_user_id"] = user.get_id()
                session["_fresh"] = True

    @property
    def token(self) -> str:
        return str(
            URLSafeTimedSerializer(self.app.secret_key, salt="wtf-csrf-token").dumps(self.seed)
        )

    def send(self, method: str, path: str, **options: Any) -> Page:
        """One request in a context of its own: it sees what was committed and who sent it."""
        db.session.commit()
        with self.app.app_context():
            return Page(self.client.open(path, method=method, **options))

    def get(self, path: str, **options: Any) -> Page:
        return self.send("GET", path, **options)

    def post(self, path: str, data: dict[str, Any] | None = None, **options: Any) -> Page:
        """Send a form with its token; files go as ``(stream, name)``."""
        return self.send("POST", path, data={"csrf_token": self.token, **(data or {})}, **options)

    def post_json(self, path: str, data: Any) -> Page:
        """Send what a script sends."""
        headers = {"X-CSRFToken": self.token, "Accept": "application/json"}
        return self.send("POST", path, json=data, headers=headers)
