"""Is this file our certificate, signed, and nothing else? Pure; everything is checked anew."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, DiffResult, ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from award.certificates.signing.loops import apart
from award.certificates.signing.revocation import revocation
from award.certificates.signing.signatures import Refusal, RefusedError, Revocation, Signature

FOOT = 0.45
"""The part of the page, from below, in which a signature may be seen: above stand the facts."""
HIDDEN = 2  # annotation flag
USAGE = KeyUsageConstraints(
    key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False
)

# What is found is told as a reason; the library's own account of it belongs in no log.
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)


@dataclass(frozen=True)
class Trust:
    """The roots we believe, parts of names by which BSrE is known, and the time that counts."""

    roots: Sequence[x509.Certificate]
    bsre: Sequence[str]
    at: datetime


def certificates(files: Iterable[bytes]) -> list[x509.Certificate]:
    """Certificates of PEM or DER files; raises `ValueError` for anything else."""
    found = []
    for content in files:
        parts = (der for _n, _h, der in pem.unarmor(content, multiple=True))
        found += [_certificate(der) for der in (parts if pem.detect(content) else [content])]
    return found


def _certificate(der: bytes) -> x509.Certificate:
    found = x509.Certificate.load(der, strict=True)
    _ = found.subject.native  # parses it: loading alone reads the outermost shell
    return found


def examine(uploaded: bytes, ours: bytes, trust: Trust) -> Signature:
    """The signature of a file that consists of our bytes and what signing added to them.

    Raises `RefusedError` with the first reason against it.
    """
    if not uploaded.startswith(ours):
        raise RefusedError(Refusal.ALTERED)
    if len(uploaded) == len(ours):
        raise RefusedError(Refusal.UNSIGNED)
    with _suspicion():
        reader = PdfFileReader(io.BytesIO(uploaded))
        found = _signatures(reader)
        _check_additions(reader, PdfFileReader(io.BytesIO(ours)))
        return _believed(found, uploaded, trust)


def admit(uploaded: bytes, ours: bytes, trust: Trust) -> Signature:
    """The signature of a file that is to come into force at the time of `trust`.

    Besides what `examine` asks, the signer's certificate has to be valid then, the file must not
    prove that it was revoked, and where we know any roots it leads to one of them. Raises
    `RefusedError` with the first reason against it.
    """
    signature = examine(uploaded, ours, trust)
    reader = PdfFileReader(io.BytesIO(uploaded))
    own = reader.embedded_regular_signatures[-1].signer_cert
    if own is None or trust.at < own.not_valid_before:
        raise RefusedError(Refusal.NOT_YET)
    if trust.at > own.not_valid_after:
        raise RefusedError(Refusal.EXPIRED)
    if signature.revocation == Revocation.REVOKED:
        raise RefusedError(Refusal.REVOKED)
    if trust.roots and not signature.trusted:
        raise RefusedError(Refusal.UNTRUSTED)
    return signature


def inspect(signed: bytes, trust: Trust) -> Signature:
    """The signature of any file that one covers to its end, whatever stood in it before.

    Raises `RefusedError` with the first reason against it.
    """
    with _suspicion():
        return _believed(_signatures(PdfFileReader(io.BytesIO(signed))), signed, trust)


@contextmanager
def _suspicion() -> Iterator[None]:
    """The bytes are a stranger's: whatever they provoke in a parser speaks against the file."""
    try:
        yield
    except RefusedError:
        raise
    except Exception:
        raise RefusedError(Refusal.BROKEN) from None


def _signatures(reader: PdfFileReader) -> list[EmbeddedPdfSignature]:
    found = reader.embedded_regular_signatures
    if not found:
        raise RefusedError(Refusal.UNSIGNED)
    return list(found)


def _believed(found: list[EmbeddedPdfSignature], uploaded: bytes, trust: Trust) -> Signature:
    checked = [(each, _status(each, trust)) for each in found]
    if not all(status.intact and status.valid for _signature, status in checked):
        raise RefusedError(Refusal.BROKEN)
    closing = [(each, status) for each, status in checked if _covers_all(each, status)]
    if not closing or not uploaded.rstrip(b"\r\n").endswith(b"%%EOF"):
        raise RefusedError(Refusal.CHANGED)
    return _described(*closing[-1], trust)


def described(signed: bytes, trust: Trust) -> Signature:
    """The last signature of a file that we have signed ourselves."""
    signature = PdfFileReader(io.BytesIO(signed)).embedded_regular_signatures[-1]
    return _described(signature, _status(signature, trust), trust)


def _check_additions(reader: PdfFileReader, own: PdfFileReader) -> None:
    """Since our bytes ended, only signatures and what proves them may have come."""
    if not _builds_on(reader, own):
        raise RefusedError(Refusal.CHANGED)
    result = DEFAULT_DIFF_POLICY.review_file(reader, own.total_revisions - 1)
    if not _within(result, ModificationLevel.FORM_FILLING):
        raise RefusedError(Refusal.CHANGED)
    page = reader.root["/Pages"]["/Kids"][0]
    height = float(page["/MediaBox"][3])
    for annotation in page.get("/Annots", ()):
        if _seen_above(annotation.get_object(), height * FOOT):
            raise RefusedError(Refusal.COVERED)


def _within(result: object, most: ModificationLevel) -> bool:
    return isinstance(result, DiffResult) and result.modification_level <= most


def _builds_on(reader: PdfFileReader, own: PdfFileReader) -> bool:
    """Whether the document goes back to ours: a whole other one may stand behind our bytes."""
    if reader.total_revisions <= own.total_revisions:
        return False
    return all(
        reader.xrefs.get_startxref_for_revision(each) == own.xrefs.get_startxref_for_revision(each)
        for each in range(own.total_revisions)
    )


def _seen_above(annotation: Any, limit: float) -> bool:
    left, bottom, right, top = (float(each) for each in annotation["/Rect"])
    hidden = int(annotation.get("/F", 0)) & HIDDEN
    return not hidden and left != right and bottom != top and max(bottom, top) > limit


def _status(signature: EmbeddedPdfSignature, trust: Trust) -> PdfSignatureStatus:
    context = ValidationContext(trust_roots=list(trust.roots), moment=trust.at)
    return apart(lambda: validate_pdf_signature(signature, context, key_usage_settings=USAGE))


def _covers_all(signature: EmbeddedPdfSignature, status: PdfSignatureStatus) -> bool:
    """Whether nothing came after this signature but what keeps it provable for long."""
    if status.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return True
    last = signature.reader.total_revisions - 1
    return (
        status.coverage == SignatureCoverageLevel.ENTIRE_REVISION
        and signature.signed_revision < last  # else rubbish follows, not a revision
        and _within(status.diff_result, ModificationLevel.LTA_UPDATES)
    )


def _described(
    signature: EmbeddedPdfSignature, status: PdfSignatureStatus, trust: Trust
) -> Signature:
    certificate = status.signing_cert
    issuer = _named(certificate.issuer, "common_name") or _named(
        certificate.issuer, "organization_name"
    )
    stamp = status.timestamp_validity
    stamped = stamp is not None and stamp.intact and stamp.valid
    proven = revocation(
        *(signature, USAGE, trust.roots),
        signed=stamp.timestamp if stamp is not None and stamped else trust.at,
        now=trust.at,
    )
    trusted = bool(status.trusted) and proven != Revocation.REVOKED
    return Signature(
        signer=_named(certificate.subject, "common_name"),
        organisation=_named(certificate.subject, "organization_name"),
        issuer=issuer,
        time=_iso(signature.self_reported_timestamp),
        timestamp=_iso(stamp.timestamp) if stamp is not None and stamped else "",
        level=_level(signature, stamped),
        trusted=trusted,
        bsre=trusted and _is_bsre(certificate.issuer, trust.bsre),
        revocation=proven,
    )


def _named(name: x509.Name, part: str) -> str:
    value = name.native.get(part, "")
    return " / ".join(value) if isinstance(value, list) else str(value)


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment is not None else ""


def _level(signature: EmbeddedPdfSignature, stamped: bool) -> str:
    if signature.sig_object.get("/SubFilter") != "/ETSI.CAdES.detached":
        return "PKCS#7"
    return "PAdES B-T" if stamped else "PAdES B-B"


def _is_bsre(issuer: x509.Name, known: Sequence[str]) -> bool:
    texts = [_named(issuer, part).casefold() for part in ("common_name", "organization_name")]
    return any(part.casefold() in text for part in known for text in texts)
