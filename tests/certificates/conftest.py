"""Faces are cut once for all tests of a run."""

from __future__ import annotations

from pathlib import Path

import pytest

from award.certificates import typefaces


@pytest.fixture(scope="session", autouse=True)
def faces(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder where faces are kept."""
    folder = tmp_path_factory.mktemp("typefaces")
    typefaces.use(folder)
    return folder
