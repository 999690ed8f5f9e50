"""The organisation's own key: opened once, signs many certificates (PAdES B-B or B-T). Pure."""

from __future__ import annotations

import asyncio
import io
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from asn1crypto import cms
from asn1crypto import pkcs12 as shape
from cryptography import x509
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.timestamps import HTTPTimeStamper, TimestampRequestError

from award.certificates.signing.examination import Trust, described
from award.certificates.signing.loops import apart
from award.certificates.signing.signatures import Signature

FIELD = "Segel"
HIDDEN = InvisSigSettings(set_print_flag=False, set_hidden_flag=True)
"""An annotation outside the structure tree has to be hidden in PDF/UA."""
SECONDS = 15  # how long a timestamp authority may take


class Fault(StrEnum):
    """Why a key cannot sign."""

    UNREADABLE = "unreadable"
    PASSPHRASE = "passphrase"  # noqa: S105 - the name of a fault
    NO_KEY = "no_key"
    EXPIRED = "expired"
    NOT_YET = "not_yet"
    TIMESTAMP = "timestamp"
    DOCUMENT = "document"


class SealError(ValueError):
    """The key cannot sign; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


class _Signer(SimpleSigner):
    """A key whose signatures differ in the digest alone: the rest is encoded once.

    Encoding takes twice the time of everything else that signing does.
    """

    _first: tuple[bytes, bytes, bytes] | None = None
    """A signature, what was signed of it, and the digest in both."""

    async def async_sign(
        self,
        data_digest: bytes,
        digest_algorithm: str,
        dry_run: bool = False,
        use_pades: bool = False,
        timestamper: Any = None,
        *more: Any,
        **settings: Any,
    ) -> cms.ContentInfo:
        """As pyHanko asks for it: the signature of a document with this digest."""
        if self._first is not None and not dry_run and timestamper is None:
            return await self._alike(data_digest, digest_algorithm)
        made = await super().async_sign(
            data_digest, digest_algorithm, dry_run, use_pades, timestamper, *more, **settings
        )
        if not dry_run:
            attributes = made["content"]["signer_infos"][0]["signed_attrs"].untag().dump()
            self._first = made.dump(), attributes, data_digest
        return made

    async def _alike(self, data_digest: bytes, digest_algorithm: str) -> cms.ContentInfo:
        assert self._first is not None  # for the type checker
        first, attributes, digest = self._first
        made = cms.ContentInfo.load(first)
        signed = cms.CMSAttributes.load(attributes.replace(digest, data_digest))
        info = made["content"]["signer_infos"][0]
        info["signed_attrs"] = signed
        info["signature"] = await self.async_sign_raw(signed.dump(), digest_algorithm)
        return made


class Seal:
    """A key with its certificate, ready to sign; what it costs to open is paid once."""

    def __init__(self, signer: SimpleSigner, timestamp_url: str = "") -> None:
        self._signer = PdfSigner(
            PdfSignatureMetadata(field_name=FIELD, subfilter=SigSeedSubFilter.PADES),
            signer,
            timestamper=HTTPTimeStamper(timestamp_url, timeout=SECONDS) if timestamp_url else None,
            new_field_spec=SigFieldSpec(FIELD, invis_sig_settings=HIDDEN),
        )
        self._stamps = bool(timestamp_url)
        self._reserved = 0
        self._told: Signature | None = None

    def sign(self, pdf: bytes, at: datetime) -> bytes:
        """The document with an invisible signature appended; every byte of it stays.

        Raises `SealError` when the timestamp authority does not answer (`timestamp`) or the
        document cannot be signed (`document`).
        """
        try:
            return apart(lambda: asyncio.run(self._signed(pdf, at)))
        except TimestampRequestError:
            raise SealError(Fault.TIMESTAMP) from None
        except (SigningError, PdfError):
            raise SealError(Fault.DOCUMENT) from None

    def signature(self, signed: bytes, at: datetime, trust: Trust) -> Signature:
        """What a file that was signed here at that time says of it.

        Read from the first file alone unless each has its own timestamp.
        """
        if self._told is None or self._stamps:
            self._told = described(signed, trust)
        return replace(self._told, time=at.isoformat())

    async def _signed(self, pdf: bytes, at: datetime) -> bytes:
        session = self._signer.init_signing_session(IncrementalPdfFileWriter(io.BytesIO(pdf)))
        session.system_time = at
        document = session.prepare_tbs_document(
            validation_info=None, bytes_reserved=await self._room(session)
        )
        target = io.BytesIO()
        digest, _target = document.digest_tbs_document(output=target)
        await document.perform_signature(
            document_digest=digest.document_digest,
            pdf_cms_signed_attrs=PdfCMSSignedAttributes(signing_time=at),
        )
        return target.getvalue()

    async def _room(self, session: Any) -> int:
        """Bytes a signature of this key takes, found out with a trial at the first document."""
        if not self._reserved:
            self._reserved = await session.estimate_signature_container_size(None)
        return self._reserved


def open_seal(p12: bytes, passphrase: str, *, at: datetime, timestamp_url: str = "") -> Seal:
    """Open a PKCS#12 file. Raises `SealError` with what is wrong with it."""
    _check_shape(p12)
    try:
        key, certificate, _chain = pkcs12.load_key_and_certificates(p12, passphrase.encode())
    except ValueError:
        raise SealError(Fault.PASSPHRASE) from None
    if key is None or certificate is None:
        raise SealError(Fault.NO_KEY)
    _check_dates(certificate, at)
    own = SimpleSigner.load_pkcs12_data(p12, other_certs=[], passphrase=passphrase.encode())
    signer = _Signer(
        signing_cert=own.signing_cert, signing_key=own.signing_key, cert_registry=own.cert_registry
    )
    return Seal(signer, timestamp_url)


def _check_shape(p12: bytes) -> None:
    """A wrong passphrase and a broken file look alike once decryption has been tried."""
    try:
        shape.Pfx.load(p12, strict=True)["auth_safe"].native  # noqa: B018 - parses all of it
    except (ValueError, TypeError):
        raise SealError(Fault.UNREADABLE) from None


def _check_dates(certificate: x509.Certificate, at: datetime) -> None:
    if at > certificate.not_valid_after_utc:
        raise SealError(Fault.EXPIRED)
    if at < certificate.not_valid_before_utc:
        raise SealError(Fault.NOT_YET)
