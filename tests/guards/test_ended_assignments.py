"""An ended assignment counts nowhere: whoever selects assignments says whether it must stand."""

from __future__ import annotations

import ast

from tests.guards.sources import modules

SAYS = {"standing", "ended_at"}
BY_NAME = {
    "award/judging/queries/discrepancies.py _sheets": "its filter stands beside it in _finished",
    "award/judging/queries/panel.py assignment_of": "finds an ended one, to refuse it",
    "award/judging/queries/panel.py assignable": "an ended one keeps the entry from the judge",
    "award/judging/queries/panel.py hold_assignments": "locks every row",
    "award/judging/queries/sheets.py own_assignment": "the rule says that it has ended",
    "award/judging/actions/rounds.py retract": "removes every row of a round never opened",
    "award/rehearsal/checks.py _ended": "counts those that have been ended",
    "award/results/queries/panelists.py former": "whoever was ever given a sheet sat in the panel",
}


def _selects(function: ast.AST) -> bool:
    """Whether the function asks the database for assignments by name."""
    asked = (
        call
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and _name(call) in {"select", "join", "outerjoin", "delete"}
    )
    return any(
        (isinstance(node, ast.Name) and node.id == "Assignment")
        or (isinstance(node, ast.Attribute) and node.attr == "assignment")
        for call in asked
        for argument in call.args
        for node in ast.walk(argument)
    )


def _name(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def _says(function: ast.AST) -> bool:
    return any(isinstance(node, ast.Attribute) and node.attr in SAYS for node in ast.walk(function))


def test_every_query_of_assignments_says_whether_they_stand() -> None:
    silent = {
        f"{path} {function.name}"
        for path, tree in modules().items()
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef) and _selects(function) and not _says(function)
    }
    assert silent == BY_NAME.keys()
