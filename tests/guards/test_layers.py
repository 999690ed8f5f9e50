"""What import contracts cannot see."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.guards.sources import modules, names_imported

BLIND = frozenset({"states", "models", "rules", "queries", "actions"})
"""Rooms that are told who acts and never look for themselves."""

OF_A_REQUEST = frozenset(
    {
        *("flask.request", "flask.session", "flask.g", "flask.url_for", "flask.redirect"),
        *("flask.flash", "flask.render_template", "flask.has_request_context"),
        *("flask_login.current_user", "flask_login.login_user", "flask_login.logout_user"),
    }
)


def test_only_views_see_the_request() -> None:
    looking = {
        path: sorted(seen)
        for path, tree in modules().items()
        if BLIND & set(Path(path).with_suffix("").parts)
        and (seen := OF_A_REQUEST.intersection(names_imported(tree)))
    }
    assert looking == {}


def test_only_the_settings_read_the_environment() -> None:
    reading = {
        f"{path}:{node.lineno}"
        for path, tree in modules().items()
        if path != "config.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in {"environ", "environb", "getenv", "putenv"}
        and getattr(node.value, "id", "") == "os"
    }
    assert reading == set()
    assert [
        path
        for path, tree in modules().items()
        if {"os.environ", "os.getenv"}.intersection(names_imported(tree))
    ] == []
