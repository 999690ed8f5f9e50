"""Deny by default: every page under a mark, every mark under a rule, no rule without use."""

from __future__ import annotations

import ast
import re

from flask import Flask

from award.cli.access import pages_by_mark
from award.core.access import RULES
from tests.guards.sources import modules, templates

ASKED = re.compile(r"""\b(?:can|why_not)\(\s*["']([^"']+)["']""")


def _asked_in_python() -> set[str]:
    """Actions named anywhere but in the line that registers their rule."""
    found: set[str] = set()
    for tree in modules().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") != "rule":
                found |= {a.value for a in node.args if isinstance(a, ast.Constant)}
    return {name for name in found if isinstance(name, str)}


def _asked_in_templates() -> set[str]:
    return {name for text in templates().values() for name in ASKED.findall(text)}


def _required() -> set[str]:
    return {mark.partition(" ")[2] for mark in pages_by_mark() if mark.startswith("requires ")}


def test_every_page_carries_a_mark(app: Flask) -> None:
    with app.app_context():
        assert pages_by_mark().get("", []) == []


def test_every_action_that_is_asked_for_has_a_rule(app: Flask) -> None:
    assert (_required() | _asked_in_templates()) - RULES.keys() == set()


def test_every_rule_guards_something(app: Flask) -> None:
    assert RULES.keys() - _required() - _asked_in_templates() - _asked_in_python() == set()


def test_every_rule_says_in_words_who_may(app: Flask) -> None:
    assert [action for action, rule in RULES.items() if not rule.__doc__] == []
