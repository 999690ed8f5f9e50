"""Templates stand where their blueprint is called and carry nothing inline."""

from __future__ import annotations

import re

from flask import Flask

from award.home import FEATURES
from tests.guards.sources import templates

SHARED = frozenset({"_macros", "errors"})
DESIGNS = "certificates/designs/"
"""Printed, never served: a design carries its own style."""

INLINE = {
    "a script": re.compile(r"<script(?![^>]*\b(?:src=|type=[\"']application/json))", re.IGNORECASE),
    "a style": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "a handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a script address": re.compile(r"javascript:", re.IGNORECASE),
}
ESCAPE = re.compile(r"\|\s*safe\b|\{%-?\s*autoescape\s+false")


def _served() -> dict[str, str]:
    return {name: text for name, text in templates().items() if not name.startswith(DESIGNS)}


def test_every_folder_is_named_after_a_blueprint_or_feature(app: Flask) -> None:
    known = {name.replace("-", "_") for name in app.blueprints} | set(FEATURES) | SHARED
    folders = {name.split("/")[0] for name in templates() if "/" in name}
    assert folders - known == set()


def test_nothing_is_inline() -> None:
    found = [
        f"{what} in {name}"
        for name, text in _served().items()
        for what, pattern in INLINE.items()
        if pattern.search(text)
    ]
    assert found == []


def test_nothing_is_marked_safe() -> None:
    assert [name for name, text in templates().items() if ESCAPE.search(text)] == []
