"""Pages that need every feature: landing, dashboards, gallery."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

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
"""What registers itself by being imported: rules, jobs, acts that take two people, pages; also
where a room has been split (``rules_signing``)."""


def blueprints() -> Iterator[Blueprint]:
    """Every feature's pages, in the order in which a competition happens."""
    for feature in FEATURES:
        for room in _rooms(feature):
            import_module(f"award.{feature}.{room}")
        yield from import_module(f"award.{feature}.views").BLUEPRINTS


def _rooms(feature: str) -> Iterator[str]:
    names = [found.name for found in iter_modules(import_module(f"award.{feature}").__path__)]
    for room in ROOMS:
        yield from (name for name in names if name == room or name.startswith(f"{room}_"))
