"""Proposing an act, and answering the proposal of another."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import structlog
from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from award.approvals import queries
from award.approvals.kinds import KINDS, Kind
from award.approvals.models import Approval
from award.approvals.states import APPROVAL, ApprovalState
from award.core import clock, ledger, mail
from award.core.access import ensure
from award.core.db import db
from award.core.language import moment
from award.core.problems import Invalid, Refused, Stale, required
from award.core.text import clean_line
from award.people.models import User
from award.people.passwords import fits

log = structlog.get_logger()


def propose(
    *,
    kind: str,
    target: Any,
    reason: str,
    password: str,
    actor: User,
    details: Mapping[str, Any] | None = None,
    address: str = "",
) -> Approval:
    """Propose an act to the other organisers, who are told by mail.

    ``details`` is what the proposer chose besides the object; ``address`` is the page of the
    proposal with ``NUMBER`` in place of its number, for the mails. Raises ``Refused`` when the
    actor may not do such a thing, ``Invalid`` without a reason, with a wrong password, when the
    same is already proposed, or when nobody else could confirm.
    """
    found, chosen = KINDS[kind], dict(details or {})
    _ensure_may(found, target, actor)
    words = required(reason, "reason", _l("Tuliskan alasan usul ini."))
    check_password(actor, password)
    lapse_over()
    if queries.open_of(kind, target.id) is not None:
        raise Invalid(_l("Usul yang sama sudah menunggu konfirmasi."))
    seconds = queries.seconds(found, target, actor)
    if not seconds:
        raise Invalid(_l("Tidak ada panitia lain yang dapat mengonfirmasi usul ini."))
    approval = _entered(found, target, chosen, words, actor)
    for person in seconds:
        _tell(person, approval, found, address)
    return approval


def _ensure_may(kind: Kind, target: Any, actor: User) -> None:
    ensure("approval:list", None, actor)
    if (reason := kind.wall(actor, target)) is not None:
        raise Refused(reason)
    ensure(kind.rule, target, actor)


def _entered(
    kind: Kind, target: Any, details: dict[str, Any], reason: str, actor: User
) -> Approval:
    now = clock.now()
    approval = Approval(
        kind=kind.key,
        subject_id=target.id,
        edition_id=kind.edition_id(target),
        title=clean_line(kind.title(target))[:400],
        details=details,
        basis=queries.fingerprint(kind, target, details),
        reason=reason,
        state=ApprovalState.OPEN,
        proposed_by=actor,
        proposed_at=now,
        lapses_at=now + timedelta(hours=current_app.config["APPROVAL_HOURS"]),
    )
    db.session.add(approval)
    _record("proposed", approval, actor, details=details, reason=reason, basis=approval.basis)
    return approval


def confirm(*, approval: Approval, remark: str, password: str, actor: User) -> None:
    """Do what was proposed, in the present transaction, as the second person.

    Raises ``Refused`` for the proposer, a conflicted person or a proposal that is over,
    ``Invalid`` without a remark or with a wrong password, ``Stale`` when the object is no longer
    what the proposal rests on; and whatever the act itself raises.
    """
    matter = queries.held_matter(approval)
    ensure("approval:confirm", matter, actor)
    words = required(remark, "remark", _l("Tuliskan pertimbangan Anda."))
    check_password(actor, password)
    if not matter.holds:
        raise Stale(_l("Keadaan sudah berubah sejak hal ini diusulkan. Usulkan kembali."))
    approval.confirmed_by_id = actor.id
    _close(approval, "confirm", actor, words)
    _record("confirmed", approval, actor, remark=words, proposed_by=approval.proposed_by_id)
    matter.kind.run(matter.target, approval)


def decline(*, approval: Approval, remark: str, actor: User) -> None:
    """Say no, with the reason; the proposal is over."""
    matter = queries.held_matter(approval)
    ensure("approval:decline", matter, actor)
    words = required(remark, "remark", _l("Tuliskan alasan penolakan."))
    _close(approval, "decline", actor, words)
    _record("declined", approval, actor, remark=words)


def withdraw(*, approval: Approval, actor: User) -> None:
    """Take one's own proposal back."""
    matter = queries.held_matter(approval)
    ensure("approval:withdraw", matter, actor)
    _close(approval, "withdraw", actor, "")
    _record("withdrawn", approval, actor)


def lapse_over() -> None:
    """End every proposal whose time is over or whose object has changed."""
    now = clock.now()
    for each in queries.all_open():
        if each.lapses_at <= now or not queries.matter(each).holds:
            _close(each, "lapse", None, "")
            _record("lapsed", each, None)


def _close(approval: Approval, move: str, actor: User | None, remark: str) -> None:
    approval.state = APPROVAL.after(move, approval.state)
    approval.closed_at, approval.remark = clock.now(), remark
    approval.closed_by_id = actor.id if actor else None
    db.session.flush()


def check_password(actor: User, password: str) -> None:
    """Before a grave act: raises ``Invalid`` unless it is the actor's own password."""
    if fits(password, actor.password_hash):
        return
    log.warning("password refused", account=actor.id)
    sentence = _l("Kata sandi tidak cocok.")
    raise Invalid(sentence, {"password": sentence})


def _tell(person: User, approval: Approval, kind: Kind, address: str) -> None:
    # Whoever proposes may read English; the mail goes to an office.
    with force_locale("id"):
        body = _(
            "Yth. %(name)s,\n\n%(proposer)s mengusulkan: %(act)s (%(title)s).\n\n"
            "Alasan: %(reason)s\n\nTindakan ini baru dijalankan setelah panitia lain "
            "mengonfirmasinya, paling lambat %(until)s. Periksa usulnya pada menu Persetujuan.\n"
            "%(address)s",
            name=person.name,
            proposer=approval.proposed_by.name,
            act=kind.name,
            title=approval.title,
            reason=approval.reason,
            until=moment(approval.lapses_at),
            address=address.replace("NUMBER", str(approval.id)),
        )
        subject = _("Menunggu konfirmasi Anda: %(act)s", act=kind.name)
        mail.post(recipient=person.email, subject=subject, body=body)


def _record(verb: str, approval: Approval, actor: User | None, **content: Any) -> None:
    db.session.flush()
    ledger.record(
        f"approval.{verb}",
        approval,
        actor=actor,
        edition_id=approval.edition_id,
        kind=approval.kind,
        on=approval.subject_id,
        title=approval.title,
        **content,
    )
