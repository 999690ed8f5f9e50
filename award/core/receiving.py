"""How much is taken of what a request sends, and when."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from flask import request, session
from werkzeug.exceptions import RequestEntityTooLarge

from award.core.access import is_public

ESCAPED = 32 * 1024 * 1024
"""Bytes that a form of someone signed in may weigh on its way: 10 MB of text of which every byte
is escaped, as those of Balinese script are."""
MOST_SWALLOWED = 64 * 1024 * 1024
"""Bytes of a refused upload that are still taken, so that its sender reads the refusal."""


def receive(view: Any) -> None:
    """Take all that is sent before the first statement: a slow line holds up nobody who writes.

    The cookie is enough to tell who may send much; whether they still may do it is asked later.
    """
    known = "_user_id" in session
    if known:
        request.max_content_length = request.max_form_memory_size = ESCAPED
    if (uploads := getattr(view, "uploads", None)) and (known or is_public(view)):
        request.max_content_length, request.max_form_parts = uploads
    with suppress(RequestEntityTooLarge):  # whoever asks for what was sent meets it again
        request.get_data(parse_form_data=True)


def swallow() -> None:
    """Take the rest of what is being sent: while a browser sends, it reads no answer."""
    left, stream = MOST_SWALLOWED, request.environ["wsgi.input"]
    while left > 0 and (chunk := stream.read(min(left, 65536))):
        left -= len(chunk)
