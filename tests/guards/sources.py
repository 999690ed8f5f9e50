"""The project's own files, read once."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of the application by its path in the project."""
    paths = [*sorted(ROOT.glob("award/**/*.py")), ROOT / "config.py", ROOT / "wsgi.py"]
    return {str(path.relative_to(ROOT)): ast.parse(path.read_text("utf-8")) for path in paths}


@cache
def templates() -> dict[str, str]:
    """Every template by its path below ``templates``."""
    folder = ROOT / "templates"
    return {
        str(path.relative_to(folder)): path.read_text("utf-8")
        for path in sorted(folder.glob("**/*.html"))
    }


@cache
def tracked() -> tuple[str, ...]:
    """Every file that is, or is about to be, in the repository."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(name for name in listed.splitlines() if (ROOT / name).is_file())


def names_imported(tree: ast.Module) -> Iterator[str]:
    """``flask.request`` for ``from flask import request``, ``os`` for ``import os``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
