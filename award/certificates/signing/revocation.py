"""What a signed file itself proves about whether its signer's certificate was revoked. Pure.

Nobody is asked: only the lists (CRL) and answers (OCSP) that the file carries count, in its
document security store or in the signature.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from asn1crypto import crl, ocsp, x509
from pyhanko.sign.general import find_unique_cms_attribute
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.policy_decl import (
    CertRevTrustPolicy,
    FreshnessReqType,
    RevocationCheckingPolicy,
    RevocationCheckingRule,
)

from award.certificates.signing.loops import apart
from award.certificates.signing.signatures import Revocation

ASKED = RevocationCheckingPolicy(
    ee_certificate_rule=RevocationCheckingRule.CRL_OR_OCSP_REQUIRED,
    intermediate_ca_cert_rule=RevocationCheckingRule.CHECK_IF_DECLARED_SOFT,
)
FRESH = CertRevTrustPolicy(ASKED, retroactive_revinfo=True)
"""What speaks for a certificate: still valid at the moment that counts, made before or after."""
EVER = CertRevTrustPolicy(
    ASKED,
    freshness=timedelta(days=36500),
    freshness_req_type=FreshnessReqType.MAX_DIFF_REVOCATION_VALIDATION,
)
"""What speaks against it, however old: a certificate that was revoked stays revoked."""


@dataclass(frozen=True)
class Carried:
    """What a file carries about certificates."""

    certificates: Sequence[x509.Certificate] = ()
    crls: Sequence[crl.CertificateList] = ()
    ocsps: Sequence[ocsp.OCSPResponse] = ()


def revocation(
    signature: EmbeddedPdfSignature,
    usage: KeyUsageConstraints,
    roots: Sequence[x509.Certificate],
    *,
    signed: datetime,
    now: datetime,
) -> Revocation:
    """What the file proves; `signed` is the time of a timestamp, or now where there is none."""
    carried = carried_by(signature)
    if not carried.crls and not carried.ocsps:
        return Revocation.UNCHECKED

    def status(policy: CertRevTrustPolicy, moment: datetime) -> PdfSignatureStatus:
        context = _context(carried, roots, moment, policy)
        plain = _context(carried, roots, moment, None)
        return apart(
            lambda: validate_pdf_signature(
                signature, context, plain, key_usage_settings=usage, skip_diff=True
            )
        )

    if status(EVER, now).revoked:
        return Revocation.REVOKED
    return Revocation.GOOD if status(FRESH, signed).trusted else Revocation.UNCHECKED


def _context(
    carried: Carried,
    roots: Sequence[x509.Certificate],
    moment: datetime,
    policy: CertRevTrustPolicy | None,
) -> ValidationContext:
    return ValidationContext(
        trust_roots=list(roots),
        moment=moment,
        other_certs=carried.certificates,
        crls=carried.crls,
        ocsps=carried.ocsps,
        revinfo_policy=policy,
    )


def carried_by(signature: EmbeddedPdfSignature) -> Carried:
    """What the document's security store and the signature itself hold."""
    inside = _inside(signature)
    try:
        store = DocumentSecurityStore.read_dss(signature.reader)
    except NoDSSFoundError:
        return inside
    return Carried(
        list(store.load_certs()),
        [*inside.crls, *(crl.CertificateList.load(_content(each)) for each in store.crls)],
        [*inside.ocsps, *(ocsp.OCSPResponse.load(_content(each)) for each in store.ocsps)],
    )


def _content(reference: Any) -> bytes:
    return bytes(reference.get_object().data)


def _inside(signature: EmbeddedPdfSignature) -> Carried:
    """What signing tools of an older kind put into the signature."""
    attributes = signature.signer_info["signed_attrs"]
    try:
        found = find_unique_cms_attribute(attributes, "adobe_revocation_info_archival")
    except LookupError:
        return Carried()
    return Carried((), list(found["crl"] or ()), list(found["ocsp"] or ()))
