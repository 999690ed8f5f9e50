"""What someone typed into a form that could not be taken: kept, so that nothing of it is lost."""

from __future__ import annotations

import json

from flask import request
from werkzeug.exceptions import HTTPException

Fields = list[tuple[str, str]]

SECRET = frozenset({"csrf_token", "password", "old", "again", "passphrase", "submit"})
PARCEL = "kept"
"""The hidden field in which the sign-in page carries what was typed before it."""


def fields() -> Fields:
    """What this request's form holds, secrets left out."""
    return [(k, v) for k, v in request.form.items(multi=True) if k not in SECRET]


def pack() -> str:
    """This request's form and where it was going, as text that a page can carry."""
    return json.dumps({"action": request.full_path.rstrip("?"), "fields": fields()})


def unpack(parcel: str) -> tuple[str, Fields]:
    """Where the form was going and what it held. Raises ``ValueError`` when it is no parcel."""
    try:
        waiting = json.loads(parcel)
        found = [(str(name), str(value)) for name, value in waiting["fields"]]
        return str(waiting.get("action") or ""), found
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("not a parcel") from error


def sentences(found: Fields) -> list[str]:
    """What takes effort to type again: more than one word."""
    return [value for _name, value in found if " " in value.strip()]


def lost() -> list[str]:
    """The sentences of a form that this answer turns away; empty for a page that was asked for."""
    try:
        return [text for name, value in fields() for text in _written(name, value)]
    except HTTPException:
        return []  # too large to be read at all


def _written(name: str, value: str) -> list[str]:
    if name != PARCEL:
        return sentences([(name, value)])
    try:
        return sentences(unpack(value)[1])
    except ValueError:
        return []
