"""Writes about certificates."""

from award.certificates.actions.correct import correct
from award.certificates.actions.issue import issue
from award.certificates.actions.preflight import ask_layout, begin_layout, drop_layout, note_layout
from award.certificates.actions.printing import fail, finish, retry, retry_failed, settle
from award.certificates.actions.redate import redate
from award.certificates.actions.withdraw import reissue, revoke

__all__ = (
    "ask_layout",
    "begin_layout",
    "correct",
    "drop_layout",
    "fail",
    "finish",
    "issue",
    "note_layout",
    "redate",
    "reissue",
    "retry",
    "retry_failed",
    "revoke",
    "settle",
)
