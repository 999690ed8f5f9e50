"""Kinds and states of certificates."""

from enum import StrEnum

from award.core.workflow import Workflow, move


class Kind(StrEnum):
    """Whom a batch honours; ``MEMBER`` is a member of an innovation's team, ``PARTNER`` who
    replicates it."""

    WINNER = "winner"
    FINALIST = "finalist"
    PARTICIPANT = "participant"
    MEMBER = "member"
    JUDGE = "judge"
    PARTNER = "partner"


class SignatureMode(StrEnum):
    """How a batch is signed: ``WET`` with pen and stamp on paper, ``UPLOAD_SIGNED`` elsewhere by
    the official tool, ``PADES`` here with the organisation's own key, ``DEMO`` not at all."""

    WET = "wet"
    UPLOAD_SIGNED = "upload_signed"
    PADES = "pades"
    DEMO = "demo"

    @property
    def electronic(self) -> bool:
        """Whether a PDF is in force only once it carries a signature."""
        return self in (SignatureMode.UPLOAD_SIGNED, SignatureMode.PADES)


class CertificateState(StrEnum):
    """``QUEUED`` waits for its PDF; ``FAILED`` says why and can be started again; ``UNSIGNED``
    waits for an electronic signature; ``SUPERSEDED`` was corrected by a newer certificate."""

    QUEUED = "queued"
    UNSIGNED = "unsigned"
    READY = "ready"
    FAILED = "failed"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"


C = CertificateState
CERTIFICATE = Workflow[CertificateState](
    {
        "finish": move({C.QUEUED, C.FAILED}, C.READY),
        "prepare": move({C.QUEUED, C.FAILED}, C.UNSIGNED),
        "sign": move({C.UNSIGNED}, C.READY),
        "fail": move({C.QUEUED, C.FAILED}, C.FAILED),
        "retry": move({C.FAILED}, C.QUEUED),
        "supersede": move({C.READY, C.UNSIGNED, C.FAILED}, C.SUPERSEDED),
        "revoke": move({C.READY, C.UNSIGNED, C.FAILED}, C.REVOKED),
    }
)
