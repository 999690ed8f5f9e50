"""What certificates are printed with has a short name that changes with any part of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from award.certificates.printing import imprint
from award.certificates.style import Style


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """Nothing is remembered before or after a test."""
    for each in (imprint._packages, imprint._engine):
        each.cache_clear()
    yield
    for each in (imprint._packages, imprint._engine):
        each.cache_clear()


@pytest.mark.parametrize("changed", imprint.ENGINE)
def test_it_changes_with_every_module_that_makes_a_page(
    changed: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = imprint.imprint(Style())
    for name in imprint.ENGINE:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        content = (imprint.AWARD / name).read_bytes()
        (tmp_path / name).write_bytes(content + b"#" * (name == changed))
    monkeypatch.setattr(imprint, "AWARD", tmp_path)
    imprint._engine.cache_clear()
    assert imprint.imprint(Style()) != before


def test_it_changes_with_what_writes_pages_and_not_with_other_packages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def of(*packages: tuple[str, str]) -> str:
        found = [SimpleNamespace(name=name, version=version) for name, version in packages]
        monkeypatch.setattr(imprint, "distributions", lambda: found)
        imprint._packages.cache_clear()
        return imprint.imprint(Style())

    now = of(("weasyprint", "1"), ("pydyf", "1"), ("flask", "1"))
    assert of(("WeasyPrint", "2"), ("pydyf", "1"), ("flask", "1")) != now
    assert of(("weasyprint", "1"), ("pydyf", "2"), ("flask", "1")) != now
    assert of(("weasyprint", "1"), ("pydyf", "1"), ("flask", "2")) == now
