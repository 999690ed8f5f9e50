"""Whether certificates in files are what was made: by manifest, by the database, by signature."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from flask import current_app

from award.certificates.models import Certificate
from award.certificates.packing.folder import lines_of
from award.certificates.packing.manifests import MANIFEST, Line
from award.certificates.signing.signatures import Refusal, RefusedError, Revocation
from award.certificates.verifying import checking
from award.certificates.verifying.checking import Verdict
from award.certificates.verifying.standing import Standing, standing
from award.certificates.verifying.traces import traces
from award.core.db import db, only_reading

if TYPE_CHECKING:
    from award.certificates.signing.examination import Trust

REVOCATIONS: dict[str, str] = {
    Revocation.GOOD: "not revoked by what the file carries",
    Revocation.REVOKED: "REVOKED",
    Revocation.UNCHECKED: "revocation not checked",
}
END = b"%%EOF\n"
VALID = "valid"
LISTED = "listed"
"""The verdict where only the manifest beside a file names it: whoever forged the one may have
written the other."""
INTACT = (LISTED, Verdict.GENUINE, Verdict.COURTESY)


@dataclass(frozen=True)
class Found:
    """What is known of a file."""

    file: str
    sha256: str
    verdict: str
    """A word of :class:`Verdict`, or :data:`LISTED`."""
    number: str = ""
    recipient: str = ""
    status: str = ""
    """Whether a certificate of this installation stands; empty for others."""
    signature: str = "unsigned"
    """`valid`, or a word of :class:`Refusal`."""
    signer: str = ""
    trusted: bool = False
    revocation: str = ""
    """What the file proves of its signer's certificate, a word of :class:`Revocation`; empty
    without a valid signature."""
    vouched: bool = False
    """Whether the verdict rests on the database, or on a manifest that was given by name."""

    @property
    def genuine(self) -> bool:
        """Whether the bytes are as they were made, on a word better than that of a manifest that
        came with them, or only a signature we trust was added."""
        return self.vouched and self._intact

    @property
    def sound(self) -> bool:
        """Whether nothing speaks against the file."""
        believed = self.signature in (VALID, Refusal.UNSIGNED)
        stands = self.status in ("", Standing.VALID) and self.revocation != Revocation.REVOKED
        return self._intact and believed and stands

    @property
    def _intact(self) -> bool:
        if self.verdict == Verdict.SIGNED_AFTER:
            return self.signature == VALID and self.trusted
        return self.verdict in INTACT

    @property
    def told(self) -> str:
        """A line for people."""
        whose = f" {self.number} ({self.recipient})" if self.number else ""
        stands = f", {self.status}" if self.status else ""
        word = " by the manifest beside it" if self.verdict == LISTED else ""
        by = f" by {self.signer}{'' if self.trusted else ', issuer not trusted'}"
        by = f"{by}, {REVOCATIONS.get(self.revocation, '')}"
        signed = f"{self.signature}{by if self.signature == VALID else ''}"
        return f"{self.file}: {self.verdict}{word}{whose}{stands}; signature: {signed}"

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {**asdict(self), "genuine": self.genuine, "sound": self.sound}


def check(path: Path, manifest: Path | None, trust: Trust) -> Found:
    """What a file is, by this manifest, or the one in its folder, and by the database.

    What the database knows of it wins. Raises `OSError` for a file that cannot be read and
    `ValueError` for what is no manifest.
    """
    content = path.read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    beside = manifest or path.parent / MANIFEST
    listed = lines_of(beside) if beside.exists() else {}
    unknown = Found(path.name, sha256, Verdict.UNKNOWN, vouched=manifest is not None)
    found = _by_manifest(content, unknown, listed)
    if has_certificates():
        found = _by_database(content, found)
    return _with_signature(content, found, trust)


def has_certificates() -> bool:
    """Whether this installation has a database with certificates at all."""
    with only_reading():
        return bool(sa.inspect(db.engine).has_table(Certificate.__tablename__))


def _by_manifest(content: bytes, found: Found, listed: Mapping[str, Line]) -> Found:
    if (line := listed.get(found.sha256)) is not None:
        return _named(found, line, Verdict.GENUINE if found.vouched else LISTED)
    first = _first_revision(content)
    if (line := listed.get(hashlib.sha256(first).hexdigest())) is not None:
        return _named(found, line, checking.appended(content[len(first) :]))
    borne = frozenset(traces(content).codes) if listed else frozenset()
    changed = (line for line in listed.values() if line.code in borne)
    return next((_named(found, line, Verdict.CHANGED) for line in changed), found)


def _named(found: Found, line: Line, verdict: str) -> Found:
    return replace(found, verdict=verdict, number=line.number, recipient=line.recipient)


def _first_revision(content: bytes) -> bytes:
    """The file as it was before anything was appended; all of it where that cannot be told."""
    end = content.find(END)
    return content if end < 0 else content[: end + len(END)]


def _by_database(content: bytes, found: Found) -> Found:
    with only_reading():
        checked = checking.check(content, current_app.config["BASE_URL"])
        if not checked.certificates:
            return replace(found, verdict=_or_denied(found.verdict, checked.verdict))
        certificate = checked.certificates[0]
        return replace(
            found,
            verdict=checked.verdict,
            number=certificate.number,
            recipient=certificate.facts["recipient"],
            status=str(standing(certificate)),
            vouched=True,
        )


def _or_denied(listed: str, checked: Verdict) -> str:
    """The verdict on a file that the database does not know: that we never gave its code weighs
    more than the word of a manifest beside it."""
    if listed == Verdict.UNKNOWN or (listed == LISTED and checked == Verdict.UNISSUED):
        return checked
    return listed


def _with_signature(content: bytes, found: Found, trust: Trust) -> Found:
    """The signature; where it came after our bytes, also that nothing else came with it."""
    from award.certificates.signing.examination import examine, inspect

    try:
        if found.verdict == Verdict.SIGNED_AFTER:
            signature = examine(content, _first_revision(content), trust)
        else:
            signature = inspect(content, trust)
    except RefusedError as refusal:
        return replace(found, signature=refusal.reason)
    return replace(
        found,
        signature=VALID,
        signer=signature.signer,
        trusted=signature.trusted,
        revocation=signature.revocation,
    )
