"""Judges who save sheets over HTTP, as their browsers do: for tests and figures of many at once."""

from __future__ import annotations

import http.client
import json
import secrets
from collections.abc import Mapping
from urllib.parse import urlencode

from flask import Flask
from itsdangerous import URLSafeTimedSerializer

from award.people.models import User

PATIENCE_SECONDS = 60


class Scorer:
    """One judge who has signed in, with a kept connection."""

    def __init__(self, app: Flask, user: User, port: int) -> None:
        seed = secrets.token_hex(20)
        session = {"csrf_token": seed, "_user_id": user.get_id(), "_fresh": True, "language": "id"}
        signing = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        token = URLSafeTimedSerializer(str(app.secret_key), salt="wtf-csrf-token").dumps(seed)
        self.connection = http.client.HTTPConnection("localhost", port, timeout=PATIENCE_SECONDS)
        self.headers = {
            "Cookie": f"{app.config['SESSION_COOKIE_NAME']}={signing.dumps(session)}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/json",
            "X-CSRFToken": str(token),
        }

    def save(self, sheet: int, levels: Mapping[str, int], version: int) -> tuple[int, int]:
        """Save a draft; the status, and the version that the server says is kept (0: none)."""
        fields = {f"level-{key}": str(level) for key, level in levels.items()}
        body = urlencode({**fields, "version": version})
        path = f"/juri/lembar/{sheet}"
        try:
            self.connection.request("POST", path, body, self.headers)
            response = self.connection.getresponse()
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            # The server ends connections that idle.
            self.connection.close()
            self.connection.request("POST", path, body, self.headers)
            response = self.connection.getresponse()
        answer = json.loads(response.read())
        return response.status, int(answer.get("version", 0))
