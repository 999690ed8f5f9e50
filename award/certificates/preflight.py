"""What is known about a batch before it is issued: its drafts, their faults, their layout."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from award.certificates import drafting
from award.certificates.drafting import Draft, Terms
from award.certificates.facts import Facts, Fault
from award.certificates.findings import Finding, findings, open_ones
from award.certificates.models import LayoutCheck
from award.certificates.printing.imprint import imprint
from award.certificates.recipients import Recipient
from award.certificates.states import Kind
from award.certificates.style import Style
from award.competitions.models import Edition
from award.core import ledger
from award.core.db import db

GIVEN_UP = Fault("page", "given up")
"""The worker ended again and again at these recipients."""
HAMPERED = ("missing", "unexpected", GIVEN_UP.reason)
"""Reasons of a layout check that call for another one: a picture is lost, or a page failed."""


@dataclass(frozen=True)
class Preflight:
    """Drafts with everything found about them, and their layout check if there is one."""

    drafts: Sequence[Draft]
    findings: Sequence[Finding]
    check: LayoutCheck | None

    @property
    def open(self) -> list[Finding]:
        """What must be mended before anything is issued."""
        return open_ones(self.findings)

    @property
    def laid_out(self) -> bool:
        """Whether a finished layout check speaks for these drafts, and every page was tried."""
        return self.check is not None and self.check.finished_at is not None and not self.hampered

    @property
    def hampered(self) -> bool:
        """Whether pages could not be tried, which has nothing to do with what they say."""
        faults = self.check.faults if self.check is not None else []
        return any(reason in HAMPERED for _subject, _field, reason, *_rest in faults)

    @property
    def clear(self) -> bool:
        """Whether these drafts may be issued."""
        return bool(self.drafts) and self.laid_out and not self.open


def preflight(edition: Edition, kind: Kind, terms: Terms) -> Preflight:
    """Everyone whom a batch would honour, and what keeps it from being issued."""
    drafts = drafting.drafts(edition, kind, terms)
    return examined(edition, kind, drafts, terms)


def examined(edition: Edition, kind: Kind, drafts: Sequence[Draft], terms: Terms) -> Preflight:
    """What is known about these drafts."""
    check = db.session.scalar(
        select(LayoutCheck).where(LayoutCheck.digest == digest_of(drafts, terms))
    )
    found = findings(edition, kind, drafts, terms) if drafts else []
    return Preflight(drafts, [*found, *_crowded(drafts, check)], check)


def digest_of(drafts: Sequence[Draft], terms: Terms) -> str:
    """SHA-256 over everything that decides how these drafts are laid out; codes aside."""
    said = [
        [draft.recipient.subject, *(drafting.specimen(each).to_dict() for each in draft.sheets)]
        for draft in drafts
    ]
    return hashlib.sha256(ledger.canonical([imprint(terms.style), said]).encode()).hexdigest()


def _crowded(drafts: Sequence[Draft], check: LayoutCheck | None) -> list[Finding]:
    """What the layout check found, as findings."""
    if check is None:
        return []
    known = {draft.recipient.subject: draft.recipient for draft in drafts}
    concerned: dict[Fault, list[Recipient]] = defaultdict(list)
    for subject, *fault in check.faults:
        concerned[Fault(*fault)].append(known[subject])
    return [Finding(fault, tuple(found)) for fault, found in concerned.items()]


def latest_check(edition: Edition, kind: Kind) -> LayoutCheck | None:
    """The layout check asked for last: what was chosen for it is likely to be issued."""
    query = select(LayoutCheck).where(
        LayoutCheck.edition_id == edition.id, LayoutCheck.kind == kind
    )
    return db.session.scalar(query.order_by(LayoutCheck.id.desc()).limit(1))


def outdated(edition: Edition, kind: Kind, known: Preflight) -> LayoutCheck | None:
    """The last finished check, where it does not speak for these drafts and no other does."""
    last = latest_check(edition, kind) if known.check is None else None
    return last if last is not None and last.finished_at is not None else None


def check_by_id(_actor: Any, check_id: int) -> LayoutCheck | None:
    """Loader for the progress of a layout check."""
    return db.session.get(LayoutCheck, check_id)


def terms_of_check(check: LayoutCheck) -> Terms:
    """What the check was asked for, with the look as it now stands."""
    return drafting.terms(
        check.edition,
        check.kind,
        dated=check.dated,
        place=check.place,
        signatory=check.signatory,
    )


@dataclass(frozen=True)
class LayoutOrder:
    """Everything to be laid out for one recipient."""

    subject: str
    sheets: tuple[Facts, ...]
    style: Style


def orders_of(check_id: int) -> list[LayoutOrder]:
    """What a check has to lay out; nothing when it is over or the data has changed since."""
    check = db.session.get(LayoutCheck, check_id)
    if check is None or check.finished_at is not None:
        return []
    terms = terms_of_check(check)
    drafts = drafting.drafts(check.edition, check.kind, terms)
    if digest_of(drafts, terms) != check.digest:
        return []
    return [LayoutOrder(draft.recipient.subject, draft.sheets, terms.style) for draft in drafts]


def stalled_checks(since: datetime) -> Sequence[int]:
    """Ids of layout checks that are not finished and on which nothing has happened since then."""
    unfinished = LayoutCheck.finished_at.is_(None)
    query = select(LayoutCheck.id).where(unfinished, LayoutCheck.moved_at < since)
    return db.session.scalars(query).all()
