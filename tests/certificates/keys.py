"""Keys and certificates made for a test: authorities, signers, and PDFs that they sign."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache

from asn1crypto import crl, ocsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    pkcs12,
)
from cryptography.x509.ocsp import OCSPCertStatus as Status
from cryptography.x509.ocsp import OCSPResponderEncoding, OCSPResponseBuilder
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.stamp import TextStampStyle

from award.certificates.signing.field import NAME

PASSPHRASE = "rahasia daun"
RESPONDER = x509.AccessDescription(
    AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier("http://ocsp.contoh.example")
)
Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True)
class Identity:
    """A key with its certificate and the certificate of its authority."""

    key: Key
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = field(default=())

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    @property
    def p12(self) -> bytes:
        """The PKCS#12 file under :data:`PASSPHRASE`."""
        return pkcs12.serialize_key_and_certificates(
            b"kunci",
            self.key,
            self.certificate,
            self.chain,
            BestAvailableEncryption(PASSPHRASE.encode()),
        )


def _name(common: str, organisation: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, common),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
        ]
    )


def _key(kind: str) -> Key:
    if kind == "rsa":
        return rsa.generate_private_key(65537, 2048)
    return ec.generate_private_key(ec.SECP256R1())


@cache
def authority(common: str = "OSD BSrE Contoh", organisation: str = "BSSN Contoh") -> Identity:
    """A root; by default one whose name says BSrE."""
    key, name = _key("p256"), _name(common, organisation)
    return Identity(key, _certificate(name, key, name, key, is_authority=True))


@cache
def signer(
    common: str = "I Wayan Contoh Wiguna",
    kind: str = "p256",
    until: int = 2040,
    root: Identity | None = None,
    *,
    answered: bool = False,
) -> Identity:
    """A person with a certificate that is valid from 2020 to the end of `until`; one that is
    `answered` names the responder of its authority (OCSP)."""
    root = root or authority()
    key = _key(kind)
    name = _name(common, "Pemerintah Kabupaten Contoh")
    made = _certificate(
        name, key, root.certificate.subject, root.key, until=until, answered=answered
    )
    return Identity(key, made, (root.certificate,))


def revocations(*revoked: Identity, root: Identity | None = None) -> bytes:
    """The authority's list of the first of May 2026, good for a month, with these revoked."""
    root = root or authority()
    made = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(root.certificate.subject)
        .last_update(datetime(2026, 5, 1, tzinfo=UTC))
        .next_update(datetime(2026, 6, 1, tzinfo=UTC))
    )
    for each in revoked:
        entry = x509.RevokedCertificateBuilder().serial_number(each.certificate.serial_number)
        made = made.add_revoked_certificate(
            entry.revocation_date(datetime(2026, 4, 1, tzinfo=UTC)).build()
        )
    return made.sign(root.key, hashes.SHA256()).public_bytes(Encoding.DER)


def answer(status: Status, about: Identity, root: Identity | None = None) -> ocsp.OCSPResponse:
    """What the authority's responder said about a certificate on the first of May 2026, good for
    a month (OCSP); what is revoked was revoked a month earlier."""
    root = root or authority()
    revoked = datetime(2026, 4, 1, tzinfo=UTC) if status == Status.REVOKED else None
    made = OCSPResponseBuilder().add_response(
        about.certificate,
        root.certificate,
        hashes.SHA256(),
        status,
        datetime(2026, 5, 1, tzinfo=UTC),
        datetime(2026, 6, 1, tzinfo=UTC),
        revoked,
        None,
    )
    signed = made.responder_id(OCSPResponderEncoding.HASH, root.certificate).sign(
        root.key, hashes.SHA256()
    )
    return ocsp.OCSPResponse.load(signed.public_bytes(Encoding.DER))


def _certificate(
    name: x509.Name,
    key: Key,
    issuer: x509.Name,
    issuing: Key,
    *,
    until: int = 2045,
    is_authority: bool = False,
    answered: bool = False,
) -> x509.Certificate:
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(until, 12, 31, tzinfo=UTC))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(_usage(is_authority), critical=True)
    )
    if answered:
        made = made.add_extension(x509.AuthorityInformationAccess([RESPONDER]), critical=False)
    return made.sign(issuing, hashes.SHA256())


def _usage(is_authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_authority,
        content_commitment=not is_authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        encipher_only=False,
        decipher_only=False,
    )


def signed_elsewhere(
    pdf: bytes,
    identity: Identity | None = None,
    *,
    name: str = NAME,
    spec: SigFieldSpec | None = None,
    look: str = "Ditandatangani secara elektronik",
    proof: bytes | ocsp.OCSPResponse = b"",
) -> bytes:
    """What a signing tool makes of a prepared PDF: the field filled in, with a visible stamp, and
    with a list of revocations or an answer about the signer where it adds one (PAdES B-LT)."""
    identity = identity or signer()
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    tool = PdfSigner(
        PdfSignatureMetadata(field_name=name, subfilter=SigSeedSubFilter.PADES),
        SimpleSigner.load_pkcs12_data(identity.p12, [], PASSPHRASE.encode()),
        stamp_style=TextStampStyle(stamp_text=look),
        new_field_spec=spec,
    )
    signed = tool.sign_pdf(writer)
    if proof:
        listed = isinstance(proof, bytes)
        found = {"crls": [crl.CertificateList.load(proof)]} if listed else {"ocsps": [proof]}
        certificate = asn1_x509.Certificate.load(identity.certificate.public_bytes(Encoding.DER))
        DocumentSecurityStore.add_dss(signed, None, certs=[certificate], **found)
    return bytes(signed.getvalue())
