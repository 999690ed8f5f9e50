"""What a certificate would say if it were issued now, beside what it says."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from award.certificates import drafting
from award.certificates.drafting import Draft, Terms
from award.certificates.facts import Facts, Signer, texts_of
from award.certificates.looks import Appearance, look_of
from award.certificates.models import Batch, Certificate, Signatory
from award.certificates.printing.imprint import imprint
from award.certificates.recipients import Recipient, recipients
from award.certificates.signatories import signer_of, valid_on
from award.certificates.style import Style
from award.core.text import same

PARTS = {
    "recipient": ("recipient",),
    "innovation": ("innovation",),
    "category": ("category",),
    "predicate": ("predicate",),
    "competition": ("competition", "year"),
    "decree": ("decree",),
    "signer": ("signer_office", "signer_name", "signer_rank", "signer_nip", "issuer"),
    "texts": ("title", "closing"),
}
"""Facts that come anew together, by what organisers choose."""
LOOK = "look"
"""The part that is no fact: style, design and courtesy copy."""


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
        found = [Change(part, _told(old, part), _told(new, part)) for part in PARTS]
        found.append(Change(LOOK, self._style_told(), _style_told(self._style((LOOK,)))))
        return [each for each in found if each.old != each.new] + self._courtesy_change()

    def _style_told(self) -> str:
        batch = self.certificate.batch
        return f"{batch.design} ({batch.design_version})"

    def _courtesy_change(self) -> list[Change]:
        had, wanted = self.certificate.courtesy is not None, self.look.courtesy
        return [] if had == wanted else [Change(LOOK, _copy_told(had), _copy_told(wanted))]

    def chosen(self, parts: Collection[str]) -> tuple[Terms, Draft]:
        """Terms and draft with these parts anew and everything else as it was issued."""
        names = [name for part in parts if part in PARTS for name in PARTS[part]]
        draft = self.draft
        facts = _merged(self.certificate.facts, draft.facts, names)
        return self._terms(parts), replace(draft, facts=facts, courtesy=self._copy(parts, names))

    def _terms(self, parts: Collection[str]) -> Terms:
        batch = self.certificate.batch
        style = self._style(parts)
        if "signer" in parts:
            return replace(self.terms, style=style)
        return replace(self.terms, style=style, signer=signer_of_batch(batch), signatory=None)

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

    def _copy(self, parts: Collection[str], names: Collection[str]) -> Facts | None:
        had = self.certificate.courtesy
        wanted = self.look.courtesy if LOOK in parts else had is not None
        if not wanted or self.draft.courtesy is None:
            return None
        new = self.draft.courtesy
        return new if had is None else _merged(had, new, names)


def anew(certificate: Certificate, dated: date | None = None) -> Anew | None:
    """The certificate with its recipient as the data now stand, on the same date or this one.

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
        place=batch.place,
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


def _is_signer(signatory: Signatory, batch: Batch) -> bool:
    offices = same(signatory.office, batch.signer_office)
    return offices and same(signatory.name, batch.signer_name)


def _copy_told(wanted: bool) -> str:
    return drafting.COURTESY if wanted else ""


def _style_told(style: Style) -> str:
    return f"{style.design} ({imprint(style)})"


def _told(texts: dict[str, str], part: str) -> str:
    return ", ".join(texts[name] for name in PARTS[part] if texts[name])


def _merged(old: dict[str, object], new: Facts, names: Collection[str]) -> Facts:
    """Facts as issued but for these and for number, code and address, which are never reused."""
    fresh = new.to_dict()
    return Facts.from_dict({**old, **{n: fresh[n] for n in (*names, "number", "code", "url")}})
