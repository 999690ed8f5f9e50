"""What stands on the certificate that is shown while its look is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from award.certificates import drafting
from award.certificates.dating import likely_date
from award.certificates.drafting import Terms
from award.certificates.facts import Facts, Signer, sample
from award.certificates.looks import Appearance
from award.certificates.recipients import LANGUAGE, Preparation
from award.certificates.signatories import signer_of

INVENTED = Signer("BUPATI BADUNG", "Nama Contoh")
"""Who signs as long as no signatory has been chosen."""
INVENTED_IN_ENGLISH = -1
"""The example that shows the courtesy copy."""


def shown(preparation: Preparation, chosen: Appearance, example: int) -> Facts:
    """Facts in this look: invented ones for 0 and in English for `INVENTED_IN_ENGLISH`, else those
    of the recipient at this position among :func:`examples`; invented ones where there is none."""
    terms = _terms(preparation, chosen)
    found = _drafts(preparation, terms) if example > 0 else []
    if 0 < example <= len(found):
        return found[example - 1]
    language = drafting.COURTESY if example == INVENTED_IN_ENGLISH else LANGUAGE
    told = drafting.wording(preparation.edition, preparation.kind, terms, language)
    return replace(sample(preparation.kind.value, chosen.style.design, language), **told)


def examples(preparation: Preparation, chosen: Appearance) -> list[str]:
    """Names of the recipients that can be shown: the first, and those with the longest texts.

    Equal names come with the innovation, and with the number where that is the same as well.
    """
    found = _drafts(preparation, _terms(preparation, chosen))
    return [_told_apart(each, found) for each in found]


def _told_apart(one: Facts, found: Sequence[Facts]) -> str:
    works = [each.innovation for each in found if each.recipient == one.recipient]
    if len(works) == 1:
        return one.recipient
    if one.innovation and works.count(one.innovation) == 1:
        return f"{one.recipient}, “{one.innovation}”"
    return f"{one.recipient} ({one.number})"


def _terms(preparation: Preparation, chosen: Appearance) -> Terms:
    edition = preparation.edition
    return Terms(
        style=chosen.style,
        dated=likely_date(edition),
        place=edition.settings.place,
        signer=signer_of(chosen.signatory) if chosen.signatory else INVENTED,
        texts=chosen.texts,
    )


def _drafts(preparation: Preparation, terms: Terms) -> Sequence[Facts]:
    drafts = drafting.drafts(preparation.edition, preparation.kind, terms)
    return drafting.worth_a_look(drafts) if drafts else []
