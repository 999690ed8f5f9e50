"""How a certificate looks: a design and what organisers chose for it. Plain data, frozen at issue.

Pictures are named by the SHA-256 of their content, so that a style says exactly what was printed.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from award.certificates.states import SignatureMode

PAPERS = {"a4": (297, 210), "f4": (330, 215)}
"""Landscape sheets by name: width and height in millimetres. F4 is the Indonesian folio."""


@dataclass(frozen=True, kw_only=True)
class Style:
    """The look of a batch.

    `colours` are `#rrggbb` by the names that the design's `fields.toml` offers; `emblem` and
    `signature` are SHA-256 digits of pictures in the store, empty for none; `aksara` is the line
    in Balinese script above the issuer, empty for none; `signing` decides what stands where the
    pen would go.
    """

    design: str = "klasik"
    paper: str = "a4"
    colours: Mapping[str, str] = field(default_factory=dict)
    emblem: str = ""
    signature: str = ""
    aksara: str = ""
    signing: SignatureMode = SignatureMode.WET

    @property
    def pictures(self) -> tuple[str, ...]:
        """The SHA-256 digits of the pictures it needs."""
        return tuple(filter(None, (self.emblem, self.signature)))

    def to_dict(self) -> dict[str, Any]:
        """Plain values for a JSON column."""
        return dataclasses.asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Style:
        """The style frozen by `to_dict`. Raises `TypeError` for an unknown choice."""
        chosen = dict(values)
        if "signing" in chosen:
            chosen["signing"] = SignatureMode(chosen["signing"])
        return cls(**chosen)
