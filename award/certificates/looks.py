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
    own. `version` is 0 as long as nothing has been chosen; `taken_from` is then the earlier
    edition that it follows, if there is one.
    """

    style: Style
    texts: Mapping[str, Text2]
    signatory: Signatory | None = None
    courtesy: bool = False
    version: int = 0
    taken_from: Edition | None = None

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
    """How certificates of this kind look: as chosen; as in the last edition before this one for
    which somebody chose; or plain."""
    if (saved := saved_look(edition, kind)) is not None:
        return appearance(saved)
    query = select(Look).join(Look.edition).where(Look.kind == kind, Edition.year < edition.year)
    earlier = db.session.scalar(query.order_by(Edition.year.desc(), Look.id.desc()).limit(1))
    if earlier is not None:
        return replace(appearance(earlier), version=0, taken_from=earlier.edition)
    return Appearance(Style(), {"closing": edition.settings.closing_sentence})


def appearance(look: Look) -> Appearance:
    """A look as kept, ready to be used."""
    return Appearance(
        Style.from_dict(look.style), look.texts, look.signatory, look.courtesy, look.version
    )
