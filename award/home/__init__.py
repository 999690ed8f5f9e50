"""Pages that need every feature: landing, dashboards, gallery."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

from flask import Blueprint

FEATURES = (
    "people",
    "approvals",
    "innovations",
    "competitions",
    "entries",
    "judging",
    "visits",
    "results",
    "certificates",
    "home",
)


ROOMS = ("rules", "tasks", "approvals", "views")
"""What registers itself by being imported: rules, jobs, acts that take two people, pages."""


def blueprints() -> Iterator[Blueprint]:
    """Every feature's pages, in the order in which a competition happens."""
    for feature in FEATURES:
        for room in ROOMS:
            if find_spec(f"award.{feature}.{room}") is not None:
                import_module(f"award.{feature}.{room}")
        yield from import_module(f"award.{feature}.views").BLUEPRINTS
