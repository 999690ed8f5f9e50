"""Pages that need every feature: landing, dashboards, gallery."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

from flask import Blueprint

FEATURES = (
    "people",
    "innovations",
    "competitions",
    "entries",
    "judging",
    "results",
    "certificates",
    "home",
)


def blueprints() -> Iterator[Blueprint]:
    """Every feature's pages, in the order in which a competition happens, with their rules."""
    for feature in FEATURES:
        if find_spec(f"award.{feature}.rules"):
            import_module(f"award.{feature}.rules")
        yield from import_module(f"award.{feature}.views").BLUEPRINTS
