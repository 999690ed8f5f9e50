"""What organisers chose for certificates of one kind; where they chose nothing, what stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select

from award.certificates.models import Look, Signatory
from award.certificates.recipients import LANGUAGE
from award.certificates.states import Kind
from award.certificates.style import Style
from award.competitions.models import Edition
from award.core.db import Text2, db

TEXTS = ("title", "closing")
"""Placeholders whose words organisers write themselves."""


@dataclass(frozen=True)
class Appearance:
    """How certificates of a kind look and what they say alike.

    `texts` holds the placeholders of `TEXTS` by language; an empty title stands for the design's
    own. `version` is 0 as long as nothing has been chosen.
    """

    style: Style
    texts: Mapping[str, Text2]
    signatory: Signatory | None = None
    courtesy: bool = False
    version: int = 0

    def text(self, name: str, language: str = LANGUAGE) -> str:
        """The words of a placeholder in a language, empty for none."""
        return self.texts.get(name, {}).get(language, "")

    def style_for(self, signatory: Signatory | None) -> Style:
        """The style with the signature of whoever signs, where pictures of signatures are used."""
        wanted = bool(self.style.signature) and signatory is not None
        return replace(self.style, signature=signatory.picture if wanted and signatory else "")


def saved_look(edition: Edition, kind: Kind) -> Look | None:
    """What has been chosen for a kind, or nothing yet."""
    query = select(Look).where(Look.edition_id == edition.id, Look.kind == kind)
    return db.session.scalar(query)


def look_of(edition: Edition, kind: Kind) -> Appearance:
    """How certificates of this kind look: as chosen, or plain as long as nobody chose."""
    saved = saved_look(edition, kind)
    return default_look(edition) if saved is None else appearance(saved)


def default_look(edition: Edition) -> Appearance:
    """The plain look: the first design, and the closing sentence of the edition's settings."""
    return Appearance(Style(), {"closing": edition.settings.closing_sentence})


def appearance(look: Look) -> Appearance:
    """A look as kept, ready to be used."""
    return Appearance(
        Style.from_dict(look.style), look.texts, look.signatory, look.courtesy, look.version
    )
