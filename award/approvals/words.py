"""Names of states as people read them."""

from flask_babel import lazy_gettext as _l

from award.approvals.states import ApprovalState

STATES = {
    ApprovalState.OPEN: (_l("Menunggu konfirmasi"), "waiting"),
    ApprovalState.CONFIRMED: (_l("Dikonfirmasi dan dijalankan"), "done"),
    ApprovalState.DECLINED: (_l("Ditolak"), "refused"),
    ApprovalState.WITHDRAWN: (_l("Ditarik"), "neutral"),
    ApprovalState.LAPSED: (_l("Tidak berlaku lagi"), "neutral"),
}
"""Word and tone of each state of a proposal."""
