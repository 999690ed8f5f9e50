"""What a certificate would say if it were issued now, beside what it says."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask_babel import gettext as _

from award.certificates import drafting
from award.certificates.drafting import COURTESY, Draft, Terms
from award.certificates.facts import Facts, Signer, texts_of
from award.certificates.looks import Appearance, look_of
from award.certificates.models import Batch, Certificate, Signatory
from award.certificates.printing.imprint import imprint
from award.certificates.recipients import Recipient, recipients
from award.certificates.signatories import signer_of, valid_on
from award.certificates.style import Style
from award.certificates.words import PAPER_NAMES, SIGNINGS
from award.core.text import folded, same

PARTS = {
    "recipient": ("recipient",),
    "innovation": ("innovation",),
    "category": ("category",),
    "predicate": ("predicate",),
    "competition": ("competition", "year"),
    "decree": ("decree",),
    "dated": ("place", "date_text"),
    "signer": ("signer_office", "signer_name", "signer_rank", "signer_nip", "issuer"),
    "texts": ("title", "closing"),
}
"""Facts that come anew together, by what organisers choose."""
DATED = "dated"
"""Place and date, which no data say: whoever corrects them writes them."""
LOOK = "look"
"""The part that is no fact: style, design and courtesy copy."""
ALIKE = ("recipient", "innovation")
"""Parts that the English copy says in the words of the certificate itself."""
TRANSLATED = ("category", "predicate", "competition", "decree", "texts")
"""Parts whose English words are known only as the data now stand."""


@dataclass(frozen=True)
class Change:
    """A part that differs: what stands on the certificate, and what would."""

    part: str
    old: str
    new: str


@dataclass(frozen=True)
class Anew:
    """A certificate as issued, and the same recipient as the data now stand."""

    certificate: Certificate
    look: Appearance
    terms: Terms
    draft: Draft

    @property
    def changes(self) -> list[Change]:
        """Everything that differs."""
        old, new = texts_of(Facts.from_dict(self.certificate.facts)), texts_of(self.draft.facts)
        found = [
            Change(part, _told(old, part), _told(new, part))
            for part, names in PARTS.items()
            if any(old[name] != new[name] for name in names)
        ]
        return [*found, *self._style_change(), *self._courtesy_change()]

    @property
    def may_sign(self) -> bool:
        """Whether who signed holds the office on this date too, by the list of signatories."""
        return holds_office(self.certificate.batch, self.terms.dated)

    def _style_change(self) -> list[Change]:
        batch, style = self.certificate.batch, self._style((LOOK,))
        old, new = batch.design_version, imprint(style)
        if old == new:
            return []
        told = _style_told(Style.from_dict(batch.style), old)
        return [Change(LOOK, told, _style_told(style, new))]

    def _courtesy_change(self) -> list[Change]:
        had, wanted = self.certificate.courtesy is not None, self.look.courtesy
        return [] if had == wanted else [Change(LOOK, _copy_told(had), _copy_told(wanted))]

    def unsaid(self, parts: Collection[str]) -> list[str]:
        """Parts in which a first English copy would not say what the certificate says: they
        differ from the data, are not chosen, and their English words were never kept."""
        if self.certificate.courtesy is not None or not self._copied(parts):
            return []
        differing = {change.part for change in self.changes}
        return [part for part in TRANSLATED if part in differing and part not in parts]

    def chosen(self, parts: Collection[str]) -> tuple[Terms, Draft]:
        """Terms and draft with these parts anew and everything else as it was issued."""
        names = [name for part in parts if part in PARTS for name in PARTS[part]]
        draft = self.draft
        facts = _merged(self.certificate.facts, draft.facts, names)
        return self._terms(parts), replace(draft, facts=facts, courtesy=self._copy(parts, names))

    def _terms(self, parts: Collection[str]) -> Terms:
        batch = self.certificate.batch
        when = {} if DATED in parts else {"dated": batch.dated, "place": batch.place}
        kept: dict[str, Any] = {"style": self._style(parts), **when}
        if "signer" not in parts:
            kept |= {"signer": signer_of_batch(batch), "signatory": None}
        return replace(self.terms, **kept)

    def _style(self, parts: Collection[str]) -> Style:
        """The look as issued or anew, with the signature of whoever then signs."""
        kept = Style.from_dict(self.certificate.batch.style)
        signed = self.look.style.signature if LOOK in parts else kept.signature
        signature = self._signature(parts, kept.signature) if signed else ""
        return replace(self.terms.style if LOOK in parts else kept, signature=signature)

    def _signature(self, parts: Collection[str], kept: str) -> str:
        signatory, batch = self.terms.signatory, self.certificate.batch
        if signatory is None:
            return kept
        follows = "signer" in parts or (LOOK in parts and _is_signer(signatory, batch))
        return signatory.picture if follows else kept

    def _copied(self, parts: Collection[str]) -> bool:
        """Whether the certificate will have an English copy."""
        return self.look.courtesy if LOOK in parts else self.certificate.courtesy is not None

    def _copy(self, parts: Collection[str], names: Collection[str]) -> Facts | None:
        had, new = self.certificate.courtesy, self.draft.courtesy
        if new is None or not self._copied(parts):
            return None
        return self._first_copy(new, parts) if had is None else _merged(had, new, names)

    def _first_copy(self, new: Facts, parts: Collection[str]) -> Facts:
        """An English copy that says what the certificate will say, anew or as it was issued."""
        certificate, terms = self.certificate, self._terms(parts)
        shared = drafting.wording(certificate.batch.edition, certificate.kind, terms, COURTESY)
        said = {name: shared[name] for name in (*PARTS["signer"], *PARTS[DATED])}
        kept = [name for part in ALIKE if part not in parts for name in PARTS[part]]
        return replace(new, **said, **{name: certificate.facts[name] for name in kept})


def anew(
    certificate: Certificate, *, dated: date | None = None, place: str | None = None
) -> Anew | None:
    """The certificate with its recipient as the data now stand, on the same date and in the same
    place, or on and in these.

    None when nobody honours that recipient with this kind any more. A signer who no longer stands
    in the list for that date stays as issued.
    """
    batch, kind = certificate.batch, certificate.kind
    recipient = recipient_of(certificate)
    if recipient is None:
        return None
    look = look_of(batch.edition, kind)
    day = dated or batch.dated
    signatory = _signatory(look, batch, day)
    terms = Terms(
        style=look.style_for(signatory),
        dated=day,
        place=place or batch.place,
        signer=signer_of(signatory) if signatory else signer_of_batch(batch),
        texts=look.texts,
        courtesy=look.courtesy or certificate.courtesy is not None,
        signatory=signatory,
    )
    (draft,) = drafting.drafts_for([recipient], batch.edition, kind, terms)
    return Anew(certificate, look, terms, draft)


def recipient_of(certificate: Certificate) -> Recipient | None:
    """Whom the certificate honours, as the data now stand."""
    everyone = recipients(certificate.batch.edition, certificate.kind)
    return next((each for each in everyone if each.subject == certificate.subject), None)


def signer_of_batch(batch: Batch) -> Signer:
    """Who signed, as frozen."""
    return Signer(batch.signer_office, batch.signer_name, batch.signer_rank, batch.signer_nip)


def _signatory(look: Appearance, batch: Batch, day: date) -> Signatory | None:
    """Who signed, if still in office; else whom the look names; else who holds the office now."""
    able = valid_on(day)
    if (same_one := next((each for each in able if _is_signer(each, batch)), None)) is not None:
        return same_one
    if look.signatory in able:
        return look.signatory
    return next((each for each in able if same(each.office, batch.signer_office)), None)


def holds_office(batch: Batch, day: date) -> bool:
    """Whether who signed the batch holds the office on a day, by the list of signatories."""
    return any(_is_signer(each, batch) for each in valid_on(day))


def _is_signer(signatory: Signatory, batch: Batch) -> bool:
    offices = same(signatory.office, batch.signer_office)
    return offices and same(signatory.name, batch.signer_name)


def _copy_told(wanted: bool) -> str:
    return str(_("Salinan bahasa Inggris")) if wanted else ""


def _style_told(style: Style, version: str) -> str:
    """What was chosen, and the version, which changes with the design itself and its colours."""
    chosen = [style.design.capitalize(), PAPER_NAMES[style.paper], SIGNINGS[style.signing]]
    if style.emblem:
        chosen.append(_("lambang"))
    if style.aksara:
        chosen.append(_("aksara Bali"))
    look = ", ".join(map(str, chosen))
    return str(_("%(look)s (versi %(version)s)", look=look, version=version[:8]))


def _told(texts: dict[str, str], part: str) -> str:
    """What a part says; an office that stands on the certificate twice is told once."""
    said: dict[str, str] = {}
    for text in filter(None, (texts[name] for name in PARTS[part])):
        said.setdefault(folded(text), text)
    return ", ".join(said.values())


def _merged(old: dict[str, object], new: Facts, names: Collection[str]) -> Facts:
    """Facts as issued but for these and for number, code and address, which are never reused."""
    fresh = new.to_dict()
    return Facts.from_dict({**old, **{n: fresh[n] for n in (*names, "number", "code", "url")}})
