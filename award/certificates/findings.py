"""What keeps drafts from being issued, and what is only worth a look."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from award.certificates.drafting import Draft, Terms
from award.certificates.facts import Fault, faults, in_braces, is_elected
from award.certificates.models import Certificate
from award.certificates.nip import is_nip
from award.certificates.printing.legibility import faint
from award.certificates.recipients import Recipient, recipients
from award.certificates.sameness import bare
from award.certificates.signatories import signs_on
from award.certificates.states import Kind
from award.competitions.models import Edition
from award.core.db import db
from award.core.text import folded


@dataclass(frozen=True)
class Finding:
    """A fault and whom it concerns; one that does not block is a question, not an error."""

    fault: Fault
    recipients: tuple[Recipient, ...]
    blocks: bool = True


def findings(edition: Edition, kind: Kind, drafts: Sequence[Draft], terms: Terms) -> list[Finding]:
    """Everything that can be found without laying out a page, each fault once."""
    concerned: dict[Fault, dict[str, Recipient]] = defaultdict(dict)
    for fault, recipient in (*_unprintable(drafts, terms), *_clashing(drafts)):
        concerned[fault][recipient.subject] = recipient
    everyone = tuple(draft.recipient for draft in drafts)
    found = [Finding(fault, everyone) for fault in _of_all(edition, terms)]
    pale = faint(terms.style.design, terms.style.colours).values()
    found += [Finding(Fault(label, "pale"), everyone, blocks=False) for label in pale]
    found += [Finding(fault, tuple(each.values())) for fault, each in concerned.items()]
    return found + _doubled(drafts, recipients(edition, kind))


def open_ones(found: Iterable[Finding]) -> list[Finding]:
    """Those that keep certificates from being issued."""
    return [finding for finding in found if finding.blocks]


def _of_all(edition: Edition, terms: Terms) -> list[Fault]:
    """What is wrong with signer, date and texts, which all certificates share."""
    signer, found = terms.signer, _in_braces(terms)
    if signer.nip and is_elected(signer.office):
        found.append(Fault("signer_nip", "elected"))
    elif signer.nip and not is_nip(signer.nip):
        found.append(Fault("signer_nip", "wrong"))
    if edition.decree_date is not None and terms.dated < edition.decree_date:
        found.append(Fault("date_text", "before decree"))
    if terms.signatory is not None and not signs_on(terms.signatory, terms.dated):
        found.append(Fault("signer_name", "not in office"))
    return found


def _in_braces(terms: Terms) -> list[Fault]:
    texts = {name: list(told.values()) for name, told in terms.texts.items()}
    told = {**texts, "place": [terms.place]}
    return [Fault(name, "braces") for name, words in told.items() if any(map(in_braces, words))]


def _unprintable(drafts: Iterable[Draft], terms: Terms) -> Iterable[tuple[Fault, Recipient]]:
    for draft in drafts:
        for sheet in draft.sheets:
            for fault in faults(sheet, terms.style.design):
                yield fault, draft.recipient


def _clashing(drafts: Sequence[Draft]) -> Iterable[tuple[Fault, Recipient]]:
    numbers = Counter(draft.facts.number for draft in drafts)
    query = select(Certificate.number).where(Certificate.number.in_(numbers))
    taken = frozenset(db.session.scalars(query))
    for draft in drafts:
        if numbers[draft.facts.number] > 1 or draft.facts.number in taken:
            yield Fault("number", "taken"), draft.recipient


def _doubled(drafts: Sequence[Draft], everyone: Sequence[Recipient]) -> list[Finding]:
    """Recipients who seem to be one: for the same work an error, for another one a question.

    People in Bali often share a name, and an agency may win with two innovations.
    """
    drafted = {draft.recipient.subject for draft in drafts}
    groups: dict[str, list[Recipient]] = defaultdict(list)
    for each in everyone:
        groups[bare(each.name)].append(each)
    found = []
    for name, group in groups.items():
        if not name or len(group) < 2 or not any(each.subject in drafted for each in group):
            continue
        found += _same_work(group) or _same_person(group)
    return found


def _same_work(group: Sequence[Recipient]) -> list[Finding]:
    works: dict[str, list[Recipient]] = defaultdict(list)
    for each in group:
        works[folded(each.innovation or "")].append(each)
    doubled = [each for found in works.values() if len(found) > 1 for each in found]
    return [Finding(Fault("recipient", "doubled"), tuple(doubled))] if doubled else []


def _same_person(group: Sequence[Recipient]) -> list[Finding]:
    if any(each.subject.startswith("entry:") for each in group):
        return []
    return [Finding(Fault("recipient", "alike"), tuple(group), blocks=False)]
