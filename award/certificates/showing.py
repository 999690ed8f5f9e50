"""What stands on the certificate that is shown while its look is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from award.certificates import drafting
from award.certificates.drafting import Draft
from award.certificates.facts import Facts, Signer, sample
from award.certificates.looks import Appearance
from award.certificates.recipients import Preparation
from award.certificates.signatories import signer_of
from award.core import clock

INVENTED = Signer("BUPATI BADUNG", "Nama Contoh")
"""Who signs as long as no signatory has been chosen."""


def shown(preparation: Preparation, chosen: Appearance, example: int) -> Facts:
    """Facts in this look: invented ones for 0, else those of the recipient at this position
    among :func:`examples`; invented ones again where there is no such recipient."""
    wording = _wording(preparation, chosen)
    found = _drafts(preparation, wording) if example else []
    if 0 < example <= len(found):
        return found[example - 1]
    return replace(sample(preparation.kind.value, chosen.style.design), **wording)


def examples(preparation: Preparation, chosen: Appearance) -> list[str]:
    """Names of the recipients that can be shown: the first, and those with the longest texts."""
    return [each.recipient for each in _drafts(preparation, _wording(preparation, chosen))]


def _wording(preparation: Preparation, chosen: Appearance) -> dict[str, Any]:
    edition = preparation.edition
    wording = drafting.wording(
        edition,
        preparation.kind,
        dated=edition.decree_date or clock.today(),
        place=edition.settings.place,
        signer=signer_of(chosen.signatory) if chosen.signatory else INVENTED,
        closing=chosen.text("closing"),
    )
    title = chosen.text("title")
    return {**wording, "title": title} if title else wording


def _drafts(preparation: Preparation, wording: dict[str, Any]) -> Sequence[Facts]:
    edition, kind = preparation.edition, preparation.kind
    dated = edition.decree_date or clock.today()
    drafts: list[Draft] = drafting.drafts(edition, kind, dated=dated, wording=wording)
    return drafting.worth_a_look(drafts) if drafts else []
