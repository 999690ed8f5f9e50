"""Print every figure as a JSON line: ``python -m tests.benchmarks [name …]``."""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).parent
SUBJECTS = sorted(
    p.stem
    for p in HERE.glob("*.py")
    if p.stem not in {"__init__", "__main__", "certificate_typst", "server"}
)


def main(names: list[str]) -> None:
    """Measure the subjects named, or all of them."""
    for name in names or SUBJECTS:
        for figure in import_module(f"tests.benchmarks.{name}").figures():
            print(json.dumps({"subject": name, **figure}), flush=True)


main(sys.argv[1:])
