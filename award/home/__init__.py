"""Pages that need every feature: landing, dashboards, gallery."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

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
    """Every feature's pages, in the order in which a competition happens."""
    for feature in FEATURES:
        yield from import_module(f"award.{feature}.views").BLUEPRINTS
