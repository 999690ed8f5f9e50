"""What a file is that somebody holds: ours to the byte, ours and changed, or not ours.

A file is told by its SHA-256; what it bears inside only helps to say what it may once have been.
No library that reads PDFs takes part, and nothing is kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from award.certificates import queries_public
from award.certificates.models import Certificate
from award.certificates.verifying.traces import Traces, traces
from award.core import files

LARGEST_FILE = 4 * 1024 * 1024
"""Bytes: many times the size of a certificate, little work to look through."""
PDF_WITHIN = 1024
"""Bytes before which a PDF says that it is one."""


class Verdict(StrEnum):
    """What a file is.

    ``GENUINE``, ``COURTESY`` and ``BASE`` are files of ours to the byte: the certificate, its
    English copy, and the certificate before its electronic signature. ``APPENDED`` begins with
    one of them, ``SIGNED_AFTER`` adds an electronic signature that we do not know. ``CHANGED``
    bears a code of ours, ``SEVERAL`` more than one, ``UNISSUED`` one on our address that we never
    gave. ``FOREIGN`` leads to another site; ``UNKNOWN`` bears no code; ``NOT_PDF`` is no PDF.
    """

    GENUINE = "genuine"
    COURTESY = "courtesy"
    BASE = "base"
    APPENDED = "appended"
    SIGNED_AFTER = "signed_after"
    CHANGED = "changed"
    SEVERAL = "several"
    UNISSUED = "unissued"
    FOREIGN = "foreign"
    UNKNOWN = "unknown"
    NOT_PDF = "not_pdf"

    @property
    def genuine(self) -> bool:
        """Whether the file is, to the byte, one that we handed out; what it was before its
        electronic signature is not."""
        return self in (Verdict.GENUINE, Verdict.COURTESY)


@dataclass(frozen=True)
class Checked:
    """What was found: the certificates that it concerns, and the sites that it leads to."""

    verdict: Verdict
    sha256: str
    certificates: tuple[Certificate, ...] = ()
    hosts: tuple[str, ...] = ()


def check(content: bytes, own_url: str) -> Checked:
    """What the file is; `own_url` is the address under which this installation is known."""
    sha256 = hashlib.sha256(content).hexdigest()
    if (certificate := queries_public.by_digest(sha256)) is not None:
        return Checked(_role(certificate, sha256), sha256, (certificate,))
    if b"%PDF-" not in content[:PDF_WITHIN]:
        return Checked(Verdict.NOT_PDF, sha256)
    found = traces(content)
    issued = tuple(queries_public.by_codes(found.codes))
    if issued:
        return Checked(_verdict(content, issued), sha256, issued)
    hosts = tuple(dict.fromkeys(host for host, _code in found.addresses))
    return Checked(_stranger(found, hosts, own_url), sha256, hosts=hosts)


def _role(certificate: Certificate, sha256: str) -> Verdict:
    if sha256 == certificate.sha256:
        return Verdict.GENUINE
    return Verdict.COURTESY if sha256 == certificate.courtesy_sha256 else Verdict.BASE


def _verdict(content: bytes, issued: tuple[Certificate, ...]) -> Verdict:
    if len(issued) > 1:
        return Verdict.SEVERAL
    for size, sha256 in _beginnings(issued[0]):
        if size < len(content) and hashlib.sha256(content[:size]).hexdigest() == sha256:
            return appended(content[size:])
    return Verdict.CHANGED


def _beginnings(certificate: Certificate) -> Iterator[tuple[int, str]]:
    """Size and SHA-256 of the files of a certificate, the longest first."""
    known = [
        (certificate.size, certificate.sha256),
        (certificate.courtesy_size, certificate.courtesy_sha256),
        (_size(certificate.base_sha256), certificate.base_sha256),
    ]
    yield from sorted((each for each in known if each[0] and each[1]), reverse=True)


def _size(sha256: str) -> int:
    path = files.path_of(sha256) if sha256 else None
    return path.stat().st_size if path is not None and path.exists() else 0


def appended(rest: bytes) -> Verdict:
    """What came after bytes of ours."""
    return Verdict.SIGNED_AFTER if b"/ByteRange" in rest else Verdict.APPENDED


def _stranger(found: Traces, hosts: tuple[str, ...], own_url: str) -> Verdict:
    if urlsplit(own_url).netloc.lower() in hosts:
        return Verdict.UNISSUED
    return Verdict.FOREIGN if hosts else Verdict.UNKNOWN
