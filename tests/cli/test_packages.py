"""What pip cannot install is named, or installed by root."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.guards.sources import ROOT


def _program(folder: Path, name: str, body: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)


def _run(folder: Path, wanted: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}", **more}
    command = ["sh", ".ci/packages", wanted]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """Programs that answer as on a machine without libraries and without root."""
    _program(tmp_path, "ldconfig", "exit 0")
    _program(tmp_path, "fc-list", "exit 0")
    _program(tmp_path, "id", "echo 1000")
    return tmp_path


def test_without_root_it_names_what_to_install(bare: Path) -> None:
    answer = _run(bare, "run")
    assert answer.returncode == 1
    assert (
        "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-core"
    ) in answer.stderr


def test_root_installs_after_one_update(bare: Path) -> None:
    log = bare / "apt.log"
    _program(bare, "id", "echo 0")
    _program(bare, "apt-get", f'echo "$@" >> {log}')
    assert _run(bare, "run").returncode == 0
    update, install = log.read_text(encoding="utf-8").splitlines()
    assert update == "update"
    assert install.startswith("install --yes")
    assert install.endswith("fonts-noto-core")


def test_an_old_python_gets_one_line(bare: Path) -> None:
    _program(bare, "old-python", "exit 1")
    answer = _run(bare, "run", PYTHON="old-python")
    assert answer.returncode == 1
    assert answer.stderr.count("\n") == 1
    assert "Python 3.11" in answer.stderr
