"""What must never be written into a file of the repository."""

from __future__ import annotations

import re

from tests.guards.sources import ROOT, tracked

OWN = "tests/guards/test_repository.py"
HOSTS = ("pypi.org", "pythonhosted.org", "npmjs.org", "deb.debian.org", "--index-url")
PLACES = ("/work/", "/root/", "/tmp/wt", "/tmp/venv", "/opt/pypi")
FORBIDDEN = re.compile("|".join(re.escape(part) for part in (*HOSTS, *PLACES)))
LARGEST = 1024 * 1024


def test_no_registry_and_no_place_of_one_machine_is_named() -> None:
    found = [
        f"{name}: {part}"
        for name in tracked()
        if name != OWN
        for part in FORBIDDEN.findall((ROOT / name).read_bytes().decode("utf-8", errors="ignore"))
    ]
    assert found == []


def test_no_file_is_large() -> None:
    assert [name for name in tracked() if (ROOT / name).stat().st_size > LARGEST] == []
