"""Invented proposals for judges to practise on, kept as data beside this file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
USUAL = "oaoi_badung"
"""Whose samples serve for a preset that has none of its own."""


@dataclass(frozen=True)
class SampleText:
    """One proposal: its title, and its texts by the key of the section."""

    title: str
    texts: dict[str, str]


@cache
def samples_for(preset: str) -> tuple[SampleText, ...]:
    """The samples that go with a preset."""
    path = FOLDER / f"{preset}.toml"
    document = tomllib.loads(
        (path if path.exists() else FOLDER / f"{USUAL}.toml").read_text("utf-8")
    )
    return tuple(SampleText(each["title"], each["texts"]) for each in document["samples"])
