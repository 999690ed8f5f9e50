"""Kinds and states of certificates."""

from enum import StrEnum

from award.core.workflow import Workflow, move


class Kind(StrEnum):
    """Whom a batch honours."""

    WINNER = "winner"
    FINALIST = "finalist"
    PARTICIPANT = "participant"
    JUDGE = "judge"


class CertificateState(StrEnum):
    """``QUEUED`` waits for its PDF; ``FAILED`` says why and can be started again."""

    QUEUED = "queued"
    READY = "ready"
    FAILED = "failed"
    REVOKED = "revoked"


C = CertificateState
CERTIFICATE = Workflow[CertificateState](
    {
        "finish": move({C.QUEUED, C.FAILED}, C.READY),
        "fail": move({C.QUEUED, C.FAILED}, C.FAILED),
        "retry": move({C.FAILED}, C.QUEUED),
        "revoke": move({C.READY}, C.REVOKED),
    }
)
