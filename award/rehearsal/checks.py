"""What must be true when an edition is over; each check recomputes instead of trusting."""

from __future__ import annotations

import hashlib
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import zxingcpp
from flask import current_app
from PIL import Image
from pypdf import PdfReader
from sqlalchemy import Select, func, select

from award.certificates.models import Certificate
from award.certificates.states import CertificateState
from award.competitions.models import Edition, Round
from award.competitions.states import RoundKind
from award.core import files, ledger
from award.core.db import db
from award.core.neutral import words
from award.entries.queries import content
from award.entries.queries_visibility import copies_of, names_of, without_copy
from award.entries.visibility import mentions
from award.judging import queries as judging
from award.judging.models import Assignment, MarkChange
from award.judging.models_calibration import SampleSheet
from award.judging.models_discrepancy import Discrepancy
from award.judging.queries import blind
from award.judging.scoring import Aggregate, Rounding, RoundScore, combined, entry_score
from award.judging.states import Ending
from award.results.cards import winner_cards
from award.results.models import Decision, PlenaryVote
from award.results.models_record import Snapshot
from award.results.queries import proof, round_standings
from award.results.queries.advice import round_advice
from award.results.queries.hearing import objections_of, snapshots
from award.results.queries.overriding import overrides
from award.results.queries.rulings import disqualified
from award.results.ranking import Contender, Key, rank
from award.results.replay import differences, replay
from award.results.states import PaperKind, SnapshotKind
from award.visits.models import Photo


def run(edition: Edition) -> dict[str, bool]:
    """Every check by name."""
    certificates = issued(edition)
    standing = [each for each in certificates if each.state != CertificateState.REVOKED]
    return {
        "ledger_intact": ledger.verify() is None,
        "ranks_recomputed": ranks_recomputed(edition),
        "ledger_replayed": ledger_replayed(),
        "minutes_printed": minutes_printed(edition),
        "blind_kept": blind_kept(edition),
        "advice_computed": advice_computed(edition),
        "certificates_ready": bool(standing) and all(map(is_ready, standing)),
        "certificates_readable": all(map(is_readable, standing)),
        "qr_opens_own_page": all(map(opens_own_page, standing)),
        "revocation_told": revocation_told(certificates),
        "numbers_without_gaps": numbers_without_gaps(certificates),
    }


def issued(edition: Edition) -> Sequence[Certificate]:
    """All certificates of the edition, in the order in which they were issued."""
    query = select(Certificate).where(Certificate.edition_id == edition.id)
    return db.session.scalars(query.order_by(Certificate.id)).all()


def ledger_replayed() -> bool:
    """Whether the ledger alone gives every decision as it stands."""
    found = replay(proof.facts())
    return not found.faults and not differences(found.decided, proof.standing())


def incidents(edition: Edition) -> dict[str, int]:
    """How often the edition met what may happen to one."""
    votes = select(func.count()).where(PlenaryVote.edition_id == edition.id)
    apart = select(func.count()).select_from(Discrepancy).join(Discrepancy.round)
    apart = apart.where(Round.edition_id == edition.id)
    return {
        "recusals": _ended(edition, Ending.RECUSED),
        "no_shows": _ended(edition, Ending.NO_SHOW),
        "ties": db.session.scalar(votes) or 0,
        "discrepancies": db.session.scalar(apart) or 0,
        "overrides": len(overrides(edition)),
        "objections": len(objections_of(edition)),
        "disqualified": len(disqualified(edition)),
        "revoked": sum(each.state == CertificateState.REVOKED for each in issued(edition)),
        "samples_scored": _counted(select(SampleSheet.id)),
        "marks_changed": _counted(select(MarkChange.id)),
        "photos": _counted(select(Photo.id)),
    }


def _ended(edition: Edition, ending: Ending) -> int:
    query = select(Assignment.id).join(Assignment.round)
    return _counted(query.where(Round.edition_id == edition.id, Assignment.ending == ending))


def _counted(query: Select[int]) -> int:
    return db.session.scalar(select(func.count()).select_from(query.subquery())) or 0


def blind_kept(edition: Edition) -> bool:
    """Whether judges of a blind round met no name of an entrant: in titles, texts and files."""
    rounds = [each for each in edition.rounds if each.blind]
    given = [each for round_ in rounds for each in _one_each(round_)]
    return bool(given) and all(map(_is_nameless, given))


def advice_computed(edition: Edition) -> bool:
    """Whether severity, agreement and robustness are told of every round and of the winners."""
    rounds = [each for each in edition.rounds if each.kind == RoundKind.SCORING]
    told = [round_advice(each, round_standings(each, parts=False)) for each in rounds]
    return bool(winner_cards(edition)) and all(
        one.judges and len(one.agreement) > len(each.criteria)
        for each, one in zip(rounds, told, strict=True)
    )


def _one_each(round_: Round) -> Iterable[Assignment]:
    query = (
        select(Assignment)
        .where(Assignment.round_id == round_.id, Assignment.standing)
        .order_by(Assignment.id)
    )
    return {each.entry_id: each for each in db.session.scalars(query)}.values()


def _is_nameless(assignment: Assignment) -> bool:
    entry = assignment.entry
    names, seen = names_of([entry])[entry.id], blind.seen_by_judge(assignment)
    shown = seen.content(content(entry))
    written = [seen.title, seen.entrant, *(each.text for each in shown.sections)]
    written += [each.document.name for each in shown.slots if each.document]
    copies = copies_of([entry])
    given = [files.load(each.sha256) for each in copies if not each.held]
    written += [words(each, "pdf") for each in given]
    return not without_copy(entry) and not mentions(names, "\n".join(written))


def minutes_printed(edition: Edition) -> bool:
    """Whether the final minutes can be read and name their record and the ledger's head."""
    final = next((each for each in snapshots(edition) if each.kind == SnapshotKind.FINAL), None)
    path = minutes_of(final) if final else None
    if final is None or path is None:
        return False
    said = "".join(page.extract_text() for page in PdfReader(path).pages)
    return final.sha256 in said and final.ledger_head in said


def minutes_of(snapshot: Snapshot) -> Path | None:
    """The minutes of a snapshot as a file, once they are printed."""
    found = [each for each in snapshot.papers if each.kind == PaperKind.MINUTES]
    path = files.path_of(found[0].sha256) if found else None
    return path if path and path.is_file() else None


def ranks_recomputed(edition: Edition) -> bool:
    """Whether every published score and rank follows from the marks alone."""
    rounds = [each for each in edition.rounds if each.kind == RoundKind.SCORING]
    scores = {each.key: _round_scores(each) for each in rounds}
    decided = db.session.scalars(
        select(Decision).where(Decision.edition_id == edition.id, Decision.round_id.is_(None))
    ).all()
    groups: dict[int, list[Decision]] = defaultdict(list)
    for decision in decided:
        if decision.rank is not None:
            groups[decision.category_id].append(decision)
    return bool(groups) and all(_same(edition, rounds, scores, each) for each in groups.values())


def _round_scores(round_: Round) -> dict[int, RoundScore]:
    rubric = judging.weighed(round_)
    return {
        entry_id: entry_score(
            sheets, rubric, Aggregate(round_.aggregate), Rounding(round_.rounding)
        )
        for entry_id, sheets in judging.marks_of_round(round_.id).items()
    }


def _same(
    edition: Edition,
    rounds: list[Round],
    scores: Mapping[str, Mapping[int, RoundScore]],
    decided: list[Decision],
) -> bool:
    weights = {each.key: each.weight for each in rounds}
    contenders = []
    for decision in decided:
        stages = {key: found.get(decision.entry_id) for key, found in scores.items()}
        total = combined(stages, weights, Rounding(rounds[-1].rounding))
        contenders.append(Contender(decision.entry_id, total, _tie_values(stages)))
    votes = _votes(edition)
    rules = [each.key for each in edition.tie_rules]
    placed = {each.key: each for each in rank(contenders, rules, votes or None)}
    return all(
        placed[each.entry_id].rank == each.rank and placed[each.entry_id].score == each.score
        for each in decided
    )


def _tie_values(stages: Mapping[str, RoundScore | None]) -> dict[str, Decimal | None]:
    values: dict[str, Decimal | None] = {}
    for key, found in stages.items():
        if found is not None:
            values[f"round:{key}"] = found.score
            values |= {f"criterion:{name}": mean for name, mean in found.criteria.items()}
    return values


def _votes(edition: Edition) -> dict[Key, int]:
    query = select(PlenaryVote).where(
        PlenaryVote.edition_id == edition.id, PlenaryVote.round_id.is_(None)
    )
    return {vote.entry_id: vote.position for vote in db.session.scalars(query)}


def is_ready(certificate: Certificate) -> bool:
    """Whether its PDF has been made and is still the one whose SHA-256 was noted."""
    if certificate.state != CertificateState.READY:
        return False
    path = files.path_of(certificate.sha256)
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == certificate.sha256


def is_readable(certificate: Certificate) -> bool:
    """Whether it opens as one page that names its recipient and number."""
    if not is_ready(certificate):  # a lost or damaged file fails the check and does not stop it
        return False
    reader = PdfReader(files.path_of(certificate.sha256))
    text = "".join(reader.pages[0].extract_text().split())
    told = (str(certificate.facts["recipient"]), certificate.number)
    return len(reader.pages) == 1 and all(
        "".join(each.split()).casefold() in text.casefold() for each in told
    )


def opens_own_page(certificate: Certificate) -> bool:
    """Whether its QR code leads to the page that shows its own facts."""
    address = next(_codes(certificate), "") if is_ready(certificate) else ""
    if not address or address != certificate.facts["url"]:
        return False
    page = _page(certificate)
    return certificate.number in page and certificate.code in page


def _page(certificate: Certificate) -> str:
    path = urlsplit(certificate.facts["url"]).path
    return current_app.test_client().get(path).get_data(as_text=True)


def revocation_told(certificates: Iterable[Certificate]) -> bool:
    """Whether the page of what was revoked tells anyone why; at least one was."""
    revoked = [each for each in certificates if each.state == CertificateState.REVOKED]
    return bool(revoked) and all(
        each.revoked_reason and each.revoked_reason in unescape(_page(each)) for each in revoked
    )


def _codes(certificate: Certificate) -> Iterator[str]:
    for image in PdfReader(files.path_of(certificate.sha256)).pages[0].images:
        drawing = Image.open(io.BytesIO(image.data)).convert("L")
        large = drawing.resize((drawing.width * 8, drawing.height * 8), Image.Resampling.NEAREST)
        for found in zxingcpp.read_barcodes(large):
            yield found.text


def numbers_without_gaps(certificates: Iterable[Certificate]) -> bool:
    """Whether serials count from 1 without gaps in every kind, and no number occurs twice."""
    serials: dict[str, list[int]] = defaultdict(list)
    numbers = []
    for certificate in certificates:
        serials[certificate.kind].append(certificate.serial)
        numbers.append(certificate.number)
    whole = all(sorted(found) == list(range(1, len(found) + 1)) for found in serials.values())
    return whole and len(numbers) == len(set(numbers))
