"""Small enough to be read at once."""

from __future__ import annotations

import ast

from tests.guards.sources import ROOT, modules

LINES_OF_A_FUNCTION = 50
LINES_OF_A_MODULE = 300


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{path}:{node.lineno} {node.name}"
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > LINES_OF_A_FUNCTION
    ]
    assert long == []


def test_no_module_outgrows_its_subject() -> None:
    sizes = {path: len((ROOT / path).read_text("utf-8").splitlines()) for path in modules()}
    assert {path: size for path, size in sizes.items() if size > LINES_OF_A_MODULE} == {}
