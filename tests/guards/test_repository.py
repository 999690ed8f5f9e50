"""What must never be written into a file of the repository."""

from __future__ import annotations

import re

from tests.guards.sources import ROOT, tracked

FORBIDDEN = re.compile(
    r"https?://\S+/simple\b"  # the address of a package index
    r"|--(?:extra-)?index-url[ =]\S"
    r"|(?<![\w.:/-])/(?:root|home)/\w"  # a place on somebody's machine
)
LARGEST = 1024 * 1024


def test_no_registry_and_no_place_of_one_machine_is_named() -> None:
    found = [
        f"{name}: {part}"
        for name in tracked()
        for part in FORBIDDEN.findall((ROOT / name).read_bytes().decode("utf-8", errors="ignore"))
    ]
    assert found == []


def test_no_file_is_large() -> None:
    assert [name for name in tracked() if (ROOT / name).stat().st_size > LARGEST] == []
